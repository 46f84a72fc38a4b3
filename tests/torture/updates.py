"""Lost updates: sixteen clients that append to one list, event after event."""

import time

from tests.support.appending import CLIENTS, Appended, appended
from tests.support.world import World
from tests.torture.once import database

ROUNDS, EACH = 4, 25


def main() -> None:
    """Prints for each database how many appends were acknowledged, and how many were lost."""
    for kind in ("sqlite", "postgresql"):
        for guarded, rounds in ((True, ROUNDS), (False, 1)):
            begun = time.perf_counter()
            found = [_round(kind, guarded=guarded) for _ in range(rounds)]
            acknowledged = sum(one.acknowledged for one in found)
            lost, retried = sum(one.lost for one in found), sum(one.retried for one in found)
            what = "If-Match" if guarded else "control, If-Match: *"
            took = time.perf_counter() - begun
            print(
                f"{kind}: {what}: {CLIENTS} clients, {acknowledged} acknowledged, "
                f"{retried} told 412, {lost} lost, {took:.0f} s",
                flush=True,
            )


def _round(kind: str, *, guarded: bool) -> Appended:
    with database(kind) as url:
        world = World(url)
        world.begin()
        world.close()
        return appended(url, EACH, guarded=guarded)
