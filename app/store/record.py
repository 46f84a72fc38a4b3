"""The record as it is stored, line by line: what a mirror is made of, and what its digest is of.

A line is a row of what a commit wrote: the commit itself, then the versions that it made, then the
typed changes that it told of. All else follows from these, and is made anew where they are read in.
Who committed is not public, and is in no line.
"""

from collections.abc import Iterator, Sequence
from heapq import merge
from typing import Any, NamedTuple

import orjson
from sqlalchemy import Column, Connection, Row, Table, func, select

from app.store.tables import (
    changes,
    commits,
    event_actors,
    event_identifiers,
    event_index,
    event_sides,
    event_texts,
    event_topics,
    merges,
    slugs,
    statement_events,
    versions,
)

# A page ends with so many lines, bytes or revisions, whichever comes first.
MOST_LINES, MOST_BYTES, RUN = 2_000, 4 * 1024 * 1024, 700


class Part(NamedTuple):
    """A table of the ledger: its name in a line, the revision of a row, and what is told of it."""

    name: str
    table: Table
    rev: Column[int]
    order: tuple[str, ...]
    told: tuple[str, ...]
    # Held as JSON, and told as such.
    json: str | None = None


# In the order in which the lines of a commit stand.
PARTS = (
    Part(
        "commit",
        commits,
        commits.c.rev,
        (),
        ("at", "nature", "reason", "source", "directory_rev", "told_rev"),
    ),
    Part(
        "version",
        versions,
        versions.c.from_rev,
        ("thing", "entity"),
        ("thing", "entity", "version", "state", "document"),
        json="document",
    ),
    Part(
        "change",
        changes,
        changes.c.rev,
        ("seq",),
        ("seq", "thing", "entity", "type", "payload"),
        json="payload",
    ),
)
# What `ledger` makes of the versions; rows stand before what they point at.
DERIVED = (
    event_actors,
    event_identifiers,
    event_sides,
    event_texts,
    event_topics,
    merges,
    statement_events,
    slugs,
    event_index,
)


class Spot(NamedTuple):
    """Where a reader stands: told of all up to `rev`, and of so many lines of the next revision."""

    rev: int
    skipped: int = 0


class Page(NamedTuple):
    """Some lines in their order, and where that leads to."""

    lines: Sequence[bytes]
    spot: Spot


def page(connection: Connection, start: Spot, until: int) -> Page:
    """The lines after a place, of revisions up to `until`; more where it ends before that one.

    A large commit is told in several pages.
    """
    last = min(until, start.rev + RUN)
    told: list[bytes] = []
    size, spot = 0, start
    for rev, line in _lines(connection, start, last):
        if told and (len(told) == MOST_LINES or size + len(line) > MOST_BYTES):
            # What follows is of another revision: then all of this one was told.
            return Page(told, spot if rev == spot.rev + 1 else Spot(rev - 1))
        spot = Spot(rev - 1, spot.skipped + 1 if rev == spot.rev + 1 else 1)
        told.append(line)
        size += len(line)
    return Page(told, Spot(max(last, start.rev)))


def walk(connection: Connection, after: int, until: int) -> Iterator[bytes]:
    """All lines of the revisions after one and up to another."""
    spot = Spot(after)
    while spot.rev < until:
        lines, spot = page(connection, spot, until)
        yield from lines


def _lines(connection: Connection, start: Spot, last: int) -> Iterator[tuple[int, bytes]]:
    """Lines with their revisions, part after part within each."""
    left = start.skipped
    streams: list[Iterator[tuple[int, int, int, bytes]]] = []
    for number, part in enumerate(PARTS):
        offset = min(left, _count(connection, part, start.rev + 1)) if left else 0
        left -= offset
        streams.append(_rows(connection, number, start.rev, last, offset))
    return ((rev, line) for rev, *_, line in merge(*streams))


def _count(connection: Connection, part: Part, rev: int) -> int:
    counted = select(func.count()).select_from(part.table).where(part.rev == rev)
    return connection.scalar(counted) or 0


def _rows(
    connection: Connection, number: int, after: int, last: int, offset: int
) -> Iterator[tuple[int, int, int, bytes]]:
    """The rows of a part as lines, with what sorts them among those of the others."""
    part = PARTS[number]
    ordered = (part.rev, *(part.table.c[name] for name in part.order))
    columns = [part.table.c[name] for name in part.told]
    wanted = select(part.rev, *columns).where(part.rev > after, part.rev <= last)
    found = wanted.order_by(*ordered).limit(MOST_LINES + 1).offset(offset)
    for place, row in enumerate(connection.execute(found)):
        yield row[0], number, place, _line(part, row)


def _line(part: Part, row: Row[Any]) -> bytes:
    said = {"part": part.name, "rev": row[0], **dict(zip(part.told, row[1:], strict=True))}
    if part.json:
        # Read and written again: how the text was spaced when it was stored does not count.
        said[part.json] = orjson.loads(said[part.json])
    return orjson.dumps(said, option=orjson.OPT_APPEND_NEWLINE)
