"""JSON Feed 1.1 as a JSON Schema: every rule of jsonfeed.org that can be said as one."""

from typing import Any

_URL = {"type": "string", "format": "uri", "pattern": "^https?://"}
_TEXT = {"type": "string", "minLength": 1}
_INSTANT = {"type": "string", "format": "date-time"}
_AUTHORS = {
    "type": "array",
    "minItems": 1,
    "items": {
        "type": "object",
        "minProperties": 1,
        "properties": {"name": _TEXT, "url": _URL, "avatar": _URL},
        "additionalProperties": False,
    },
}
# A custom object begins with an underscore and a letter, and has no dot in its name.
_CUSTOM = {"^_[A-Za-z][^.]*$": {"type": "object", "properties": {"about": _URL}}}
_ITEM = {
    "type": "object",
    "required": ["id"],
    "anyOf": [{"required": ["content_html"]}, {"required": ["content_text"]}],
    "properties": {
        "id": _TEXT,
        "url": _URL,
        "external_url": _URL,
        "title": _TEXT,
        "content_html": {"type": "string"},
        "content_text": {"type": "string"},
        "summary": _TEXT,
        "image": _URL,
        "banner_image": _URL,
        "date_published": _INSTANT,
        "date_modified": _INSTANT,
        "authors": _AUTHORS,
        "tags": {"type": "array", "items": _TEXT},
        "language": {"type": "string", "pattern": "^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$"},
        "attachments": {"type": "array"},
    },
    "patternProperties": _CUSTOM,
    "additionalProperties": False,
}
SCHEMA: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "required": ["version", "title", "items"],
    "properties": {
        "version": {"const": "https://jsonfeed.org/version/1.1"},
        "title": _TEXT,
        "home_page_url": _URL,
        "feed_url": _URL,
        "description": _TEXT,
        "user_comment": _TEXT,
        "next_url": _URL,
        "icon": _URL,
        "favicon": _URL,
        "authors": _AUTHORS,
        "language": {"type": "string"},
        "expired": {"type": "boolean"},
        "hubs": {"type": "array"},
        "items": {"type": "array", "items": _ITEM},
    },
    "patternProperties": _CUSTOM,
    "additionalProperties": False,
}
