"""Counts are those of the plain meaning and of the lists they lead to: filters made by chance."""

from collections import Counter
from dataclasses import replace
from random import Random
from typing import Any

import pytest
from sqlalchemy import case, null

from app.domain.actor import ActorKind
from app.domain.cells import By, Cell, Table
from app.domain.directory import Directory
from app.domain.event import Event
from app.domain.facts import Facts, facts
from app.domain.query import EventQuery
from app.domain.source import Statement
from app.domain.things import Thing
from app.store import cells as in_sql
from app.store import events as reads
from app.store.counts import counts
from app.store.pins import Pin, pin
from tests.support.chance import queries
from tests.support.statements import build_anew
from tests.support.world import World, actor, event, events, member, statements

COUNT, EVERY, FILTERS = 108, 10_000, 500
TABLES = (
    Table((By.MONTH,)),
    Table((By.YEAR, By.KIND)),
    Table((By.FORUM, By.STATUS, By.PLACE)),
    Table((By.ACTOR,)),
    Table((By.ACTOR, By.MONTH), frozenset({ActorKind.COUNTRY, ActorKind.PERSON})),
)
Known = list[tuple[Event, Facts, list[Statement]]]


def _fill(world: World) -> Pin:
    """Events, then changes: the earlier revision has other dates and other relations."""
    made = list(events(COUNT))
    world.put(Thing.EVENT, *made)
    world.put(Thing.STATEMENT, *statements([e["id"] for e in made]))
    with world.database.reading() as connection:
        former = pin(connection)
    world.put(Thing.EVENT, *({**e, "when": "2022-03"} for e in made[::7]))
    world.put(Thing.ACTOR, actor("finland", relations=[member("nato", **{"from": "2021-01-01"})]))
    world.put(Thing.ACTOR, actor("lavrov", "person"))
    return former


class Checked:
    """The record at one revision, read once, to count in plain Python beside the database."""

    def __init__(self, world: World, connection: Any, as_of: int | None) -> None:
        self.connection = connection
        self.pin = pin(connection, as_of)
        self.directory: Directory = world.directories.at(connection, self.pin)
        items, _ = self._page(EventQuery())
        said = reads.related(connection, self.pin, items, frozenset({"statements"})).statements
        self.known = [
            (
                Event.model_validate(item.document),
                [Statement.model_validate(s.document) for s in said.get(item.id, [])],
            )
            for item in items
        ]
        assert len(self.known) == COUNT

    def _page(self, query: EventQuery) -> Any:
        return reads.page(self.connection, query, self.directory, self.pin, EVERY)

    def plain(self, query: EventQuery, table: Table) -> tuple[Counter[Cell], int]:
        """The counts and the total as the plain meaning has them."""
        found = [e for e, said in self.known if query.matches(e, self.directory, said)]
        roles = frozenset(query.roles)
        cells = (table.cells(facts(e, self.directory), roles, self.directory) for e in found)
        return Counter(cell for some in cells for cell in some), len(found)

    def listed(self, query: EventQuery) -> int:
        """How long the list is."""
        return len(self._page(query)[0])

    def total(self, query: EventQuery) -> int:
        """What `count=true` says."""
        return reads.count(self.connection, query, self.directory, self.pin)

    def counted(self, query: EventQuery, table: Table) -> dict[Cell, int]:
        """The counts of the database."""
        return counts(self.connection, query, table, self.directory, self.pin, EVERY)


def disagreements(world: World, as_of: int | None = None, filters: int = FILTERS) -> list[Any]:
    """Where the plain count, the database's count and the lists differ."""
    found: list[Any] = []
    chance = Random(3)
    with world.database.reading() as connection:
        record = Checked(world, connection, as_of)
        for number, query in enumerate(queries(filters)):
            table = TABLES[number % len(TABLES)]
            plain, total = record.plain(query, table)
            counted = record.counted(query, table)
            if counted != plain:
                found.append((query, table, counted, plain))
            if table.exclusive and sum(counted.values()) != total:
                found.append((query, table, "sum"))
            if record.total(query) != total:
                found.append((query, "total"))
            found += _drilled(record, query, counted, chance)
    return found


def _drilled(record: Checked, query: EventQuery, counted: dict[Cell, int], chance: Random) -> Any:
    """A row leads to the list of its cell; a filter that has a cell already keeps its own."""
    if query.cell or not counted:
        return
    cell = chance.choice(sorted(counted, key=str))
    listed = record.listed(replace(query, cell=cell))
    if listed != counted[cell]:
        yield query, cell, listed, counted[cell]


def test_counts_are_those_of_the_plain_meaning_and_of_their_lists(world: World) -> None:
    former = _fill(world)

    assert disagreements(world) == []
    assert disagreements(world, former.rev) == []


def test_a_slip_in_the_counting_is_noticed(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: months by the first day alone, as if a year told that it is January."""
    _fill(world)
    right = in_sql.column

    def slipped(by: By) -> Any:
        january = case((in_sql._SAME_YEAR, in_sql._early * 2 + 1), else_=null())
        return january if by is By.MONTH else right(by)

    monkeypatch.setattr("app.store.counts.column", slipped)
    build_anew(monkeypatch)

    assert disagreements(world, filters=100)


def test_a_slip_in_the_drill_down_is_noticed(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    _fill(world)
    monkeypatch.setattr(in_sql, "_starts", lambda first, *_: in_sql._first >= first)
    build_anew(monkeypatch)

    assert disagreements(world, filters=50)


@pytest.mark.parametrize(
    ("when", "month", "year"),
    [
        ("2022-01-10", "2022-01", "2022"),
        ("2022-01", "2022-01", "2022"),
        ("2022", "2022", "2022"),
        ("2022-21", "2022", "2022"),
        ("2021-12/2022-02", "2021-12", "2021"),
        ("[2022-01-30..2022-02-02]", "2022", "2022"),
        ("[2021-12-30..2022-01-02]", None, None),
        ("[..2022-01-09]", None, None),
        ("../2022-02-05", None, None),
        ("2022-01-24/..", "2022-01", "2022"),
        ("202X", None, None),
        (None, None, None),
        ("0001-01-10", "0001-01", "0001"),
        ("9999-11", "9999-11", "9999"),
    ],
)  # fmt: skip
def test_no_event_pretends_to_a_month_it_does_not_have(
    world: World, when: str | None, month: str | None, year: str | None
) -> None:
    world.put(Thing.EVENT, event(1, when))
    with world.database.reading() as connection:
        pinned = pin(connection)
        directory = world.directories.at(connection, pinned)
        found = {
            by: counts(connection, EventQuery(), Table((by,)), directory, pinned, 9)
            for by in (By.MONTH, By.YEAR)
        }

    assert found[By.MONTH] == {((By.MONTH, month),): 1}
    assert found[By.YEAR] == {((By.YEAR, year),): 1}
