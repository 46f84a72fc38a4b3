"""Nothing is a part of what is a part of it, however long the way round."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Select, select

from app.domain.directory import Directory
from app.domain.event import Event
from app.domain.forum import Forum
from app.domain.things import Model
from app.errors import Fault, InvalidDocument
from app.store.lists import numbered, padded, parameters
from app.store.prepared import ask
from app.store.rows import chunks
from app.store.tables import event_index

# What each is directly a part of.
Above = Mapping[str, str | None]


def refuse_circles(
    connection: Connection, directory: Directory, documents: Iterable[Model]
) -> None:
    """InvalidDocument where one of these is above itself; the directory is as they leave it."""
    faults = [fault for _, fault in circular(connection, directory, documents)]
    if faults:
        raise InvalidDocument(" ".join(fault.detail for fault in faults[:10]), faults)


def circular(
    connection: Connection, directory: Directory, documents: Iterable[Model]
) -> list[tuple[Model, Fault]]:
    """Each of these that is above itself, with what is to be said of it."""
    listed = list(documents)
    events = [document for document in listed if isinstance(document, Event)]
    forums = [document for document in listed if isinstance(document, Forum)]
    parents = {forum.id: forum.parent for forum in directory.forums.values() if forums}
    return [
        *_those(events, _above(connection, events), "/part_of"),
        *_those(forums, parents, "/parent"),
    ]


def _above(connection: Connection, events: Iterable[Event]) -> Above:
    """Of these events and all that are above them: a statement for each storey."""
    above = {event.id: event.part_of for event in events}
    unknown = {whole for whole in above.values() if whole} - above.keys()
    while unknown:
        found = dict.fromkeys(unknown) | dict(_stored(connection, unknown))
        above |= found
        unknown = {whole for whole in found.values() if whole} - above.keys()
    return above


def _stored(connection: Connection, ids: Iterable[str]) -> Iterator[tuple[Any, ...]]:
    for some in chunks(sorted(ids)):
        wanted = padded(some)
        yield from ask(connection, _wholes(len(wanted)), numbered("id", wanted))


@lru_cache
def _wholes(size: int) -> Select[str, str | None]:
    named = event_index.c.entity.in_(parameters("id", size))
    wanted = named & event_index.c.to_rev.is_(None)
    return select(event_index.c.entity, event_index.c.part_of).where(wanted)


def _those(documents: Iterable[Model], above: Above, pointer: str) -> Iterator[tuple[Model, Fault]]:
    for document in documents:
        way = _way_up(document.id, above)
        if way[-1] == document.id and len(way) > 1:
            detail = f"it would be above itself, as {' in '.join(way)}."
            yield document, Fault(f"{document.id}{pointer}: {detail}", pointer=pointer)


def _way_up(id_: str, above: Above) -> Sequence[str]:
    """What is above it, one after the other, until there is no more, or one comes again."""
    way = [id_]
    while (whole := above.get(way[-1])) is not None and whole not in way[1:]:
        way.append(whole)
    return way
