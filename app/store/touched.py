"""What a revision did to each thing that it touched."""

from collections.abc import Iterable
from typing import Any, NamedTuple

import orjson
from sqlalchemy import Connection, select

from app.domain.change import Change
from app.domain.things import Thing
from app.store.tables import merges, versions
from app.store.written import Told

Key = tuple[Thing, str]
Document = dict[str, Any]


class Touched(NamedTuple):
    """A thing, and the typed changes of the revision to it."""

    thing: Thing
    id: str
    changes: list[Change]


class Made(NamedTuple):
    """A thing that was there before a revision and after it, as it was then and then."""

    thing: Thing
    id: str
    before: Document
    after: Document


def merging_of(connection: Connection, thing: Thing, loser: str) -> list[Made]:
    """What the revision that merged this thing away made of others."""
    its = (merges.c.thing == thing) & (merges.c.loser == loser) & merges.c.to_rev.is_(None)
    rev = select(merges.c.from_rev).where(its).scalar_subquery()
    was, made = versions.alias(), versions.alias()
    same = (was.c.thing == made.c.thing) & (was.c.entity == made.c.entity)
    then = (was.c.to_rev == rev) & (made.c.from_rev == rev) & (made.c.state == "live")
    found = select(was.c.thing, was.c.entity, was.c.document, made.c.document.label("made"))
    rows = connection.execute(found.join(made, same).where(then).order_by(made.c.id))
    return [
        Made(Thing(r.thing), r.entity, orjson.loads(r.document), orjson.loads(r.made)) for r in rows
    ]


def touched(told: Iterable[Told], first: Iterable[Key]) -> list[Touched]:
    """The things that a revision told of: `first` these, changed or not, then in their order."""
    found: dict[Key, list[Change]] = {key: [] for key in first}
    for thing, id_, change in told:
        found.setdefault((thing, id_), []).append(change)
    return [Touched(*key, listed) for key, listed in found.items()]
