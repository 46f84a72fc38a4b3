"""The difference of the answers to one query at two revisions: both in order of ids, merged."""

from collections import Counter, defaultdict
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from itertools import islice
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    Table,
    and_,
    or_,
    select,
    true,
    union,
)

from app.domain.difference import Difference, Effect, State, changes, effect
from app.domain.query import EventQuery
from app.domain.things import Thing
from app.store.affiliations import touched
from app.store.documents import listed, one_of
from app.store.moved import Moment, Moved, moved
from app.store.page import found_by
from app.store.pins import at
from app.store.rarity import shaped_on
from app.store.rows import chunks
from app.store.standings import standings
from app.store.tables import event_actors, event_index, statement_events

__all__ = ["Moment", "count", "page"]

V = TypeVar("V")

_BATCH = 500
# Read a part at a time, so that an answer of any length takes the same memory.
_STREAMED = {"yield_per": 5_000}


class _Pair(NamedTuple):
    """An event that is in one answer or in both, with its version in each."""

    id: str
    was: int | None
    now: int | None


def page(
    connection: Connection,
    query: EventQuery,
    a: Moment,
    b: Moment,
    limit: int,
    after: str | None = None,
) -> tuple[list[Difference], str | None]:
    """At most `limit` differences by id with their states, and the id to go on after."""
    with closing(_differences(connection, query, a, b, after)) as walk:
        found = list(islice(walk, limit + 1))
    shown = _stated(connection, found[:limit], a, b)
    return shown, shown[-1].id if len(found) > limit else None


def count(connection: Connection, query: EventQuery, a: Moment, b: Moment) -> Counter[Effect]:
    """How many differences of each sort there are in all."""
    return Counter(found.effect for found in _differences(connection, query, a, b, None))


class _Run(NamedTuple):
    """Events that are looked at together: these, or all with an id after one."""

    ids: Sequence[str] | None = None
    after: str | None = None

    def among(self, column: ColumnElement[str]) -> ColumnElement[bool]:
        """Whether the event of a row is one of them."""
        if self.ids is not None:
            return column.in_(self.ids)
        return true() if self.after is None else column > self.after


def _differences(
    connection: Connection, query: EventQuery, a: Moment, b: Moment, after: str | None
) -> Generator[Difference, None, None]:
    """Without their states, which only those that are shown need."""
    candidates = moved(connection, query, a, b)
    for run in _runs(candidates, after):
        keys = (_keys(connection, query, moment, run) for moment in (a, b))
        suspects = _suspects(connection, run, candidates, a, b)
        pairs = _of_interest(_merged(*keys), suspects)
        while batch := list(islice(pairs, _BATCH)):
            yield from _judged(connection, batch, a, b)


def _runs(candidates: Moved, after: str | None) -> Iterable[_Run]:
    """Some candidates at a time, or all events at once."""
    if candidates.all is None:
        return [_Run(after=after)]
    waiting = sorted(id_ for id_ in candidates.all if after is None or id_ > after)
    return map(_Run, chunks(waiting, _BATCH))


def _keys(
    connection: Connection, query: EventQuery, moment: Moment, run: _Run
) -> Iterator[tuple[str, int]]:
    """The ids of one answer, in order, with the version of each: streamed, however many."""
    shape, values = shaped_on(connection, query, moment.directory, moment.pin)
    found = found_by(shape)
    id_ = event_index.c.entity
    wanted = select(id_, event_index.c.version_id).select_from(found.source)
    wanted = wanted.where(*found.conditions, run.among(id_)).order_by(id_)
    with connection.execute(wanted, values, execution_options=_STREAMED) as rows:
        for row in rows:
            yield row.entity, row.version_id


def _suspects(
    connection: Connection, run: _Run, candidates: Moved, a: Moment, b: Moment
) -> Iterator[str]:
    """In order, the events that may differ though their version is the same."""
    if run.ids is not None:
        known = candidates.restated or frozenset()
        yield from (id_ for id_ in run.ids if id_ in known)
        return
    tables = [statement_events]
    if touched(a.directory, b.directory):
        tables.append(event_actors)
    ids = union(*(_reopened(table, run, a, b) for table in tables)).subquery()
    wanted = select(ids.c.entity).order_by(ids.c.entity)
    with connection.execute(wanted, execution_options=_STREAMED) as rows:
        yield from rows.scalars()


