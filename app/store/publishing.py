"""What a publisher brings anew, as changes that leave alone what others made of it since."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any, NamedTuple

import orjson
from sqlalchemy import Connection, Row, Select, select

from app.domain.merging import Document, last_said, merged
from app.domain.things import Model, Thing, dump
from app.store.rows import chunks
from app.store.states import parsed
from app.store.steps import Put
from app.store.tables import commits, versions

Published = tuple[Thing, Model]
Theirs = Callable[[str], bool]


class Kept(NamedTuple):
    """A thing that others changed too; `members` stay as they made them, none where it is gone."""

    thing: Thing
    id: str
    members: tuple[str, ...]


class Known(NamedTuple):
    """A thing as the record has it, and what the publisher last said of it."""

    version: int
    live: bool
    document: Document
    said: Document


def changes(
    connection: Connection, author: str, documents: Iterable[Published]
) -> tuple[list[Put], list[Kept]]:
    """The puts that these documents come to, and what stays as others have it.

    `author` is who made the commits in which the publisher spoke before. Each put expects the
    version that it was made for: PreconditionFailed from the ledger says to begin again.
    """
    published = list(documents)
    puts: list[Put] = []
    kept: list[Kept] = []
    record = histories(
        connection, author.__eq__, [(thing, document.id) for thing, document in published]
    )
    for thing, document in published:
        known = record.get((thing, document.id))
        if known is None:
            puts.append(Put(thing, document, 0))
        elif not known.live:
            kept += [Kept(thing, document.id, ())] if dump(document) != known.said else []
        else:
            both = merged(known.said, known.document, dump(document))
            if both.document != known.document:
                puts.append(Put(thing, parsed(thing, both.document), known.version))
            if both.conflicts:
                kept.append(Kept(thing, document.id, both.conflicts))
    return puts, kept


def histories(
    connection: Connection, theirs: Theirs, wanted: Iterable[tuple[Thing, str]]
) -> Mapping[tuple[Thing, str], Known]:
    """Those of these things that the record has, with what the publisher last said of each.

    `theirs` says of the author of a commit whether it was the publisher.
    """
    ids: dict[Thing, list[str]] = {}
    for thing, id_ in wanted:
        ids.setdefault(thing, []).append(id_)
    return {
        (thing, id_): known
        for thing, listed in ids.items()
        for some in chunks(listed)
        for id_, known in _read(connection, _histories(thing, some), theirs)
    }


def _histories(thing: Thing, ids: Iterable[str]) -> Select[Any]:
    made = versions.join(commits, commits.c.rev == versions.c.from_rev)
    wanted = (versions.c.thing == thing) & versions.c.entity.in_(ids)
    found = select(versions, commits.c.author).select_from(made).where(wanted)
    return found.order_by(versions.c.entity, versions.c.version)


def _read(
    connection: Connection, statement: Select[Any], theirs: Theirs
) -> Iterator[tuple[str, Known]]:
    for id_, rows in groupby(connection.execute(statement), key=lambda row: row.entity):
        yield id_, _known(list(rows), theirs)


def _known(rows: list[Row[Any]], theirs: Theirs) -> Known:
    history = [(theirs(row.author), orjson.loads(row.document)) for row in rows]
    last = rows[-1]
    return Known(last.version, last.state == "live", history[-1][1], last_said(history))
