"""Things as the ledger has them: the current version of each, and any one that is named."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

import orjson
from sqlalchemy import Connection, Select, bindparam, or_, select

from app.domain.things import MODELS, Model, Thing
from app.store.lists import numbered, padded, parameters
from app.store.pins import Pin
from app.store.prepared import ask
from app.store.rows import chunks
from app.store.tables import versions

Document = dict[str, Any]


@dataclass(frozen=True, slots=True)
class State:
    """The current version of a thing."""

    row_id: int
    version: int
    live: bool
    document: dict[str, Any]
    merged: bool = False


class Seen(NamedTuple):
    """States that were read in a transaction after this head: they stand while it is the head."""

    pin: Pin
    states: dict[tuple[Thing, str], State]


def states(
    connection: Connection, wanted: Iterable[tuple[Thing, str]]
) -> Mapping[tuple[Thing, str], State]:
    """The current version of each of these things that the record has, retracted ones included."""
    ids: dict[Thing, list[str]] = {}
    for thing, id_ in wanted:
        ids.setdefault(thing, []).append(id_)
    return {
        (thing, entity): state
        for thing, listed in ids.items()
        for some in chunks(listed)
        for entity, state in _read(connection, thing, some)
    }


def _read(connection: Connection, thing: Thing, ids: Sequence[str]) -> Iterator[tuple[str, State]]:
    wanted = padded(ids)
    values = {"thing": thing.value, **numbered("entity", wanted)}
    for id_, entity, version, state, told in ask(connection, _current(len(wanted)), values):
        live, merged = state == "live", state == "merged"
        yield entity, State(id_, version, live, orjson.loads(told), merged)


@lru_cache
def _current(size: int) -> Select[*tuple[Any, ...]]:
    asked = versions.c.entity.in_(parameters("entity", size))
    wanted = (versions.c.thing == bindparam("thing")) & asked & versions.c.to_rev.is_(None)
    named = versions.c.id, versions.c.entity, versions.c.version, versions.c.state
    return select(*named, versions.c.document).where(wanted)


def versions_of(
    connection: Connection, wanted: Iterable[tuple[Thing, str, int]]
) -> dict[tuple[Thing, str, int], Document]:
    """Things as versions had them, by thing, id and number; none where it was not published."""
    found: dict[tuple[Thing, str, int], Document] = {}
    for some in chunks(sorted(set(wanted))):
        each = (
            (versions.c.thing == thing)
            & (versions.c.entity == id_)
            & (versions.c.version == number)
            for thing, id_, number in some
        )
        for row in connection.execute(
            select(versions).where(or_(*each), versions.c.state == "live")
        ):
            found[Thing(row.thing), row.entity, row.version] = orjson.loads(row.document)
    return found


def parsed(thing: Thing, document: Mapping[str, Any]) -> Model:
    """A document as its model; pydantic's ValidationError says what is wrong with it."""
    return MODELS[thing].model_validate(document)
