"""What became of the events of a filter, revision by revision, newest first."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

import orjson
from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    and_,
    exists,
    literal_column,
    or_,
    select,
    union_all,
)

from app.domain.change import Change, ChangeType, Nature
from app.domain.changed import Changed
from app.domain.directory import Directory
from app.domain.event import Event
from app.domain.listing import Document
from app.domain.query import EventQuery
from app.domain.things import Thing
from app.store.page import found_by
from app.store.pins import Pin, instant
from app.store.rarity import shaped_on
from app.store.shape import Shape
from app.store.tables import changes, commits, event_index, versions

Condition = ColumnElement[bool]
# A revision, and an event that it changed.
Pair = tuple[int, str]

# Of so few events the changes are looked up; of more, the newest changes of all are walked until
# enough are theirs.
FEW = 1_000
# So many that were withdrawn are told of at once.
MOST = 200


class Key(NamedTuple):
    """Where an entry stands: its revision, and the first of its changes there."""

    rev: int
    seq: int


def page(
    connection: Connection,
    query: EventQuery,
    directory: Directory,
    pin: Pin,
    limit: int,
    after: Key | None = None,
) -> tuple[list[Changed], Key | None]:
    """At most `limit` entries, one an event and revision, and the key to go on after.

    They are of the events that are in the answer at the pinned revision, whatever they were before,
    and of those that were withdrawn as they would be in it. These are found after the others were
    counted, so that a page may be shorter than it could be.
    """
    sqlite = connection.dialect.name == "sqlite"
    shape, values = shaped_on(connection, query, directory, pin)
    arms = [_of_those_there(connection, shape, values, pin), _withdrawn(pin, sqlite=sqlite)]
    cut = [select(_ordered(arm, limit + 1, after).subquery()) for arm in arms]
    rows = connection.execute(_newest(union_all(*cut).subquery(), limit + 1), values).all()
    key = Key(rows[limit - 1].rev, rows[limit - 1].seq) if len(rows) > limit else None
    found = _read(connection, rows[:limit])
    return [entry for entry in found if _belongs(entry, query, directory)], key


def withdrawn(
    connection: Connection, query: EventQuery, directory: Directory, pin: Pin, revs: range
) -> dict[str, datetime]:
    """When those were withdrawn, at one of these revisions, that would be in the answer.

    Newest first, and at most `MOST`.
    """
    arm = _withdrawn(pin, sqlite=connection.dialect.name == "sqlite")
    between = arm.where(changes.c.rev >= revs.start, changes.c.rev < revs.stop)
    found = _read(connection, connection.execute(_ordered(between, MOST, None)).all())
    return {entry.id: entry.at for entry in found if _belongs(entry, query, directory)}


def _of_those_there(
    connection: Connection, shape: Shape, values: Mapping[str, Any], pin: Pin
) -> Select[Any]:
    """Asked with the question's values, which those few events are found with already."""
    found = found_by(shape)
    wanted = select(event_index.c.entity).select_from(found.source).where(*found.conditions)
    ids = connection.scalars(wanted.limit(FEW + 1), values).all()
    if len(ids) <= FEW:
        return _entries(pin, changes.c.thing == Thing.EVENT, changes.c.entity.in_(ids))
    there = exists(wanted.where(event_index.c.entity == changes.c.entity))
    return _entries(pin, _is_of_an_event(sqlite=shape.sqlite), there)


def _withdrawn(pin: Pin, *, sqlite: bool) -> Select[Any]:
    # Spelt as in the index: SQLite takes a partial index for its own condition alone.
    retracted = changes.c.type == literal_column("'retracted'")
    return _entries(pin, _is_of_an_event(sqlite=sqlite), retracted)


def _is_of_an_event(*, sqlite: bool) -> Condition:
    """For a walk by revision: the plain condition has an index, by which SQLite would read all
    changes there are and sort them. PostgreSQL knows that most are of events, and so no index.
    """
    thing = changes.c.thing.concat("") if sqlite else changes.c.thing
    return thing == Thing.EVENT


def _entries(pin: Pin, *conditions: Condition) -> Select[Any]:
    """The first change of each event at each revision; another of the same is of the same entry."""
    other = changes.alias("other")
    same = and_(
        other.c.thing == Thing.EVENT,
        other.c.entity == changes.c.entity,
        other.c.rev == changes.c.rev,
        # A sum has no index: by that of the event there are few, by the key a whole commit.
        other.c.seq + 0 < changes.c.seq,
    )
    first = ~exists(select(other.c.rev).where(same))
    columns = (changes.c.rev, changes.c.seq, changes.c.entity)
    return select(*columns).where(changes.c.rev <= pin.rev, *conditions, first)


