"""Mirrors that are killed at any moment while the original is written to, and what they come to.

Beside them a mirror that notes its place before the commits that lead to it, which loses some.
"""

import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

from app.errors import Unavailable
from app.store import migrate
from app.store.check import check
from app.store.digest import Digests
from app.store.directory import Directories
from app.store.pins import pin
from app.store.sessions import Database
from tests.support.history import History
from tests.support.mirrors import differing, head, questions
from tests.support.postgres import running
from tests.support.process import started
from tests.support.world import World

# It says that it is ready once all is imported: a kill before that would show nothing.
MIRROR = "from app.cli import main; print('ready', flush=True); main()"
NAIVE = "from tests.support.naive import main; main()"
# Few commits on a page, so that there are many transactions to be killed in.
_SERVE = "from app.store import record; record.RUN = 20; from app.cli import main; main()"
_ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Scale:
    """How many of each: commits before the first run, kills, requests that are compared."""

    commits: int = 150
    kills: int = 3
    requests: int = 60
    # Transactions at most that a run may make before it is killed.
    moves: int = 3


@dataclass(frozen=True)
class Found:
    """What a trial came to: runs that were killed at work, and those that had ended before."""

    killed: int
    ended: int
    # Revisions at which the mirror stood after a kill.
    places: int
    rev: int
    missing: int
    same_digest: bool
    faults: int
    unlike: int

    @property
    def sound(self) -> bool:
        return self.same_digest and self.missing == self.faults == self.unlike == 0


LONG = Scale(commits=5_000, kills=100, requests=1_000, moves=5)


def main() -> None:
    """The long form, from each kind of database to each; KILLS and COMMITS may be given."""
    given = dict(zip(("kills", "commits"), map(int, sys.argv[2:]), strict=False))
    scale = replace(LONG, **given)
    for from_, to in (
        ("sqlite", "sqlite"),
        ("sqlite", "postgresql"),
        ("postgresql", "sqlite"),
        ("postgresql", "postgresql"),
    ):
        with database(from_) as one, database(to) as other:
            begun = time.perf_counter()
            found = trial(one, other, scale)
            print(f"{from_} to {to}: {found}, {time.perf_counter() - begun:.0f} s", flush=True)
    with database("sqlite") as one, database("sqlite") as other:
        print(f"control: {trial(one, other, Scale(kills=20), NAIVE)}", flush=True)


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


def trial(one: str, other: str, scale: Scale, program: str = MIRROR) -> Found:
    """Writes to one without end, mirrors it to the other, kills that again and again."""
    world = World(one)
    world.begin()
    # As many events are added as are withdrawn, more or less: so many that some are always left.
    history = History(world, seed=31, count=60 + scale.commits // 10)
    history.go_on(scale.commits)
    chance, killed, places = random.Random(37), 0, set[int]()
    with started(one, _SERVE) as (base, _):
        with writing(history):
            for _ in range(scale.kills):
                killed += was_killed(other, base, chance.randint(0, scale.moves), program)
                places.add(standing(other))
        last = subprocess.run(
            command(program, base), env=environment(other), cwd=_ROOT, check=False
        )
    assert program is not MIRROR or last.returncode == 0
    found = compared(one, other, scale, killed, len(places))
    world.close()
    return found


@contextmanager
def writing(history: History) -> Iterator[None]:
    """Commits for as long as the block lasts, some tens a second."""
    done = threading.Event()

    def write() -> None:
        while not done.wait(0.02):
            with suppress(Unavailable):
                history.go_on(1)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        yield
    finally:
        done.set()
        writer.join()


def was_killed(url: str, base: str, moves: int, program: str) -> bool:
    """Whether a run was still at work after so many transactions, and so was killed."""
    process = subprocess.Popen(
        command(program, base), env=environment(url), cwd=_ROOT, stdout=subprocess.PIPE
    )
    with process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        await_moves(url, moves, process)
        time.sleep(random.uniform(0, 0.05))
        with suppress(ProcessLookupError):
            os.kill(process.pid, signal.SIGKILL)
        return process.wait() == -signal.SIGKILL


def await_moves(url: str, moves: int, process: subprocess.Popen[bytes]) -> None:
    """Until the mirror has moved so often, or the run has ended."""
    before = standing(url)
    while moves and process.poll() is None:
        now = standing(url)
        moves -= now != before
        before = now


def command(program: str, base: str) -> list[str]:
    return [sys.executable, "-c", program, "sync", base]


def environment(url: str) -> dict[str, str]:
    given = {"DATABASE_URL": url, "OUTBOUND_NETWORKS": "127.0.0.0/8"}
    return {**os.environ, **{f"POURPARLERS_{name}": text for name, text in given.items()}}


def standing(url: str) -> int:
    database = Database(url)
    found = head(database)
    database.close()
    return found


def compared(one: str, other: str, scale: Scale, killed: int, places: int) -> Found:
    """Both records, by their digests, by the ledger's own check, and request by request."""
    here, there = Database(other), Database(one)
    newest = head(there)
    missing = newest - count(here)
    sound = missing == 0
    found = Found(
        killed=killed,
        ended=scale.kills - killed,
        places=places,
        rev=newest,
        missing=missing,
        same_digest=digest(there) == digest(here),
        faults=len(check(here, Directories())),
        unlike=len(differing(one, other, [*questions(scale.requests, newest)])) if sound else -1,
    )
    here.close()
    there.close()
    return found


def count(database: Database) -> int:
    """How many commits there are."""
    with database.reading() as connection:
        return int(connection.exec_driver_sql("SELECT count(*) FROM commits").scalar_one())


def digest(database: Database) -> str:
    with database.reading() as connection:
        return Digests().at(connection, pin(connection), most=None).digest


if __name__ == "__main__":
    main()
