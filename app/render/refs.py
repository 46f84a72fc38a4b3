"""Ids to the small objects that name what they stand for, in the reader's language."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from app.domain.actor import Actor
from app.domain.listing import Recorded, View
from app.domain.names import Named
from app.domain.text import chosen

Json = dict[str, Any]


def utc(instant: datetime) -> str:
    """An instant as RFC 3339 with Z, microseconds only where it has them."""
    return instant.isoformat().replace("+00:00", "Z")


def name(thing: Named | None, view: View) -> str | None:
    """The name to show; None for a thing the directory does not have."""
    return None if thing is None else chosen(thing.names, view.lang)[1]


def text(texts: Mapping[str, str] | None, view: View) -> str | None:
    """The text in the reader's language, or the nearest there is."""
    return chosen(texts, view.lang)[1] if texts else None


def actor(id_: str | None, view: View) -> Json | None:
    """An actor with its kind, its country code and its name."""
    if id_ is None:
        return None
    known = view.directory.actors.get(id_)
    kind, code = (known.kind, known.code) if known else (None, None)
    return {"id": id_, "kind": kind, "code": code, "name": name(known, view)}


def short(id_: str | None, view: View) -> Json | None:
    """An actor with its name alone."""
    if id_ is None:
        return None
    return {"id": id_, "name": name(view.directory.actors.get(id_), view)}


def country(id_: str | None, view: View) -> Json | None:
    """A country with its code and name."""
    if id_ is None:
        return None
    known = view.directory.actors.get(id_)
    code = known.code if isinstance(known, Actor) else None
    return {"id": id_, "code": code, "name": name(known, view)}


def forum(id_: str | None, view: View) -> Json | None:
    """A forum with its name."""
    if id_ is None:
        return None
    return {"id": id_, "name": name(view.directory.forums.get(id_), view)}


def topic(id_: str, view: View) -> Json:
    """A topic with its name."""
    return {"id": id_, "name": name(view.directory.topics.get(id_), view)}


def head(item: Recorded) -> Json:
    """What every item begins with."""
    return {
        "id": item.id,
        "version": item.version,
        "rev": item.rev,
        "changed_at": utc(item.changed_at),
    }
