"""What came of an attempt is written, though others keep SQLite busy for long."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest
from anyio.from_thread import start_blocking_portal
from sqlalchemy import event as event_

from app.deliver import deliverer
from app.deliver.running import beside
from app.domain.things import Thing
from app.store.sessions import Database
from tests.support.delivering import QUICK, Hooks, means_for
from tests.support.receiver import Received, receiving
from tests.support.world import World, event

# Seconds for which a deliverer waits for SQLite, and those for which a writer holds it.
PATIENCE, HELD = 0.3, 0.5


@contextmanager
def impatient(url: str) -> Iterator[None]:
    """A deliverer whose database waits for others for less than it does otherwise."""
    database = Database(url)
    wait = f"PRAGMA busy_timeout = {PATIENCE * 1000:.0f}"
    event_.listen(database.writer, "connect", lambda connection, _: connection.execute(wait))
    made = means_for(database, pace=replace(QUICK, lease=timedelta(seconds=3)))
    with start_blocking_portal() as portal, portal.wrap_async_context_manager(beside(made)):
        yield
    database.close()


def requests_while_busy(world: World) -> int:
    """How many requests one message took, where SQLite is held while the first is answered."""
    holding = threading.Event()

    def hold() -> None:
        with world.database.writing():
            holding.set()
            time.sleep(HELD)

    def holds(_received: Received) -> int:
        if len(receiver.requests) == 1:
            threading.Thread(target=hold).start()
            holding.wait()
        return 204

    with receiving(holds) as receiver:
        hooks = Hooks(world.database)
        hook = hooks.add(receiver.url)
        world.put(Thing.EVENT, event(1))
        with impatient(world.url):
            receiver.wait_for(lambda: hooks.get(hook).standing.place.rev == 2)
        return len(receiver.requests)


@pytest.fixture
def on_sqlite(sqlite_url: str) -> Iterator[World]:
    made = World(sqlite_url)
    made.begin()
    yield made
    made.close()


def test_what_came_of_it_is_written_all_the_same(on_sqlite: World) -> None:
    assert requests_while_busy(on_sqlite) == 1


def test_given_up_it_would_be_sent_again(on_sqlite: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control."""
    monkeypatch.setattr(deliverer, "_TRIES", 1)

    assert requests_while_busy(on_sqlite) == 2
