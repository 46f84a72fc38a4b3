"""Reading things by id, and lists of those that have no filter of their own."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

import orjson
from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    String,
    and_,
    literal,
    literal_column,
    or_,
    select,
)

from app.domain.listing import Document, Recorded
from app.domain.things import Thing
from app.errors import Gone, NotFound
from app.store.lists import numbered, padded, parameters
from app.store.pins import Pin, at, instant, kept_at, pinned
from app.store.prepared import ask
from app.store.rows import chunks
from app.store.tables import commits, statement_events, versions

Condition = ColumnElement[bool]


def recorded(row: Row[Any]) -> Recorded:
    """A row of `versions` with its commit's instant."""
    document = orjson.loads(row.document)
    return Recorded(row.entity, row.version, row.from_rev, instant(row.at), document)


def get(connection: Connection, thing: Thing, id_: str, pin: Pin) -> Recorded:
    """One thing at a revision; NotFound, or Gone where it was retracted."""
    row = connection.execute(_LIVE.where(_is(thing, versions.c.entity == id_, pin))).one_or_none()
    if row is None:
        raise NotFound(f"There is no {thing} with this id in the record as of revision {pin.rev}.")
    if row.state == "retracted":
        raise Gone(f"This {thing} was withdrawn: it should not have been published.")
    if row.state == "merged":
        raise Gone(f"This {thing} was merged into another.")
    return recorded(row)


def each(connection: Connection, thing: Thing, ids: Iterable[str], pin: Pin) -> list[Recorded]:
    """Those of these ids that the record has at a revision."""
    found: list[Recorded] = []
    for some in chunks(sorted(set(ids))):
        wanted = _is(thing, and_(versions.c.state == "live", one_of(some)), pin)
        found += [recorded(row) for row in connection.execute(_LIVE.where(wanted))]
    return found


def current(
    connection: Connection, thing: Thing, ids: Iterable[str], pin: Pin
) -> dict[str, Document]:
    """The documents of those of these ids that the record has."""
    wanted = padded(sorted(ids))
    if not wanted:
        return {}
    values = {**numbered("id", wanted), **pinned(pin)}
    found = ask(connection, _current(thing, len(wanted), at_head=pin.is_head), values)
    return {id_: orjson.loads(document) for id_, document in found}


def listed(
    connection: Connection,
    thing: Thing,
    pin: Pin,
    limit: int,
    after: str | None = None,
    *conditions: Condition,
) -> tuple[list[Recorded], str | None]:
    """A page of all things of a kind by id, and the id to go on after, None at the end."""
    wanted = [_is(thing, versions.c.state == "live", pin), *conditions]
    if after is not None:
        wanted.append(versions.c.entity > after)
    ordered = _LIVE.where(*wanted).order_by(versions.c.entity).limit(limit + 1)
    found = [recorded(row) for row in connection.execute(ordered)]
    return found[:limit], found[limit - 1].id if len(found) > limit else None


def newest(
    connection: Connection,
    thing: Thing,
    pin: Pin,
    limit: int,
    after: tuple[int, str] | None = None,
    *conditions: Condition,
) -> tuple[list[Recorded], tuple[int, str] | None]:
    """The same, last changed first; the key is a revision and an id."""
    rev, id_ = versions.c.from_rev, versions.c.entity
    # Spelt out, SQLite walks the partial index of such things; not so, it looks up the few of them
    # that a condition leaves.
    kind = literal(thing) if conditions else literal_column(f"'{thing}'")
    wanted = [versions.c.thing == kind, versions.c.state == "live", at(versions, pin), *conditions]
    if after is not None:
        wanted += [rev <= after[0], or_(rev < after[0], id_ < after[1])]
    ordered = _LIVE.where(*wanted).order_by(rev.desc(), id_.desc()).limit(limit + 1)
    found = [recorded(row) for row in connection.execute(ordered)]
    last = found[limit - 1] if len(found) > limit else None
    return found[:limit], (last.rev, last.id) if last else None


def one_of(ids: Iterable[str]) -> ColumnElement[bool]:
    """The things with these ids."""
    return versions.c.entity.in_(sorted(ids))


def about(event: str, pin: Pin) -> ColumnElement[bool]:
    """The statements about an event."""
    said = select(statement_events.c.statement).where(
        statement_events.c.entity == event, at(statement_events, pin)
    )
    return versions.c.entity.in_(said)


def about_any(connection: Connection, events: Iterable[str], pin: Pin) -> list[Document]:
    """The documents of the statements about any of these events."""
    rows = statement_events
    said: set[str] = set()
    for some in chunks(sorted(set(events))):
        told = select(rows.c.statement).where(rows.c.entity.in_(some), at(rows, pin))
        said |= set(connection.scalars(told))
    return list(current(connection, Thing.STATEMENT, said, pin).values())


def _is(thing: Thing, condition: ColumnElement[bool], pin: Pin) -> ColumnElement[bool]:
    return and_(versions.c.thing == thing, condition, at(versions, pin))


@lru_cache
def _current(thing: Thing, size: int, *, at_head: bool) -> Select[str, str]:
    named = versions.c.entity.in_(parameters("id", size))
    held = kept_at(versions, at_head=at_head)
    # One of our own words, written out: SQLite would look into a parameter, to see whether an index
    # of statements alone serves, and so prepare the statement again for each question.
    written = literal_column(f"'{thing.value}'", String)
    wanted = and_(versions.c.thing == written, named, held)
    return select(versions.c.entity, versions.c.document).where(wanted)


_LIVE: Select[Any] = select(versions, commits.c.at).join(
    commits, commits.c.rev == versions.c.from_rev
)
