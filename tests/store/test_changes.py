"""The changes of a filter are those of its events, newest first, however they are looked for."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from itertools import chain, cycle
from typing import Any

import pytest
from sqlalchemy import Connection, select
from sqlalchemy.event import listen

from app.domain.change import ChangeType, Nature
from app.domain.changed import Changed
from app.domain.event import Event
from app.domain.listing import Recorded
from app.domain.query import Choice, EventQuery
from app.domain.things import Thing
from app.store import changes
from app.store import events as reads
from app.store.changes import Pair
from app.store.ledger import Retract
from app.store.pins import Pin, pin
from app.store.tables import changes as rows
from tests.support.chance import queries
from tests.support.history import History
from tests.support.world import World, event, statements

EVERY, FILTERS = 10_000, 20
Reads = Callable[[], "Record"]


@pytest.fixture
def history(world: World) -> History:
    """Forty events, then forty commits."""
    made = History(world, seed=11, count=40)
    made.go_on(40)
    return made


@pytest.fixture(params=[0, changes.FEW], ids=["walked", "looked up"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(changes, "FEW", request.param)


class Record:
    """The changes of one world, as they are read and as they must be."""

    def __init__(self, world: World, connection: Connection) -> None:
        self.world, self.connection = world, connection
        self.head = pin(connection)

    def walked(self, query: EventQuery, pinned: Pin, limit: int = 10) -> Iterator[Changed]:
        """Page by page."""
        directory, key = self.world.directories.at(self.connection, pinned), None
        while True:
            found, key = changes.page(self.connection, query, directory, pinned, limit, key)
            yield from found
            if key is None:
                return

    def expected(self, query: EventQuery, pinned: Pin) -> list[Pair]:
        """In plain Python: every change there is, held against the answer at that revision."""
        there = {item.id for item in self._listed(query, pinned)}
        wanted = select(rows).where(rows.c.thing == Thing.EVENT, rows.c.rev <= pinned.rev)
        first: dict[Pair, int] = {}
        for row in self.connection.execute(wanted.order_by(rows.c.rev, rows.c.seq)):
            gone = row.type == ChangeType.RETRACTED and self._was(
                query, row.entity, row.rev, pinned
            )
            if row.entity in there or gone:
                first.setdefault((row.rev, row.entity), row.seq)
        return sorted(first, key=lambda pair: (-pair[0], -first[pair]))

    def _was(self, query: EventQuery, id_: str, rev: int, pinned: Pin) -> bool:
        """Whether it was as asked for just before, by what actors do at the pinned revision."""
        (item,) = self._listed(EventQuery(id=Choice((id_,))), pin(self.connection, rev - 1))
        directory = self.world.directories.at(self.connection, pinned)
        return query.matches(Event.model_validate(item.document), directory)

    def _listed(self, query: EventQuery, pinned: Pin) -> list[Recorded]:
        directory = self.world.directories.at(self.connection, pinned)
        return reads.page(self.connection, query, directory, pinned, EVERY)[0]


@pytest.fixture
def record(world: World) -> Iterator[Reads]:
    """Begun anew after each commit, for a snapshot with it."""
    with ExitStack() as stack:
        yield lambda: Record(world, stack.enter_context(world.database.reading()))


@pytest.mark.usefixtures("way", "history")
def test_every_change_of_every_filter_stands_once_newest_first(record: Reads) -> None:
    found, limits = record(), cycle([1, 7, 200])
    asked = (query for query in queries(FILTERS) if not query.words)
    for query in chain([EventQuery()], asked):
        entries = [(e.rev, e.id) for e in found.walked(query, found.head, next(limits))]
        assert entries == found.expected(query, found.head), query


@pytest.mark.usefixtures("way", "history")
def test_at_an_earlier_revision_it_is_what_was_known_then(record: Reads) -> None:
    found = record()
    early = pin(found.connection, found.head.rev // 2)
    entries = [(entry.rev, entry.id) for entry in found.walked(EventQuery(), early)]
    assert entries == found.expected(EventQuery(), early)
    assert entries[0][0] <= early.rev


def test_an_entry_has_the_event_before_and_after_and_why(world: World, record: Reads) -> None:
    world.put(Thing.EVENT, event(1))
    world.put(Thing.EVENT, event(1, "2022-01-12", status="confirmed"), nature=Nature.WORLD)
    found = record()
    moved, made = found.walked(EventQuery(), found.head)

    assert [change.type for change in moved.changes] == ["status_changed", "rescheduled"]
    assert moved.before is not None
    days = [document["when"]["edtf"] for document in (moved.before, moved.shown)]
    assert days == ["2022-01-10", "2022-01-12"]
    assert (moved.reason, moved.nature) == ("because", Nature.WORLD)
    assert made.before is None
    assert made.shown["status"] == "announced"


def test_a_statement_changes_no_document(world: World, record: Reads) -> None:
    world.put(Thing.EVENT, event(1))
    world.put(Thing.STATEMENT, *statements(["ev_00000001"]))
    found = record()
    told, _ = found.walked(EventQuery(), found.head)

    assert [change.type for change in told.changes] == [ChangeType.STATEMENT_ADDED]
    assert told.before == told.after is not None


def test_what_was_withdrawn_stands_where_it_was_asked_for(world: World, record: Reads) -> None:
    world.put(Thing.EVENT, event(1), event(2, status="cancelled"))
    world.put(Thing.EVENT, event(1, "2022-01-12"))
    world.commit(Retract(Thing.EVENT, "ev_00000001"))
    found = record()
    gone, other = found.walked(EventQuery(), found.head)
    (only,) = found.walked(EventQuery(status=Choice(("cancelled",))), found.head)

    assert gone.withdrawn
    assert (gone.rev, gone.revs, gone.after) == (4, (3, 2), None)
    assert other.id == only.id == "ev_00000002"


def test_sqlite_walks_by_revision_and_finds_the_withdrawn_by_their_index(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It would rather read all changes that there are, and sort them."""
    monkeypatch.setattr(changes, "FEW", 0)
    world = World(sqlite_url)
    world.begin()
    world.put(Thing.EVENT, event(1))
    asked: list[tuple[str, Any]] = []

    def note(_c: Any, _cursor: Any, statement: str, parameters: Any, *_more: Any) -> None:
        asked.append((statement, parameters))

    with world.database.reading() as connection:
        head = pin(connection)
        listen(connection, "before_cursor_execute", note)
        changes.page(connection, EventQuery(), world.directories.at(connection, head), head, 5)
        ((statement, parameters),) = (found for found in asked if "UNION" in found[0])
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
        steps = [row[3] for row in plan]
    world.close()

    of_changes = [step for step in steps if " changes " in step]
    assert of_changes == [
        "SEARCH changes USING INDEX sqlite_autoindex_changes_1 (rev<?)",
        "SEARCH changes USING INDEX ix_changes_retracted (type=? AND rev<?)",
    ]
    assert "SEARCH other USING INDEX ix_changes_entity (thing=? AND entity=? AND rev=?)" in steps
