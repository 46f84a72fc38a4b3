"""Sixteen writers against readers of the feed: nothing skipped, repeated or out of order.

Some ask again and again, some listen to streams, one is told as a webhook by the same server.

Beside them the naive cursor, `id > last seen` over a sequence, which skips some.
"""

import itertools
import random
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from functools import partial

import httpx
from sqlalchemy import (
    BigInteger,
    Column,
    Identity,
    Integer,
    MetaData,
    Table,
    insert,
    select,
)

from app.domain.query import Choice, EventQuery
from app.domain.things import Thing
from app.errors import Unavailable
from app.store import feed, migrate
from app.store.sessions import Database
from tests.support.delivering import Hooks
from tests.support.postgres import running
from tests.support.process import started
from tests.support.receiver import receiving
from tests.support.sse import changes
from tests.support.world import World, event

# A revision, and an event that it changed.
Seen = list[tuple[int, str]]
# The last commit, by which every reader knows that it has come to the end.
LAST = "ev_99999999"


@dataclass(frozen=True)
class Scale:
    """How many of each, and commits in all."""

    commits: int
    writers: int = 16
    pollers: int = 4
    streams: int = 4
    receivers: int = 1
    workers: int = 2


@dataclass(frozen=True)
class Found:
    """What one reader saw of what there was."""

    reader: str
    entries: int
    skipped: int
    repeated: int
    disordered: int

    @property
    def sound(self) -> bool:
        return self.skipped == self.repeated == self.disordered == 0


def main() -> None:
    """The long form, with so many commits as are given, and a hundred thousand by default."""
    scale = Scale(int(sys.argv[2]) if len(sys.argv) > 2 else 100_000)
    for kind in ("sqlite", "postgresql"):
        with database(kind) as url:
            begun = time.perf_counter()
            for found in trial(url, scale):
                print(f"{kind}: {found}", flush=True)
            print(
                f"{kind}: {scale.commits} commits, {time.perf_counter() - begun:.0f} s", flush=True
            )
        with database(kind) as url:
            print(f"{kind}: control: {naive(url, Scale(2_000))}", flush=True)


@contextmanager
def database(kind: str) -> Iterator[str]:
    """A fresh one, migrated."""
    with ExitStack() as stack:
        if kind == "sqlite":
            url = f"sqlite:///{stack.enter_context(tempfile.TemporaryDirectory())}/record.db"
        else:
            url = stack.enter_context(running())
        migrate.upgrade(url)
        yield url


def trial(url: str, scale: Scale) -> list[Found]:
    """All of them at once against a server of several processes; what each reader saw."""
    world = World(url)
    world.begin()
    world.put(Thing.EVENT, *(event(n) for n in range(scale.writers)))
    filters = ("", "&status=held")
    with serving(url, scale) as base, ThreadPoolExecutor(64) as threads:
        readers: list[tuple[str, str, Future[Seen]]] = []
        for name, read, count in (
            ("poller", poll, scale.pollers),
            ("stream", stream, scale.streams),
            ("receiver", partial(told, Hooks(world.database)), scale.receivers),
        ):
            for number in range(count):
                asked = filters[number % 2]
                label = f"{name} {number} {asked}"
                readers.append((label, asked, threads.submit(read, base, asked, number)))
        share = scale.commits // scale.writers
        writing = [threads.submit(write, url, n, share) for n in range(scale.writers)]
        try:
            for writer in writing:
                writer.result()
        finally:
            # Without it the readers would wait for ever.
            patient(lambda: world.put(Thing.EVENT, event(int(LAST[3:]), status="held")))
        there = {asked: truth(world, asked) for asked in filters}
        found = [compared(name, future.result(), there[asked]) for name, asked, future in readers]
    world.close()
    return found


@contextmanager
def serving(url: str, scale: Scale) -> Iterator[str]:
    """A server of several processes, which also sends to receivers on this machine."""
    with started(url, workers=scale.workers, OUTBOUND_NETWORKS="127.0.0.0/8") as (base, _):
        yield base


def write(url: str, number: int, count: int) -> None:
    """So many commits to one event, each of which is seen under either filter."""
    world = World(url)
    for status in itertools.islice(itertools.cycle(["held", "confirmed"]), count):
        patient(partial(world.put, Thing.EVENT, event(number, status=status)))
    world.close()


def patient(commit: Callable[[], object]) -> None:
    """Tries again as a client does: SQLite lets one writer wait longer than it says it may."""
    while True:
        try:
            commit()
        except Unavailable:
            continue
        return


