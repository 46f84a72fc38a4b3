"""oEmbed (https://oembed.com): a page of ours as others show it where its address is pasted."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import urlencode

import orjson
from markupsafe import escape

from app.render.frame import frame

WIDTH, HEIGHT = 640, 480
_CACHE_AGE = 3_600


@dataclass(frozen=True, slots=True)
class Card:
    """What is shown: `address` of the frame, `title`, and how many pixels it may take."""

    base_url: str
    address: str
    title: str
    width: int = WIDTH
    height: int = HEIGHT


class Discovery(NamedTuple):
    """Where a page's head says that it can be embedded."""

    media_type: str
    href: str


@dataclass(frozen=True, slots=True)
class Format:
    """One of the formats that the protocol names."""

    media_type: str
    render: Callable[[Card], bytes]


def discovery(base_url: str, page: str) -> tuple[Discovery, ...]:
    """The links of a page's head (section 4), of the type `rel="alternate"`."""
    asked = (urlencode({"url": page, "format": name}) for name in FORMATS)
    json, xml = (f"{base_url}/oembed?{query}" for query in asked)
    return Discovery("application/json+oembed", json), Discovery("text/xml+oembed", xml)


def _members(card: Card) -> Mapping[str, str | int]:
    """Section 2.3.4.4, the type rich."""
    return {
        "type": "rich",
        "version": "1.0",
        "title": card.title,
        "provider_name": "Pourparlers",
        "provider_url": f"{card.base_url}/",
        "cache_age": _CACHE_AGE,
        "html": frame(card.address, card.title, card.width, card.height),
        "width": card.width,
        "height": card.height,
    }


def _json(card: Card) -> bytes:
    return orjson.dumps(_members(card))


def _xml(card: Card) -> bytes:
    """The record refuses what XML 1.0 cannot hold, so that escaping is all that is left."""
    lines = (f"<{name}>{escape(value)}</{name}>" for name, value in _members(card).items())
    declaration = '<?xml version="1.0" encoding="utf-8" standalone="yes"?>'
    return f"{declaration}\n<oembed>{''.join(lines)}</oembed>\n".encode()


FORMATS: Mapping[str, Format] = {
    "json": Format("application/json", _json),
    "xml": Format("text/xml; charset=utf-8", _xml),
}
