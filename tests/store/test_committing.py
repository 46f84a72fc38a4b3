"""What a commit reads and writes: all that its changes can concern, once, and nothing else."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Connection, event

from app.domain.change import Nature
from app.domain.things import Thing
from app.errors import PreconditionFailed
from app.store import ledger
from app.store.check import check
from app.store.ledger import Entry, Put
from app.store.pins import pin
from app.store.redact import redact
from app.store.states import Seen, states
from tests.support import world as worlds
from tests.support.world import World, model, party

EVENT = "ev_00000001"
FULL: dict[str, Any] = {
    "slug": "talks",
    "topics": ["arms"],
    "participants": [party("russia"), party("france")],
    "identifiers": [{"scheme": "desk", "value": "one"}],
    "place": {"city": {"en": "Geneva"}},
}
# The tables of which there are rows for an event, by the member that they follow from alone.
FOLLOWING = {
    "slug": "slugs",
    "topics": "event_topics",
    "identifiers": "event_identifiers",
    "title": "event_texts",
    "place": "event_texts",
}


@contextmanager
def statements(world: World) -> Iterator[list[str]]:
    """What is said to the database by those who write."""
    said: list[str] = []

    def note(_c: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        said.append(statement)

    event.listen(world.database.writer, "before_cursor_execute", note)
    yield said
    event.remove(world.database.writer, "before_cursor_execute", note)


@pytest.mark.parametrize(
    ("members", "tables"),
    [
        ({"mode": "online"}, set()),
        ({"slug": "others"}, {"slugs"}),
        ({"topics": []}, {"event_topics"}),
        ({"identifiers": []}, {"event_identifiers"}),
        ({"title": {"en": "Others"}}, {"event_texts"}),
        ({"place": {"city": {"en": "Vienna"}}}, {"event_texts"}),
    ],
)
def test_rows_that_cannot_change_are_left_alone(
    world: World, members: dict[str, Any], tables: set[str]
) -> None:
    world.put(Thing.EVENT, worlds.event(1, **FULL))
    with statements(world) as said:
        world.put(Thing.EVENT, worlds.event(1, **FULL | members))

    assert {table for table in FOLLOWING.values() if any(table in s for s in said)} == tables
    assert check(world.database, world.directories) == []


@pytest.mark.parametrize("members", [{}, {"mode": "online"}, {"title": {"en": "Others"}}])
def test_all_rows_come_back_with_an_event_that_was_merged(
    world: World, members: dict[str, Any]
) -> None:
    """However like the document is to the one that it had then."""
    world.put(Thing.EVENT, worlds.event(1, **FULL), worlds.event(2, **members))
    world.commit(ledger.Merge(Thing.EVENT, EVENT, "ev_00000002"))
    world.commit(ledger.Restore(Thing.EVENT, EVENT, 1))

    assert check(world.database, world.directories) == []


def test_a_commit_of_many_makes_no_more_statements_than_one_of_two(world: World) -> None:
    def made(numbers: range, **members: Any) -> int:
        with statements(world) as said:
            world.put(Thing.EVENT, *(worlds.event(n, **members) for n in numbers))
        return len(said)

    made(range(1, 3))
    assert made(range(10, 12)) == made(range(20, 60))
    assert made(range(10, 12), mode="online") == made(range(20, 60), mode="online")


def _seen(connection: Connection) -> Seen:
    return Seen(pin(connection), {**states(connection, [(Thing.EVENT, EVENT)])})


def test_what_was_seen_is_not_read_again(world: World) -> None:
    world.put(Thing.EVENT, worlds.event(1))
    with world.database.writing() as connection, statements(world) as said:
        seen = _seen(connection)
        said.clear()
        done = _edited(world, connection, seen)

    assert done.steps[0].version == 2
    assert not [s for s in said if s.startswith("SELECT") and "document" in s]


def test_what_was_seen_of_a_former_head_counts_no_more(world: World) -> None:
    world.put(Thing.EVENT, worlds.event(1))
    with world.database.writing() as connection:
        seen = _seen(connection)
    world.put(Thing.EVENT, worlds.event(1, mode="hybrid"))

    with (
        pytest.raises(PreconditionFailed, match="version 2, not 1"),
        world.database.writing() as connection,
    ):
        _edited(world, connection, seen)


def test_what_was_seen_before_a_redaction_is_not_written_back(world: World) -> None:
    """The version is the same as it was; what is in it is not."""
    world.put(Thing.EVENT, worlds.event(1, summary={"en": "Removed by law."}))
    with world.database.writing() as connection:
        seen = _seen(connection)
        entry = Entry("a test", Nature.CORRECTION)
        redact(connection, world.directories, (Thing.EVENT, EVENT), ["summary"], entry)

    with (
        pytest.raises(PreconditionFailed, match="removed"),
        world.database.writing() as connection,
    ):
        _edited(world, connection, seen)


def _edited(world: World, connection: Connection, seen: Seen) -> ledger.Made:
    """A change of what was seen, made upon it."""
    told = seen.states[Thing.EVENT, EVENT].document | {"mode": "online"}
    change = Put(Thing.EVENT, model(Thing.EVENT, told), 1)
    entry = Entry("a test", Nature.WORLD)
    done = ledger.make(connection, world.directories, [change], entry, seen)
    assert done is not None
    return done