def _reopened(table: Table, run: _Run, a: Moment, b: Moment) -> Select[str]:
    """The events that have rows in this table which began or ended between."""
    bounds = (table.c.from_rev, table.c.to_rev)
    between = (and_(rev > a.pin.rev, rev <= b.pin.rev) for rev in bounds)
    return select(table.c.entity).where(or_(*between), run.among(table.c.entity))


def _merged(was: Iterator[tuple[str, int]], now: Iterator[tuple[str, int]]) -> Iterator[_Pair]:
    """Both answers side by side, by id."""
    old, new = next(was, None), next(now, None)
    while old is not None or new is not None:
        id_ = min(side[0] for side in (old, new) if side is not None)
        in_old, in_new = old is not None and old[0] == id_, new is not None and new[0] == id_
        yield _Pair(id_, old[1] if old and in_old else None, new[1] if new and in_new else None)
        old = next(was, None) if in_old else old
        new = next(now, None) if in_new else new


def _of_interest(pairs: Iterable[_Pair], suspects: Iterator[str]) -> Iterator[_Pair]:
    """Those whose versions differ, and the suspects; both come in the order of ids."""
    suspect = next(suspects, None)
    for pair in pairs:
        while suspect is not None and suspect < pair.id:
            suspect = next(suspects, None)
        if pair.was != pair.now or suspect == pair.id:
            yield pair


def _judged(
    connection: Connection, batch: Sequence[_Pair], a: Moment, b: Moment
) -> Iterator[Difference]:
    same = [pair.id for pair in batch if pair.was == pair.now]
    restated = _restated(connection, same, a, b)
    existing = _existing(connection, [pair.id for pair in batch if pair.now is None], b)
    for pair in batch:
        found = effect(
            was_in=pair.was is not None,
            is_in=pair.now is not None,
            is_same=pair.was == pair.now and pair.id not in restated,
            exists=pair.id in existing,
        )
        if found is not None:
            yield Difference(pair.id, found)


def _restated(connection: Connection, ids: Sequence[str], a: Moment, b: Moment) -> set[str]:
    """Of events with the same version: those that are told of, or acted in, otherwise."""
    if not ids:
        return set()
    was, now = (
        (_told(connection, ids, at_), standings(connection, at_.pin, ids)) for at_ in (a, b)
    )
    return {id_ for id_ in ids for old, new in zip(was, now, strict=True) if old[id_] != new[id_]}


def _existing(connection: Connection, ids: Sequence[str], moment: Moment) -> set[str]:
    if not ids:
        return set()
    alive = event_index.c.entity.in_(ids), at(event_index, moment.pin)
    return set(connection.scalars(select(event_index.c.entity).where(*alive)))


def _stated(
    connection: Connection, found: Sequence[Difference], a: Moment, b: Moment
) -> list[Difference]:
    """With the states of each, and what changed between them."""
    ids = [difference.id for difference in found]
    if not ids:
        return []
    was, now = _states(connection, ids, a), _states(connection, ids, b)
    return [
        _complete(difference, was.get(difference.id), now.get(difference.id))
        for difference in found
    ]


def _complete(found: Difference, before: State | None, after: State | None) -> Difference:
    return replace(found, before=before, after=after, changes=changes(before, after))


def _states(connection: Connection, ids: Sequence[str], moment: Moment) -> dict[str, State]:
    told, stood = _told(connection, ids, moment), standings(connection, moment.pin, ids)
    items, _ = listed(connection, Thing.EVENT, moment.pin, len(ids), None, one_of(ids))
    return {item.id: State(item, told[item.id], stood[item.id]) for item in items}


def _told(
    connection: Connection, ids: Sequence[str], moment: Moment
) -> Mapping[str, frozenset[str]]:
    """The statements about each event."""
    return _gathered(_rows(connection, statement_events, ids, moment), lambda row: row.statement)


def _rows(
    connection: Connection, table: Table, ids: Sequence[str], moment: Moment
) -> Iterable[Row[Any]]:
    return connection.execute(select(table).where(table.c.entity.in_(ids), at(table, moment.pin)))


def _gathered(
    rows: Iterable[Row[Any]], value: Callable[[Row[Any]], V]
) -> Mapping[str, frozenset[V]]:
    found: defaultdict[str, set[V]] = defaultdict(set)
    for row in rows:
        found[row.entity].add(value(row))
    return defaultdict(frozenset, {id_: frozenset(values) for id_, values in found.items()})