def poll(base: str, asked: str, number: int) -> Seen:
    """Asks again and again, in pages of changing sizes, until the last commit was told."""
    chance, seen = random.Random(number), Seen()
    with httpx.Client(timeout=60) as client:
        since = "0"
        while not seen or seen[-1][1] != LAST:
            size = chance.choice([1, 7, 50, 200])
            page = (
                client.get(f"{base}/v1/changes?since={since}&limit={size}{asked}")
                .raise_for_status()
                .json()
            )
            seen += [(item["rev"], item["id"]) for item in page["items"]]
            since = page["since"]
            if not page["items"]:
                time.sleep(0.02)
    return seen


def stream(base: str, asked: str, number: int) -> Seen:
    """Listens, breaks the connection at any moment, and comes back to where it was."""
    chance, seen, last = random.Random(number), Seen(), ""
    address = f"{base}/v1/changes/stream?since=0{asked}"
    while not seen or seen[-1][1] != LAST:
        headers = {"Last-Event-ID": last} if last else {}
        with (
            suppress(httpx.TransportError),
            httpx.stream("GET", address, headers=headers, timeout=60) as answer,
        ):
            answer.raise_for_status()
            heard = changes(answer.iter_raw(), last)
            for message in itertools.islice(heard, chance.randint(1, 100)):
                seen.append((message.change["rev"], message.change["id"]))
                last = message.id
                if seen[-1][1] == LAST:
                    break
    return seen


def told(hooks: Hooks, _base: str, asked: str, number: int) -> Seen:
    """Receives as a webhook, failing a few times; what came again under its id counts once."""
    with receiving() as receiver:
        # Each failure is a wait of five seconds, during which the others write.
        receiver.doing = lambda _: 500 if len(receiver.requests) % 900 == 10 * number + 5 else 204
        patient(partial(hooks.add, receiver.url, asked.removeprefix("&"), since=0))
        receiver.wait_for(lambda: receiver.last[1] == LAST, 3600)
        return receiver.told


def truth(world: World, asked: str) -> Seen:
    """What there was, read when all is quiet."""
    query = EventQuery(status=Choice(("held",))) if asked else EventQuery()
    seen, rev, more = Seen(), 0, True
    while more:
        with world.database.reading() as connection:
            found = feed.since(connection, world.directories, query, rev, 1_000)
        seen += [(entry.rev, entry.id) for entry in found.entries]
        rev, more = found.rev, found.more
    return seen


def compared(reader: str, seen: Sequence[tuple[int, str]], there: Seen) -> Found:
    """Out of order is what comes after something later."""
    return Found(
        reader=reader,
        entries=len(there),
        skipped=len(set(there) - set(seen)),
        repeated=len(seen) - len(set(seen)) + len(set(seen) - set(there)),
        disordered=sum(later < earlier for earlier, later in itertools.pairwise(seen)),
    )


naive_rows = Table(
    "naive",
    MetaData(),
    Column("id", BigInteger().with_variant(Integer(), "sqlite"), Identity(), primary_key=True),
    Column("writer", Integer, nullable=False),
)


def naive(url: str, scale: Scale) -> Found:
    """The control: rows numbered by a sequence, read by `id > last seen` while they are written.

    PostgreSQL's own sequence; SQLite has none, so one beside it that gives numbers as that does,
    whoever commits first.
    """
    base = Database(url)
    with base.writing() as connection:
        naive_rows.metadata.create_all(connection)
    numbers, lock, done = itertools.count(1), threading.Lock(), threading.Event()

    def number() -> dict[str, int]:
        with lock:
            return {"id": next(numbers)} if base.is_sqlite else {}

    def write(writer: int) -> None:
        chance = random.Random(writer)
        for _ in range(scale.commits // scale.writers):
            values = {"writer": writer, **number()}
            with base.writing() as connection:
                connection.execute(insert(naive_rows).values(values))
                # What else a commit writes takes its time.
                time.sleep(chance.random() / 1_000)

    with ThreadPoolExecutor(scale.writers + scale.pollers) as threads:
        reading = [threads.submit(_naive_poll, base, done) for _ in range(scale.pollers)]
        for writing in [threads.submit(write, n) for n in range(scale.writers)]:
            writing.result()
        done.set()
        seen = [reader.result() for reader in reading]
    with base.reading() as connection:
        there = [(id_, "") for id_ in connection.scalars(select(naive_rows.c.id))]
    base.close()
    return max((compared("naive cursor", one, there) for one in seen), key=lambda f: f.skipped)


def _naive_poll(base: Database, done: threading.Event) -> Seen:
    seen, last = Seen(), 0
    while True:
        ended = done.is_set()
        with base.reading() as connection:
            wanted = select(naive_rows.c.id).where(naive_rows.c.id > last).order_by(naive_rows.c.id)
            ids = connection.scalars(wanted).all()
        seen += [(id_, "") for id_ in ids]
        last = ids[-1] if ids else last
        if ended:
            return seen
