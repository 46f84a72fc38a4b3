"""Addresses that lead inside, through the guard and without it; names that change their answer."""

import random
import time

import anyio

from tests.outbound import payloads
from tests.outbound.world import (
    Client,
    Internet,
    Names,
    checked_then_fetched,
    connected,
    each,
    guarded,
    internet,
    plain,
)
from tests.support.canary import OUTSIDE

ROUNDS = 1_000
CLIENTS: dict[str, Client] = {
    "guarded": guarded,
    "the network alone": connected,
    "control, plain httpx": plain,
    "control, looked at and then fetched": checked_then_fetched,
}
_ANSWERS = ((OUTSIDE,), ("127.0.0.1",), ("::1",), (OUTSIDE, "127.0.0.1"), ("::ffff:127.0.0.1",))


def main() -> None:
    """Prints for each client how many payloads and how many rounds reached the canary."""
    for name, client in CLIENTS.items():
        with internet() as world:
            begun = time.perf_counter()
            found = anyio.run(each, world, client, payloads.ALL)
            reached = sum(one.hits > 0 for one in found.values())
            rounds = anyio.run(rebinding, world, client)
            took = time.perf_counter() - begun
        print(f"{name}: {reached} of {len(payloads.ALL)} payloads reach the canary, ", end="")
        print(f"{rounds} of {ROUNDS} names that change; {took:.0f} s", flush=True)


async def rebinding(world: Internet, client: Client) -> int:
    """How many rounds reached it: in each, a name answers as chance has it."""
    chance, names, reached = random.Random(20), Names(), 0
    async with client(world, names) as ask:
        for _ in range(ROUNDS):
            before = world.canary.hits
            names.let("rebind.test", chance.choices(_ANSWERS, weights=(6, 1, 1, 1, 1), k=8))
            await ask(world.address("http://rebind.test:{p}/"))
            reached += world.canary.hits > before
    return reached
