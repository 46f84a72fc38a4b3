"""Writers, a receiver that fails, deliverers that are killed: and what of it all arrives."""

import random
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from typing import Any, NamedTuple

import httpx

from app.domain.change import Nature
from app.domain.query import EventQuery
from app.domain.things import Thing
from app.errors import Unavailable
from app.store import ledger
from app.store.directory import Directories
from app.store.feed import since
from app.store.ledger import Entry
from app.store.pins import Pin
from app.store.sessions import Database
from tests.support.delivering import process
from tests.support.receiver import Received, Receiver
from tests.support.world import event, puts

Told = list[tuple[int, str]]
# What a writer does once its commit is done.
After = Callable[[Told], None]


class Arrived(NamedTuple):
    """What was told beside what there was to tell: revisions and events, in order."""

    told: Told
    wanted: Told

    @property
    def skipped(self) -> int:
        """How many never came."""
        return len(set(self.wanted) - set(self.told))

    @property
    def out_of_order(self) -> int:
        """How many came before one that they follow."""
        return sum(after < before for before, after in zip(self.told, self.told[1:], strict=False))


def write(url: str, writers: int, commits: int, after: After = lambda _: None) -> None:
    """So many commits, of two events each, by so many writers at once."""
    # A pool has fifteen connections, as each process of ours does.
    databases, directories = [Database(url) for _ in range(1 + writers // 8)], Directories()

    def one(number: int) -> None:
        made = [event(2 * number), event(2 * number + 1)]
        pin = committed(databases[number % len(databases)], made)
        assert pin is not None
        after([(pin.rev, document["id"]) for document in made])

    def committed(database: Database, made: list[dict[str, Any]]) -> Pin | None:
        entry = Entry("a test", Nature.WORLD)
        while True:
            # As a client does that is told 503: so many writers may keep one waiting for long.
            with suppress(Unavailable), database.writing() as connection:
                return ledger.commit(connection, directories, puts(Thing.EVENT, made), entry)

    with ThreadPoolExecutor(writers) as threads:
        for done in [threads.submit(one, number) for number in range(commits)]:
            done.result()
    for database in databases:
        database.close()


def wanted(url: str, after: int = 1) -> Told:
    """What there is to tell after a revision."""
    database, found = Database(url), Told()
    with database.reading() as connection:
        more = True
        while more:
            page = since(connection, Directories(), EventQuery(), after, 500)
            found += [(entry.rev, entry.id) for entry in page.entries]
            after, more = page.rev, page.more
    database.close()
    return found


class Unsteady:
    """Takes nothing at all at first, then fails every fifth time, by status or by hanging up."""

    def __init__(self, seed: int, down: float = 0.0) -> None:
        self._chance = random.Random(seed)
        self._until = time.monotonic() + down

    def __call__(self, _received: Received) -> int:
        if time.monotonic() < self._until or self._chance.random() < 0.1:
            raise ConnectionResetError
        return 500 if self._chance.random() < 0.1 else 204


def fire_and_forget(url: str) -> After:
    """The control: a message is sent once the commit is done, and that is that."""

    def send(told: Told) -> None:
        for rev, id_ in told:
            data = {"rev": rev, "id": id_, "effect": "entered"}
            headers = {"webhook-id": f"{rev}-{id_}"}
            with suppress(httpx.HTTPError):
                httpx.post(url, json={"data": data}, headers=headers, timeout=1)

    return send


@contextmanager
def mortal(
    url: str, receiver: Receiver, count: int = 2, every: int = 20, seed: int = 5
) -> Iterator[list[int]]:
    """So many deliverers beside each other; whenever so much more was taken, one is killed.

    Another begins in its place. What it gives grows with each that was killed.
    """
    killed, stopping, chance = list[int](), threading.Event(), random.Random(seed)

    def reap() -> None:
        with ExitStack() as stack:
            living = [stack.enter_context(process(url)) for _ in range(count)]
            while not stopping.wait(0.02):
                if len(receiver.taken) >= every * (len(killed) + 1):
                    doomed = living.pop(chance.randrange(count))
                    doomed.kill()
                    killed.append(doomed.wait())
                    living.append(stack.enter_context(process(url)))

    thread = threading.Thread(target=reap)
    thread.start()
    try:
        yield killed
    finally:
        stopping.set()
        thread.join()
