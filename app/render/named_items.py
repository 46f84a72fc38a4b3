"""Actors, forums and topics as JSON shows them."""

from collections.abc import Mapping
from typing import Any

from app.domain.listing import Recorded, View
from app.domain.text import chosen
from app.render import refs

Json = dict[str, Any]

_SHOWN = ("en", "fr")


def actor_item(item: Recorded, view: View) -> Json:
    """The actor; names in every language only where `include=names` asks for them."""
    stored = item.document
    known = view.directory.actors.get(item.id)
    return {
        **_named(item, view),
        "kind": stored["kind"],
        "code": known.code if known else None,
        "identifiers": stored["identifiers"],
        "seats": [_seat(seat, view) for seat in stored["seats"]],
        "relations": [_relation(relation, view) for relation in stored["relations"]],
        "urls": _urls("actors", "actor", item.id, view),
    }


def forum_item(item: Recorded, view: View) -> Json:
    """The forum with its parties, its members and how it is followed."""
    stored = item.document
    return {
        **_named(item, view),
        "kind": stored["kind"],
        "parent": refs.forum(stored["parent"], view),
        "organ_of": refs.short(stored["organ_of"], view),
        "parties": [refs.short(party, view) for party in stored["parties"]],
        "members": stored["members"],
        "recurrence": stored["recurrence"],
        "coverage": stored["coverage"],
        "urls": _urls("forums", "forum", item.id, view),
    }


def topic_item(item: Recorded, view: View) -> Json:
    """The topic."""
    return {**_named(item, view), "urls": _urls("topics", "topic", item.id, view)}


def _named(item: Recorded, view: View) -> Json:
    names = item.document["names"]
    lang, name = chosen(names, view.lang)
    return {
        **refs.head(item),
        "name": name,
        "lang": lang,
        "names": names if "names" in view.include else _few(names),
        "aliases": item.document["aliases"],
    }


def _few(names: Mapping[str, str]) -> Json:
    return {lang: names[lang] for lang in _SHOWN if lang in names}


def _seat(seat: Json, view: View) -> Json:
    return {
        **seat,
        "city": refs.text(seat["city"], view),
        "country": refs.country(seat["country"], view),
    }


def _relation(relation: Json, view: View) -> Json:
    return {**relation, "object": refs.short(relation["object"], view)}


def _urls(path: str, parameter: str, id_: str, view: View) -> Json:
    return {
        "self": f"{view.base_url}/v1/{path}/{id_}",
        "events": f"{view.base_url}/v1/events?{parameter}={id_}",
    }
