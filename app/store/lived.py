"""The versions of some things that stood at, or between, two revisions."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, or_, select

from app.domain.listing import Recorded
from app.domain.things import Thing
from app.store.documents import recorded
from app.store.rows import chunks
from app.store.tables import commits, versions


class Lived:
    """What each of these things was at each of these revisions."""

    def __init__(self, rows: Iterable[Row[Any]]) -> None:
        self._rows: defaultdict[str, list[Row[Any]]] = defaultdict(list)
        self._read: dict[int, Recorded] = {}
        for row in rows:
            self._rows[row.entity].append(row)

    def at(self, id_: str, rev: int) -> Recorded | None:
        """The thing at a revision; None where the record did not have it, or no longer."""
        for row in self._rows.get(id_, ()):
            if row.from_rev <= rev and (row.to_rev is None or row.to_rev > rev):
                return self._recorded(row) if row.state == "live" else None
        return None

    def of(self, id_: str) -> list[Recorded]:
        """All that it was, in no order."""
        return [self._recorded(row) for row in self._rows.get(id_, ())]

    def _recorded(self, row: Row[Any]) -> Recorded:
        if row.id not in self._read:
            self._read[row.id] = recorded(row)
        return self._read[row.id]


def lived(
    connection: Connection, thing: Thing, ids: Collection[str], first: int, last: int
) -> Lived:
    """The versions of these things that stood at a revision from `first` to `last`."""
    rows: list[Row[Any]] = []
    for some in chunks(sorted(ids)):
        rows += connection.execute(_statement(thing, some, first, last)).all()
    return Lived(rows)


def _statement(thing: Thing, ids: Sequence[str], first: int, last: int) -> Select[Any]:
    ended = versions.c.to_rev
    stood = and_(versions.c.from_rev <= last, or_(ended.is_(None), ended > first))
    named = and_(versions.c.thing == thing, versions.c.entity.in_(ids))
    # When each was made: of those that begin before `first` too.
    joined = select(versions, commits.c.at).join(commits, commits.c.rev == versions.c.from_rev)
    return joined.where(named, stood)
