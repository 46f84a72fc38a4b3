"""The feed says what each commit did under a filter, as plain Python over all events says it."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest
from sqlalchemy import Connection, select

from app.domain.change import ChangeType
from app.domain.difference import Effect
from app.domain.directory import Directory
from app.domain.event import Event
from app.domain.facts import facts
from app.domain.feed import Entry, Place
from app.domain.listing import Recorded
from app.domain.query import EventQuery, Via
from app.domain.source import Statement
from app.domain.things import Thing
from app.domain.window import parse_window
from app.store import feed, judging, moved, touches
from app.store.directory import Directories
from app.store.documents import listed
from app.store.feed import Touches
from app.store.ledger import Retract
from app.store.moved import Moved
from app.store.pins import Pin, pin
from app.store.tables import versions
from tests.support.chance import queries
from tests.support.history import History
from tests.support.world import World, actor, event, member, party

EVERY, FILTERS = 10_000, 40
Told = tuple[int, str, Effect]


@pytest.fixture
def history(world: World) -> History:
    """Thirty events, then sixty commits."""
    made = History(world, seed=17, count=30)
    made.go_on(60)
    return made


class Naive:
    """Every event and statement of every revision, and what that means under a filter."""

    def __init__(self, world: World, connection: Connection) -> None:
        self.world, self.connection = world, connection
        self.head = pin(connection).rev
        self.directories: dict[int, Any] = {}
        self.stood: dict[Any, Any] = {}
        self.states = [self._state(rev) for rev in range(1, self.head + 1)]

    def told(self, query: EventQuery) -> list[Told]:
        """By revision and id: before and after each commit, all events."""
        known: dict[Any, bool] = {}
        answers = [self._answer(query, known, *state) for state in self.states]
        return [
            (rev, id_, effect)
            for rev, (was, now) in enumerate(pairwise(answers), 2)
            for id_ in sorted(was.keys() | now.keys())
            if (effect := self._effect(rev, id_, was, now))
        ]

    def _effect(
        self, rev: int, id_: str, was: dict[str, Any], now: dict[str, Any]
    ) -> Effect | None:
        if id_ in was and id_ in now:
            return Effect.CHANGED if was[id_] != now[id_] else None
        if id_ in now:
            return Effect.ENTERED
        return Effect.LEFT if id_ in self.states[rev - 1][0] else Effect.RETRACTED

    def _state(self, rev: int) -> tuple[dict[str, tuple[Recorded, Event]], Any, Any]:
        pinned = pin(self.connection, rev)
        events, _ = listed(self.connection, Thing.EVENT, pinned, EVERY)
        said, _ = listed(self.connection, Thing.STATEMENT, pinned, EVERY)
        read = {item.id: (item, Event.model_validate(item.document)) for item in events}
        about: dict[str, dict[Any, Statement]] = {}
        for item in said:
            statement = Statement.model_validate(item.document)
            for event_ in {a.event for a in statement.about}:
                about.setdefault(event_, {})[item.id, item.version] = statement
        # Kept, so that its identity stands for it.
        directory = self.directories.setdefault(
            pinned.directory_rev, self.world.directories.at(self.connection, pinned)
        )
        return read, about, directory

    def _answer(
        self, query: EventQuery, known: dict[Any, bool], events: Any, said: Any, directory: Any
    ) -> dict[str, Any]:
        """What is there, each with all that is its own. What is as it was before is `known`."""
        found = {}
        for id_, (item, read) in events.items():
            about = said.get(id_, {})
            key = id_, item.version, tuple(about), id(directory)
            if key not in known:
                known[key] = query.matches(read, directory, about.values())
            if known[key]:
                found[id_] = (
                    item.version,
                    {s for s, _ in about},
                    self._standings(key, read, directory),
                )
        return found

    def _standings(self, key: Any, read: Event, directory: Any) -> Any:
        if key not in self.stood:
            self.stood[key] = frozenset(facts(read, directory).standings)
        return self.stood[key]


def _walked(world: World, connection: Connection, query: EventQuery, limit: int) -> Iterator[Entry]:
    """Page by page, each read anew, as a client asks."""
    place, more = Place(1), True
    while more:
        found = feed.page(
            Touches(connection, world.directories, pin(connection)), query, place, limit
        )
        assert len(found.entries) <= limit
        assert found.place != place
        yield from found.entries
        place, more = found.place, found.more
    assert place == Place(pin(connection).rev)


def _in_whole_revisions(
    world: World, connection: Connection, query: EventQuery, limit: int
) -> Iterator[Entry]:
    rev, more = 1, True
    while more:
        found = feed.since(connection, world.directories, query, rev, limit)
        assert all(rev < entry.rev <= found.rev for entry in found.entries)
        yield from found.entries
        rev, more = found.rev, found.more
    assert rev == pin(connection).rev


def _said(entries: Iterator[Entry]) -> list[Told]:
    return [(entry.rev, entry.id, entry.effect) for entry in entries]


def disagreements(world: World, limit: int) -> Iterator[EventQuery]:
    """Filters whose feed is another than the naive one, or which is split otherwise."""
    with world.database.reading() as connection:
        naive = Naive(world, connection)
        for query in queries(FILTERS, seed=23):
            expected = naive.told(query)
            if not (
                _said(_walked(world, connection, query, limit)) == expected
                and _said(_in_whole_revisions(world, connection, query, limit)) == expected
            ):
                yield query


SMALL = {"BATCH": 3, "MOST": 20}


# As it is; and in the smallest parts, with each commit that touches the directory compared whole.
@pytest.mark.parametrize("parts", [{}, SMALL], ids=["as it is", "in small parts"])
def test_the_feed_is_what_all_events_before_and_after_each_commit_say(
    history: History, monkeypatch: pytest.MonkeyPatch, parts: dict[str, int]
) -> None:
    for name, value in parts.items():
        monkeypatch.setattr(feed, name, value)
    if parts:
        monkeypatch.setattr(feed, "RUN", 7)
        monkeypatch.setattr(moved, "MOST", 0)

    assert list(disagreements(history.world, 3 if parts else 50)) == []


NOTHING: frozenset[str] = frozenset()
OVERLOOKED: dict[str, tuple[Any, str, object]] = {
    "statements": (touches, "_told", NOTHING),
    "the directory": (feed, "replaced", Moved(NOTHING, NOTHING)),
    "for whom actors act": (moved, "touched", NOTHING),
    "whom else the filter means": (moved, "_reread_actors", NOTHING),
    "which forums it means": (moved, "_reread_forums", NOTHING),
    "what changed elsewhere": (judging, "elsewhere", []),
}


@pytest.mark.parametrize("part", OVERLOOKED)
def test_a_sort_of_change_that_is_overlooked_is_noticed(
    history: History, monkeypatch: pytest.MonkeyPatch, part: str
) -> None:
    """The controls: each reason for which a commit may concern an event is needed."""
    module, name, nothing = OVERLOOKED[part]
    monkeypatch.setattr(module, name, lambda *_: nothing)

    assert next(disagreements(history.world, 50), None) is not None


def _all(world: World, query: EventQuery | None, after: int = 1) -> list[Entry]:
    with world.database.reading() as connection:
        return feed.since(connection, world.directories, query, after, EVERY).entries


def _shown(entries: list[Entry]) -> list[tuple[int, str, Effect, list[ChangeType]]]:
    return [(e.rev, e.id[-1], e.effect, [c.type for c in e.changes]) for e in entries]


def test_each_commit_is_told_on_its_own_with_what_it_did(world: World) -> None:
    january = EventQuery(window=parse_window("2022-01"))
    world.put(Thing.EVENT, event(1), event(2), event(3, "2022-03-01"))
    world.put(Thing.EVENT, event(1, status="confirmed"))
    world.put(Thing.EVENT, event(1, "2022-02-01", status="held"), event(2, "2022-01-11"))
    world.put(Thing.EVENT, event(1, "2022-02-02", status="held"))
    world.put(Thing.EVENT, event(1, "2022-01-12", status="held"))
    world.commit(Retract(Thing.EVENT, "ev_00000002"), Retract(Thing.EVENT, "ev_00000003"))

    assert _shown(_all(world, january)) == [
        (2, "1", Effect.ENTERED, [ChangeType.CREATED]),
        (2, "2", Effect.ENTERED, [ChangeType.CREATED]),
        (3, "1", Effect.CHANGED, [ChangeType.STATUS_CHANGED]),
        (4, "1", Effect.LEFT, [ChangeType.STATUS_CHANGED, ChangeType.RESCHEDULED]),
        (4, "2", Effect.CHANGED, [ChangeType.RESCHEDULED]),
        (6, "1", Effect.ENTERED, [ChangeType.RESCHEDULED]),
        (7, "2", Effect.RETRACTED, [ChangeType.RETRACTED]),
    ]
    assert [e.item and (e.item.version, e.item.rev) for e in _all(world, january, 2)] == [
        (2, 3), None, (2, 4), (5, 6), None,
    ]  # fmt: skip


def test_a_membership_and_a_term_of_office_move_events_that_stay_as_they_are(world: World) -> None:
    nato = EventQuery(actors=(("nato",),), via=(Via.MEMBERS,))
    without = EventQuery(not_actors=("nato",), via=(Via.MEMBERS,))
    world.put(Thing.EVENT, event(1, participants=[party("finland"), party("lavrov")]))
    world.put(Thing.ACTOR, actor("finland", relations=[member("nato", **{"from": "2021"})]))
    world.put(Thing.ACTOR, actor("lavrov", "person"))

    changed = [ChangeType.AFFILIATION_CHANGED]
    russia = EventQuery(actors=(("russia",),))
    assert _shown(_all(world, nato, 2)) == [
        (3, "1", Effect.ENTERED, []),
        (4, "1", Effect.CHANGED, changed),
    ]
    assert _shown(_all(world, without, 2)) == [(3, "1", Effect.LEFT, [])]
    assert _shown(_all(world, russia, 2)) == [(4, "1", Effect.LEFT, changed)]
    assert [(e.reason, e.nature, e.source) for e in _all(world, russia, 3)] == [
        ("because", "world", None)
    ]


def test_all_things_come_with_their_documents_in_the_order_of_the_commits(
    history: History,
) -> None:
    world = history.world
    kept: dict[tuple[str, str], Any] = {}
    for entry in _all(world, None, 0):
        kept.pop(entry.key, None)
        assert (entry.document is None) == (entry.effect is Effect.RETRACTED)
        if entry.document is not None:
            kept[entry.key] = entry.document

    with world.database.reading() as connection:
        for thing in Thing:
            items, _ = listed(connection, thing, pin(connection), EVERY)
            assert {i.id: i.document for i in items} == {
                id_: document for (of, id_), document in kept.items() if of == thing
            }
        begun = connection.execute(select(versions.c.from_rev, versions.c.entity)).all()
    assert {(e.rev, e.id) for e in _all(world, None, 0)} >= {tuple(row) for row in begun}


def test_a_commit_larger_than_a_page_is_told_whole_or_in_pages(world: World) -> None:
    world.put(Thing.EVENT, *(event(n) for n in range(400)))
    world.put(Thing.EVENT, event(0, status="held"))
    with world.database.reading() as connection:
        whole = feed.since(connection, world.directories, EventQuery(), 1, 10)
        assert (len(whole.entries), whole.rev, whole.more) == (400, 2, True)
        walked = [*_walked(world, connection, EventQuery(), 10)]
    assert _said(iter(walked)) == _said(iter(_all(world, EventQuery())))
    assert len(walked) == 401


def test_a_reader_at_the_end_is_told_nothing(world: World) -> None:
    world.put(Thing.EVENT, event(1))

    with world.database.reading() as connection:
        ended = feed.since(connection, world.directories, EventQuery(), 2, 10)
        start = Place(2, None)
        page = feed.page(Touches(connection, world.directories, pin(connection)), None, start, 5)
    assert (ended.entries, ended.rev, ended.more) == ([], 2, False)
    assert (page.entries, page.place, page.more) == ([], Place(2), False)


def test_the_cost_follows_the_commits_since_and_not_the_record(sqlite_url: str) -> None:
    """Counted in the steps of SQLite's machine: behind twenty events, and behind two thousand."""
    world = World(sqlite_url)
    world.begin()
    world.put(Thing.EVENT, *(event(n, participants=[party("france")]) for n in range(20)))
    small = _steps(world)
    world.put(Thing.EVENT, *(event(n, participants=[party("france")]) for n in range(20, 2_000)))
    large = _steps(world)
    world.close()
    assert large < 1.25 * small


