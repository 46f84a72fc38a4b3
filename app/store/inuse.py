"""What still points at a thing that is to end: nothing in use is taken from the record."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from typing import Any, NamedTuple

import orjson
from sqlalchemy import Column, ColumnElement, Connection, Table, and_, select

from app.domain.directory import Directory
from app.domain.references import references
from app.domain.things import Model, Thing
from app.errors import Conflict, Fault
from app.store.steps import parsed
from app.store.tables import (
    commits,
    event_actors,
    event_index,
    event_topics,
    statement_events,
    versions,
)

Key = tuple[Thing, str]
_SHOWN = 10


class Use(NamedTuple):
    """Where something is used: a thing and the pointer in it, or a revision that cites it."""

    by: str
    pointer: str = ""


def refuse_in_use(
    connection: Connection,
    directory: Directory,
    wanted: Iterable[Key],
    gone: Collection[Key],
    documents: Sequence[tuple[Thing, Model]],
) -> None:
    """Conflict, that says by what, where something points at one of those wanted.

    The directory and the documents are as the commit leaves them; all that is `gone` ends with it.
    """
    touched = {id_ for _, id_ in gone} | {document.id for _, document in documents}
    for key in sorted(wanted):
        stored = _stored(connection, key, touched)
        told = chain(_in_directory(directory, key), _in(documents, key), stored)
        found = list(islice(_each_once(told), _SHOWN + 1)) or _cited(connection, key)
        if found:
            raise _refusal(key, found)


def _each_once(uses: Iterable[Use]) -> Iterator[Use]:
    seen: set[Use] = set()
    for use in uses:
        if use not in seen:
            seen.add(use)
            yield use


def _in_directory(directory: Directory, key: Key) -> Iterator[Use]:
    for thing, listed in ((Thing.ACTOR, directory.actors), (Thing.FORUM, directory.forums)):
        yield from _in([(thing, model) for model in listed.values()], key)


def _in(documents: Iterable[tuple[Thing, Model]], key: Key) -> Iterator[Use]:
    for thing, document in documents:
        for reference in references(document):
            if (reference.thing, reference.id) == key:
                yield Use(f"{thing} {document.id}", reference.pointer)


def _stored(connection: Connection, key: Key, touched: Collection[str]) -> Iterator[Use]:
    """In current events and statements, but for those that the commit touches.

    By an index where one knows them; else all are read through.
    """
    for table, column, owner in _INDEXED.get(key[0], ()):
        others = table.c.to_rev.is_(None), owner.not_in(touched)
        some = select(owner).where(column == key[1], *others).limit(_SHOWN + 1)
        yield from _read(connection, key, versions.c.entity.in_(some))
    if key[0] in _READ_THROUGH:
        said = versions.c.document.contains(f'"{key[1]}"', autoescape=True)
        yield from _read(connection, key, and_(said, versions.c.entity.not_in(touched)))


def _read(connection: Connection, key: Key, wanted: ColumnElement[bool]) -> Iterator[Use]:
    current = and_(versions.c.to_rev.is_(None), versions.c.state == "live")
    pointing = versions.c.thing.in_((Thing.EVENT, Thing.STATEMENT))
    rows = select(versions.c.thing, versions.c.document).where(current, pointing, wanted)
    for row in connection.execute(rows):
        thing = Thing(row.thing)
        yield from _in([(thing, parsed(thing, orjson.loads(row.document)))], key)


# Where a use is a row of its own: its table, what it uses, and who uses it.
_INDEXED: Mapping[Thing, Sequence[tuple[Table, Column[Any], Column[Any]]]] = {
    Thing.EVENT: (
        (event_index, event_index.c.part_of, event_index.c.entity),
        (statement_events, statement_events.c.entity, statement_events.c.statement),
    ),
    Thing.FORUM: ((event_index, event_index.c.forum, event_index.c.entity),),
    Thing.TOPIC: ((event_topics, event_topics.c.topic, event_topics.c.entity),),
    # Some of them: an actor that is used at all is mostly used so.
    Thing.ACTOR: (
        (event_actors, event_actors.c.actor, event_actors.c.entity),
        (event_index, event_index.c.country, event_index.c.entity),
    ),
}
# Of these not all uses are rows of an index: a position, a speaker, a source.
_READ_THROUGH = frozenset({Thing.ACTOR, Thing.SOURCE})


def _cited(connection: Connection, key: Key) -> list[Use]:
    """Revisions that name a source as what says so."""
    if key[0] is not Thing.SOURCE:
        return []
    cited = select(commits.c.rev).where(commits.c.source == key[1]).order_by(commits.c.rev)
    return [Use(f"revision {rev}") for rev in connection.scalars(cited.limit(_SHOWN + 1))]


def _refusal(key: Key, found: Sequence[Use]) -> Conflict:
    shown = found[:_SHOWN]
    more = " and by others" if len(found) > _SHOWN else ""
    named = ", ".join(dict.fromkeys(use.by for use in shown))
    faults = [Fault(f"{use.by}{use.pointer} points at it.") for use in shown]
    return Conflict(f"{key[0]} {key[1]} is in use by {named}{more}: change that first.", faults)
