"""Ids to the small objects that name what they stand for, in the reader's language."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from app.domain.listing import Recorded, View
from app.domain.text import chosen

Json = dict[str, Any]


def utc(instant: datetime) -> str:
    """An instant as RFC 3339 with Z, microseconds only where it has them."""
    return f"{instant.isoformat()[:-6]}Z"


def text(texts: Mapping[str, str] | None, view: View) -> str | None:
    """The text in the reader's language, or the nearest there is."""
    return chosen(texts, view.lang)[1] if texts else None


def actor(id_: str | None, view: View) -> Json | None:
    """An actor with its kind, its country code and its name."""
    if id_ is None:
        return None
    directory = view.directory
    known = directory.actors.get(id_)
    return {
        "id": id_,
        "kind": known and known.kind,
        "code": directory.codes.get(id_),
        "name": view.names.actors[id_],
    }


def short(id_: str | None, view: View) -> Json | None:
    """An actor with its name alone."""
    return None if id_ is None else {"id": id_, "name": view.names.actors[id_]}


def country(id_: str | None, view: View) -> Json | None:
    """A country with its code and name."""
    if id_ is None:
        return None
    return {"id": id_, "code": view.directory.codes.get(id_), "name": view.names.actors[id_]}


def forum(id_: str | None, view: View) -> Json | None:
    """A forum with its name."""
    return None if id_ is None else {"id": id_, "name": view.names.forums[id_]}


def topic(id_: str, view: View) -> Json:
    """A topic with its name."""
    return {"id": id_, "name": view.names.topics[id_]}


def named(id_: str | None, view: View) -> str | None:
    """The name of an actor, forum or topic; None for an id the directory does not have."""
    if id_ is None:
        return None
    names = view.names
    return names.actors[id_] or names.forums[id_] or names.topics[id_]


def head(item: Recorded) -> Json:
    """What every item begins with."""
    return {
        "id": item.id,
        "version": item.version,
        "rev": item.rev,
        "changed_at": utc(item.changed_at),
    }
