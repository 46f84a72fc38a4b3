"""`python -m benchmarks [SIZE …]`: what a page costs, as a ratio to a bare application's.

The servers take turns, round after round, so that what else the machine does meets them alike.
"""

import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from random import Random
from statistics import median
from typing import NamedTuple

from benchmarks.bare import FLOORS
from benchmarks.build import cached
from benchmarks.cast import ACTORS
from benchmarks.client import answer, rate
from benchmarks.lives import DAYS, FIRST_DAY
from benchmarks.server import Server, keep_to, served

SIZES = (1_000, 100_000, 1_000_000)
ROUNDS, SECONDS, PAGES = 25, 0.4, 2_000


class Target(NamedTuple):
    """A server that takes its turn."""

    name: str
    server: Server
    addresses: list[str]


class Turn(NamedTuple):
    """What a server did in its turn."""

    rate: float
    microseconds: float


def pages(more: str = "") -> list[str]:
    """Full pages of 20: one of the six busiest actors, from some day on.

    No two are alike, so that nothing is answered from memory.
    """
    chance, found = Random(1), dict[str, None]()
    while len(found) < PAGES:
        day = FIRST_DAY.fromordinal(FIRST_DAY.toordinal() + chance.randrange(DAYS // 2))
        actor = ACTORS.ids[chance.randrange(6)]
        found[f"/v1/events?actor={actor}&date={day}/..&limit=20{more}"] = None
    return [*found]


def main(sizes: list[int]) -> None:
    """Builds what is missing, measures, prints a table."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        ours = [
            Target(f"{size:,} events", stack.enter_context(served(cached(size))), pages())
            for size in sizes
        ]
        sample = folder / "sample.http"
        sample.write_bytes(b"\r\n\r\n".join(answer(ours[0].server.port, ours[0].addresses[0])))
        floors = [
            Target(name, stack.enter_context(served(name, str(sample))), ours[0].addresses)
            for name in FLOORS
        ]
        last = ours[-1]
        nothing_kept = stack.enter_context(served(cached(sizes[-1]), POURPARLERS_KEPT_MIB="0"))
        varied = [
            last._replace(name=f"{last.name}, nothing kept", server=nothing_kept),
            last._replace(name=f"{last.name}, an earlier revision", addresses=pages("&as_of=100")),
            last._replace(name=f"{last.name}, with members", addresses=pages("&via=members")),
        ]
        keep_to(0)
        turns = _rounds([*floors, *ours, *varied])
        _print_table(turns)
        _print_growth(turns[ours[0].name], turns[last.name], f"{last.name} to {ours[0].name}")


def _rounds(targets: list[Target]) -> dict[str, list[Turn]]:
    turns: dict[str, list[Turn]] = {target.name: [] for target in targets}
    for target in targets:
        _turn(target)  # The first is for caches to fill.
    for _ in range(ROUNDS):
        for target in targets:
            turns[target.name].append(_turn(target))
    return turns


def _turn(target: Target) -> Turn:
    before = target.server.spent()
    found = rate(target.server.port, target.addresses, SECONDS)
    spent = target.server.spent() - before
    return Turn(found, 1e6 * spent / (found * SECONDS))


def _print_table(turns: dict[str, list[Turn]]) -> None:
    print("| what | answers/s | µs of the core | ratio to bare: least | median | most |")
    print("|---|---|---|---|---|---|")
    for name, found in turns.items():
        ratios = [ours.rate / bare.rate for ours, bare in zip(found, turns["bare"], strict=True)]
        shares = " | ".join(f"{share:.3f}" for share in (min(ratios), median(ratios), max(ratios)))
        rates, costs = (median(values) for values in zip(*found, strict=True))
        print(f"| {name} | {rates:,.0f} | {costs:,.0f} | {shares} |")


def _print_growth(small: list[Turn], large: list[Turn], what: str) -> None:
    growth = [b.microseconds / a.microseconds for a, b in zip(small, large, strict=True)]
    print(f"\nA page of {what}: {median(growth):.2f} ({min(growth):.2f} to {max(growth):.2f})")


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [*SIZES])