def _ordered(arm: Select[Any], limit: int, after: Key | None) -> Select[Any]:
    if after is not None:
        # Spelt out, so that both databases begin at the key in their index.
        earlier = or_(
            changes.c.rev < after.rev,
            and_(changes.c.rev == after.rev, changes.c.seq < after.seq),
        )
        arm = arm.where(changes.c.rev <= after.rev, earlier)
    return arm.order_by(changes.c.rev.desc(), changes.c.seq.desc()).limit(limit)


def _newest(united: Any, limit: int) -> Select[Any]:
    return select(united).order_by(united.c.rev.desc(), united.c.seq.desc()).limit(limit)


def _read(connection: Connection, rows: Sequence[Row[Any]]) -> list[Changed]:
    """Each with what it changed, why, and the event before and after."""
    pairs = [(row.rev, row.entity) for row in rows]
    if not pairs:
        return []
    told, why, lived = _told(connection, pairs), _why(connection, pairs), _lived(connection, pairs)
    gone = {pair for pair in pairs if any(c.type is ChangeType.RETRACTED for c in told[pair])}
    revs = _revs(connection, gone)
    return [
        Changed(
            id=id_,
            rev=rev,
            at=instant(why[rev].at),
            nature=Nature(why[rev].nature),
            reason=why[rev].reason,
            source=why[rev].source,
            changes=told[rev, id_],
            before=_document(lived[id_], rev - 1),
            after=_document(lived[id_], rev),
            revs=tuple(revs.get(id_, ())),
        )
        for rev, id_ in pairs
    ]


def _told(connection: Connection, pairs: Sequence[Pair]) -> Mapping[Pair, list[Change]]:
    """The typed changes of each entry, in their order."""
    revs, ids = {rev for rev, _ in pairs}, {id_ for _, id_ in pairs}
    named = changes.c.entity.in_(ids), changes.c.rev.in_(revs)
    wanted = select(changes).where(changes.c.thing == Thing.EVENT, *named).order_by(changes.c.seq)
    found: dict[Pair, list[Change]] = {pair: [] for pair in pairs}
    for row in connection.execute(wanted):
        if (row.rev, row.entity) in found:
            found[row.rev, row.entity].append(Change.model_validate_json(row.payload))
    return found


def _revs(connection: Connection, gone: Iterable[Pair]) -> Mapping[str, list[int]]:
    """The revisions at which those that were withdrawn had changed before."""
    last = {id_: rev for rev, id_ in gone}
    if not last:
        return {}
    of_events = changes.c.thing == Thing.EVENT, changes.c.entity.in_(last)
    wanted = select(changes.c.entity, changes.c.rev).where(*of_events).distinct()
    found: defaultdict[str, list[int]] = defaultdict(list)
    for id_, rev in connection.execute(wanted.order_by(changes.c.rev.desc())):
        if rev < last[id_]:
            found[id_].append(rev)
    return found


def _why(connection: Connection, pairs: Iterable[Pair]) -> Mapping[int, Row[Any]]:
    """The commits, by revision."""
    wanted = select(commits).where(commits.c.rev.in_({rev for rev, _ in pairs}))
    return {row.rev: row for row in connection.execute(wanted)}


def _lived(connection: Connection, pairs: Sequence[Pair]) -> Mapping[str, list[Row[Any]]]:
    """The versions of each event that began, ended or stood between the entries."""
    revs, ended = [rev for rev, _ in pairs], versions.c.to_rev
    named = versions.c.entity.in_({id_ for _, id_ in pairs})
    lived = versions.c.from_rev <= max(revs), or_(ended.is_(None), ended >= min(revs))
    found: defaultdict[str, list[Row[Any]]] = defaultdict(list)
    wanted = select(versions).where(versions.c.thing == Thing.EVENT, named, *lived)
    for row in connection.execute(wanted):
        found[row.entity].append(row)
    return found


def _document(lived: Iterable[Row[Any]], rev: int) -> Document | None:
    """What it was at a revision; None where the record did not have it, or no longer."""
    for row in lived:
        if row.from_rev <= rev and (row.to_rev is None or row.to_rev > rev):
            document: Document = orjson.loads(row.document)
            return document if row.state == "live" else None
    return None


def _belongs(entry: Changed, query: EventQuery, directory: Directory) -> bool:
    """Of one that was withdrawn: whether it was as asked for, but for words of its statements."""
    if not entry.withdrawn or entry.before is None:
        return True
    return query.matches(Event.model_validate(entry.before), directory)