def _steps(world: World) -> int:
    """For a page after one more commit."""
    world.put(Thing.EVENT, event(0, status="held"))
    query = EventQuery(actors=(("france",),), window=parse_window("2022-01"))
    steps = 0

    def count() -> int:
        nonlocal steps
        steps += 1
        return 0

    with world.database.reading() as connection:
        after = pin(connection).rev - 1
        feed.since(connection, world.directories, query, after, 50)
        driver = connection.connection.driver_connection
        assert driver is not None
        driver.set_progress_handler(count, 1)
        feed.since(connection, world.directories, query, after, 50)
        driver.set_progress_handler(None, 1)
    world.put(Thing.EVENT, event(0))
    return steps


def test_a_page_looks_at_few_directories(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each is made anew for a page that goes through them: it ends after some, and misses none."""
    world.put(Thing.EVENT, event(1, participants=[party("russia")]))
    for number in range(60):
        world.put(Thing.ACTOR, actor("finland", names={"en": f"Finland {number}"}))
    last = world.put(Thing.EVENT, event(1, "2022-02", participants=[party("russia")]))
    made: list[int] = []
    read = Directories._read

    def noting(self: Directories, connection: Connection, pin: Pin) -> Directory:
        made.append(pin.rev)
        return read(self, connection, pin)

    monkeypatch.setattr(Directories, "_read", noting)
    assert last is not None
    found, place, most, pages = [], Place(last.rev - 61), 0, 0
    while place.rev < last.rev:
        made.clear()
        with world.database.reading() as connection:
            new = Touches(connection, Directories(), pin(connection))
            told = feed.page(new, EventQuery(), place, 5)
        found += [(entry.rev, entry.effect) for entry in told.entries]
        place, most, pages = told.place, max(most, len(made)), pages + 1

    assert found == [(last.rev, Effect.CHANGED)]
    assert most <= 1 + (feed.MOST + feed.BATCH) // feed.DIRECTORY + 1
    assert pages == 3
