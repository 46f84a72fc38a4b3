"""Moves are those that the histories of the events tell, for filters and tables made by chance."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from random import Random
from typing import Any

import pytest
from sqlalchemy import select

from app.domain.cells import Cell, Table
from app.domain.change import Nature
from app.domain.event import Event
from app.domain.facts import facts
from app.domain.query import EventQuery
from app.domain.slips import Slip
from app.domain.things import Thing
from app.store import events as reads
from app.store import slips as moves
from app.store.pins import Pin, pin
from app.store.sessions import Connection
from app.store.slips import slips
from app.store.tables import commits, versions
from tests.store.test_counts import TABLES
from tests.support.chance import queries
from tests.support.world import DATES, World, events

FILTERS = 150
Moves = Counter[tuple[Cell, Slip]]


@pytest.fixture
def moved(world: World) -> World:
    """Sixty events, each moved some times: by the world, by others' data, or because we erred."""
    made = {document["id"]: document for document in events(60)}
    world.put(Thing.EVENT, *made.values())
    chance = Random(9)
    for _ in range(25):
        some = chance.sample(sorted(made), 5)
        made |= {id_: {**made[id_], "when": chance.choice(DATES)} for id_ in some}
        nature = chance.choice([Nature.WORLD, Nature.WORLD, Nature.CORRECTION, Nature.IMPORT])
        world.put(Thing.EVENT, *(made[id_] for id_ in some), nature=nature)
    return world


def told(connection: Connection, pinned: Pin) -> dict[str, list[Slip]]:
    """The moves of each event, by its versions alone."""
    made = versions.join(commits, commits.c.rev == versions.c.from_rev)
    wanted = select(versions, commits.c.nature).select_from(made)
    events_ = versions.c.thing == Thing.EVENT, versions.c.from_rev <= pinned.rev
    found: dict[str, list[Slip]] = {}
    before: dict[str, Event] = {}
    for row in connection.execute(wanted.where(*events_).order_by(versions.c.from_rev)):
        event = Event.model_validate_json(row.document)
        was = before.get(event.id)
        before[event.id] = event
        if was is None or row.nature == Nature.CORRECTION:
            continue
        if (was.when.edtf, was.when.timezone) != (event.when.edtf, event.when.timezone):
            days = _between(was.when.earliest_start, event.when.earliest_start)
            found.setdefault(event.id, []).append(Slip(event.id, days))
    return found


def _between(old: date | None, new: date | None) -> int | None:
    return None if old is None or new is None else (new - old).days


def disagreements(world: World, as_of: int | None, queries_: Iterator[EventQuery]) -> list[Any]:
    wrong: list[Any] = []
    with world.database.reading() as connection:
        pinned = pin(connection, as_of)
        directory = world.directories.at(connection, pinned)
        histories = told(connection, pinned)
        for number, query in enumerate(queries_):
            table = TABLES[number % len(TABLES)]
            items, _ = reads.page(connection, query, directory, pinned, 1_000)
            documents = [Event.model_validate(item.document) for item in items]
            plain = _plain(documents, query, table, histories, directory)
            made = slips(connection, query, table, directory, pinned)
            found = Counter((cell, slip) for cell, some in made.items() for slip in some)
            if found != plain:
                wrong.append((query, table, found, plain))
    return wrong


def _plain(
    found: list[Event],
    query: EventQuery,
    table: Table,
    histories: dict[str, list[Slip]],
    directory: Any,
) -> Moves:
    roles = frozenset(query.roles)
    return Counter(
        (cell, slip)
        for event in found
        for cell in table.cells(facts(event, directory), roles, directory)
        for slip in histories.get(event.id, [])
    )


def test_moves_are_those_of_the_histories(moved: World) -> None:
    assert disagreements(moved, None, iter(queries(FILTERS))) == []


def test_moves_of_an_earlier_revision_are_those_until_then(moved: World) -> None:
    assert disagreements(moved, 15, iter(queries(FILTERS))) == []


def test_the_control_that_counts_corrections_disagrees(
    moved: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    moves.moves.cache_clear()
    monkeypatch.setattr(moves, "Nature", _NoCorrection)
    try:
        assert disagreements(moved, None, iter([EventQuery()])) != []
    finally:
        moves.moves.cache_clear()


class _NoCorrection:
    CORRECTION = "nothing is of this nature"
