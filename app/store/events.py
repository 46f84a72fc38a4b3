"""Reading events: a page, a stream, one, its history; each at a pinned revision."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

import orjson
from sqlalchemy import Connection, Select, and_, bindparam, func, select

from app.domain.change import ChangeType
from app.domain.directory import Directory
from app.domain.listing import Batch, Document, Recorded, Related, participants
from app.domain.query import EventQuery
from app.domain.things import Thing
from app.domain.vocabulary import Status
from app.store import page as pages
from app.store.documents import current, recorded
from app.store.keyed import key_after
from app.store.lists import numbered, padded, parameters, spelt
from app.store.pins import Pin, at, instant, kept_at, pin, pinned
from app.store.prepared import ask
from app.store.rarity import shaped_on
from app.store.rows import chunks as in_runs
from app.store.sessions import Database
from app.store.shape import Key
from app.store.standings import stood
from app.store.tables import changes, commits, statement_events, versions

# More at once takes more memory, and more time: what was parsed leaves the caches of the processor
# before it is written. An export of a million took 175 MiB and 92 s by 1,000, 150 and 78 by 250.
CHUNK = 250


def page(
    connection: Connection,
    query: EventQuery,
    directory: Directory,
    pin: Pin,
    limit: int,
    after: Key | None = None,
) -> tuple[list[Recorded], Key | None]:
    """At most `limit` events, and the key to go on after, None at the end."""
    shape, values = shaped_on(connection, query, directory, pin, after)
    found = ask(connection, pages.page(shape), {**values, "limit": limit + 1})
    return [_recorded(row) for row in found[:limit]], key_after(found, limit)


def count(connection: Connection, query: EventQuery, directory: Directory, pin: Pin) -> int:
    """How many events the query has, exactly."""
    shape, values = shaped_on(connection, query, directory, pin)
    return connection.scalar(pages.count(shape), values) or 0


class Chunk(NamedTuple):
    """Some of the events of a query, and the key to go on after, None at the end."""

    batch: Batch
    key: Key | None


def chunks(
    database: Database,
    query: EventQuery,
    directory: Directory,
    pinned: Pin,
    include: frozenset[str],
    after: Key | None = None,
) -> Iterator[Chunk]:
    """Every event of the query at one revision, each chunk read in a short transaction.

    `include` is as for `related`.
    """
    key = after
    while True:
        with database.reading() as connection:
            now = pin(connection, pinned.rev, pinned.epoch)
            items, key = page(connection, query, directory, now, CHUNK, key)
            chunk = Chunk((items, related(connection, now, items, include, query)), key)
        yield chunk
        if key is None:
            return


def related(
    connection: Connection,
    pin: Pin,
    items: list[Recorded],
    include: frozenset[str],
    query: EventQuery | None = None,
) -> Related:
    """What these events point at: one statement for each kind of thing, however many events.

    `include` names the members of `Related` that are wanted, and `statements` and `history` as a
    reader asks for them; `query` is what the events are the answer to.
    """
    ids = [item.id for item in items]
    parents = {item.document["part_of"] for item in items} - {None}
    sources = {source for item in items for source in item.document["sources"]}
    reads: dict[str, Callable[[], Any]] = {
        "titles": lambda: _titles(connection, pin, parents),
        "sources": lambda: current(connection, Thing.SOURCE, sources, pin),
        "statement_counts": lambda: statement_counts(connection, pin, ids),
        "statements": lambda: _statements(connection, pin, ids),
        "histories": lambda: _histories(connection, pin, ids),
        "sequences": lambda: _sequences(connection, pin, ids),
        "called_off": lambda: _called_off(connection, pin, items),
        "published": lambda: _published(connection, ids),
    }
    wanted = include | ({"histories"} if "history" in include else set())
    found = {name: read() for name, read in reads.items() if name in wanted}
    named = {item.id: participants(item.document) for item in items} if query else {}
    return Related(**found, standings=stood(connection, pin, named, query) if query else {})


def _titles(connection: Connection, pin: Pin, parents: set[str]) -> dict[str, Document]:
    found = current(connection, Thing.EVENT, parents, pin)
    return {id_: document["title"] for id_, document in found.items()}


def history(connection: Connection, id_: str, pin: Pin) -> list[Document]:
    """The versions of an event up to the pinned revision, oldest first, with what each changed."""
    return _histories(connection, pin, [id_]).get(id_, [])


def _histories(connection: Connection, pin: Pin, ids: list[str]) -> dict[str, list[Document]]:
    found: dict[str, list[Document]] = {}
    typed = _typed_changes(connection, pin, ids)
    for row in connection.execute(_VERSIONS.where(_of(ids, pin))):
        found.setdefault(row.entity, []).append(
            {
                "version": row.version,
                "rev": row.from_rev,
                "at": instant(row.at).isoformat().replace("+00:00", "Z"),
                "nature": row.nature,
                "reason": row.reason,
                "source": row.source,
                "state": row.state,
                "changes": typed.get((row.entity, row.from_rev), []),
            }
        )
    return found


def _typed_changes(
    connection: Connection, pin: Pin, ids: list[str]
) -> dict[tuple[str, int], list[Document]]:
    wanted = and_(
        changes.c.thing == Thing.EVENT, changes.c.entity.in_(ids), changes.c.rev <= pin.rev
    )
    found: dict[tuple[str, int], list[Document]] = {}
    for row in connection.execute(select(changes).where(wanted).order_by(changes.c.seq)):
        found.setdefault((row.entity, row.rev), []).append(orjson.loads(row.payload))
    return found


def _of(ids: list[str], pin: Pin) -> Any:
    named = and_(versions.c.thing == Thing.EVENT, versions.c.entity.in_(ids))
    return and_(named, versions.c.from_rev <= pin.rev)


_VERSIONS: Select[Any] = (
    select(versions, commits.c.at, commits.c.nature, commits.c.reason, commits.c.source)
    .join(commits, commits.c.rev == versions.c.from_rev)
    .order_by(versions.c.entity, versions.c.version)
)


def _recorded(row: Sequence[Any]) -> Recorded:
    _, _, _, id_, rev, _, version, at, document = row
    return Recorded(id_, version, rev, instant(at), orjson.loads(document))


def statement_counts(connection: Connection, pin: Pin, ids: Iterable[str]) -> dict[str, int]:
    """How many statements there are about each of these events that has any."""
    wanted = padded(ids)
    if not wanted:
        return {}
    statement = _counted(len(wanted), at_head=pin.is_head)
    return dict(ask(connection, statement, numbered("id", wanted) | pinned(pin)))


@lru_cache
def _counted(size: int, *, at_head: bool) -> Select[str, int]:
    rows = statement_events.c
    held = kept_at(statement_events, at_head=at_head)
    wanted = and_(rows.entity.in_(parameters("id", size)), held)
    return select(rows.entity, func.count()).where(wanted).group_by(rows.entity)


def _sequences(connection: Connection, pin: Pin, ids: list[str]) -> dict[str, int]:
    """How many revisions changed the date, the place or the status of each event."""
    found: dict[str, int] = {}
    for some in map(padded, in_runs(ids)):
        values = {**numbered("id", some), "rev": pin.rev}
        found |= dict(ask(connection, _moved(len(some)), values))
    return found


@lru_cache
def _moved(size: int) -> Select[str, int]:
    named = and_(changes.c.thing == Thing.EVENT, changes.c.entity.in_(parameters("id", size)))
    wanted = and_(named, changes.c.rev <= bindparam("rev"), changes.c.type.in_(spelt(_MOVES)))
    counted = select(changes.c.entity, func.count(changes.c.rev.distinct()))
    return counted.where(wanted).group_by(changes.c.entity)


def _called_off(connection: Connection, pin: Pin, items: list[Recorded]) -> dict[str, datetime]:
    """The instant of the last change of status of each event that is off, or of its creation."""
    ids = [item.id for item in items if item.document["status"] in _OFF]
    made = and_(changes.c.thing == Thing.EVENT, changes.c.type.in_(_STATUSES))
    since = select(changes.c.entity, func.max(commits.c.at)).join(commits).where(made)
    found: dict[str, datetime] = {}
    for some in in_runs(ids):
        wanted = since.where(changes.c.entity.in_(some), changes.c.rev <= pin.rev)
        rows = connection.execute(wanted.group_by(changes.c.entity))
        found |= {row[0]: instant(row[1]) for row in rows}
    return found


_OFF = (Status.CANCELLED, Status.POSTPONED)
_STATUSES = (ChangeType.CREATED, ChangeType.STATUS_CHANGED)
_MOVES = (ChangeType.RESCHEDULED, ChangeType.PLACE_CHANGED, ChangeType.STATUS_CHANGED)


def _published(connection: Connection, ids: list[str]) -> dict[str, datetime]:
    """The instant of the first version of each event."""
    found: dict[str, datetime] = {}
    for some in map(padded, in_runs(ids)):
        made = ask(connection, _first(len(some)), numbered("id", some))
        found |= {id_: instant(at) for id_, at in made}
    return found


@lru_cache
def _first(size: int) -> Select[str, Any]:
    named = and_(versions.c.thing == Thing.EVENT, versions.c.entity.in_(parameters("id", size)))
    made = select(versions.c.entity, commits.c.at).join(
        commits, commits.c.rev == versions.c.from_rev
    )
    return made.where(named, versions.c.version == 1)


def _statements(connection: Connection, pin: Pin, ids: list[str]) -> dict[str, list[Recorded]]:
    rows = statement_events
    wanted = and_(rows.c.entity.in_(ids), at(rows, pin))
    joined = and_(versions.c.thing == Thing.STATEMENT, versions.c.entity == rows.c.statement)
    said = (
        select(versions, commits.c.at, rows.c.entity.label("event"))
        .join(rows, joined)
        .join(commits, commits.c.rev == versions.c.from_rev)
        .where(wanted, at(versions, pin))
        .order_by(versions.c.entity)
    )
    found: dict[str, list[Recorded]] = {}
    for row in connection.execute(said):
        found.setdefault(row.event, []).append(recorded(row))
    return found
