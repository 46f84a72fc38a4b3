"""What a revision did to each thing that it touched."""

from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import Connection, select

from app.domain.change import Change
from app.domain.things import Thing
from app.store.tables import changes

Key = tuple[Thing, str]


class Touched(NamedTuple):
    """A thing, and the typed changes of the revision to it."""

    thing: Thing
    id: str
    changes: list[Change]


def touched(connection: Connection, rev: int, first: Iterable[Key]) -> list[Touched]:
    """The things that a revision touched: `first` these, changed or not, then in their order."""
    found: dict[Key, list[Change]] = {key: [] for key in first}
    rows = select(changes).where(changes.c.rev == rev).order_by(changes.c.seq)
    for row in connection.execute(rows):
        key = Thing(row.thing), row.entity
        found.setdefault(key, []).append(Change.model_validate_json(row.payload))
    return [Touched(thing, id_, told) for (thing, id_), told in found.items()]
