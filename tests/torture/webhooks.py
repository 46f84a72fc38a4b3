"""16 writers, an unsteady receiver, deliverers that are killed; and the same without an outbox.

`python -m tests.torture webhooks 100000` for so many commits; 2,000 without a number.
"""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import timedelta
from unittest import mock

from sqlalchemy import true

from app.store import leases
from tests.deliver.faults import Arrived, Unsteady, fire_and_forget, mortal, wanted, write
from tests.support.delivering import QUICK, Hooks, delivering
from tests.support.receiver import Received, Receiver, receiving
from tests.support.world import World
from tests.torture.once import database

WRITERS, COMMITS, EVERY = 16, 2_000, 250
TOGETHER = 200
# So many writers on SQLite keep a deliverer waiting for longer than the leases of other tests last.
PATIENT = replace(QUICK, lease=timedelta(seconds=60))


def main() -> None:
    """Prints for each database what arrived, and what does not where the guard is taken away."""
    commits = int(sys.argv[2]) if len(sys.argv) > 2 else COMMITS
    for kind in ("sqlite", "postgresql"):
        for name, run in RUNS.items():
            with record(kind) as world:
                begun = time.perf_counter()
                said = run(world, commits)
                print(f"{kind}: {name}: {said}; {time.perf_counter() - begun:.0f} s", flush=True)


@contextmanager
def record(kind: str) -> Iterator[World]:
    """A fresh one, of the small world."""
    with database(kind) as url:
        made = World(url)
        made.begin()
        yield made
        made.close()


def killed_and_unsteady(world: World, commits: int) -> str:
    """Three deliverers, one killed every so many messages; the receiver fails every fifth time."""
    with receiving(Unsteady(seed=3, down=3)) as receiver:
        Hooks(world.database).add(receiver.url)
        with mortal(world.url, receiver, count=3, every=EVERY) as killed:
            write(world.url, WRITERS, commits)
            receiver.wait_for(lambda: len(receiver.ids) == 2 * commits, 3600)
        told = described(receiver, world)
    return f"{told}, {len(killed)} killed"


def sent_once(world: World, commits: int) -> str:
    """The control: sent by the writer once its commit is done, and not kept."""
    with receiving(Unsteady(seed=3, down=3)) as receiver:
        write(world.url, WRITERS, commits, fire_and_forget(receiver.url))
        return described(receiver, world)


def many(world: World, _commits: int) -> str:
    """Five deliverers and ten webhooks: how often two requests for one met."""
    return met(world, lambda receivers: all(len(r.ids) == 2 * TOGETHER for r in receivers))


def many_without_leases(world: World, _commits: int) -> str:
    """The control, for ten seconds."""
    until = time.monotonic() + 10
    with mock.patch.object(leases, "_free", return_value=true()):
        return met(world, lambda _: time.monotonic() > until)


def met(world: World, done: Callable[[list[Receiver]], bool]) -> str:
    """What ten receivers saw until it was done."""
    with ExitStack() as stack:
        receivers = [stack.enter_context(receiving(brief)) for _ in range(10)]
        for receiver in receivers:
            Hooks(world.database).add(receiver.url)
        for _ in range(5):
            stack.enter_context(delivering(world.url, pace=PATIENT))
        write(world.url, WRITERS, TOGETHER)
        receivers[0].wait_for(lambda: done(receivers), 600)
    requests = sum(len(receiver.requests) for receiver in receivers)
    different = sum(len(receiver.ids) for receiver in receivers)
    together = sum(len(receiver.together) for receiver in receivers)
    return f"{requests} requests with {different} messages, {together} while another was answered"


def brief(_received: Received) -> int:
    time.sleep(0.002)
    return 204


def described(receiver: Receiver, world: World) -> str:
    """What arrived beside what there was to tell."""
    found = Arrived(receiver.told, wanted(world.url))
    again = len(receiver.taken) - len(receiver.ids)
    return (
        f"of {len(found.wanted)} messages {found.skipped} skipped, {found.out_of_order} out of "
        f"order, {again} taken again, {len(receiver.requests)} requests"
    )


RUNS: dict[str, Callable[[World, int], str]] = {
    "killed and unsteady": killed_and_unsteady,
    "control, sent once and not kept": sent_once,
    "five deliverers": many,
    "control, no leases": many_without_leases,
}
