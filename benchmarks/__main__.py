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
    more: str = ""
    floor: str = "bare"


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
            Target(
                f"{size:,} events",
                stack.enter_context(served(cached(size), POURPARLERS_CACHE_MIB="0")),
                pages(),
            )
            for size in sizes
        ]
        sample = folder / "sample.http"
        sample.write_bytes(b"\r\n\r\n".join(answer(ours[0].server.port, ours[0].addresses[0])))
        floors = [
            Target(name, stack.enter_context(served(name, str(sample))), ours[0].addresses)
            for name in FLOORS
        ]
        last = ours[-1]
        nothing = {"POURPARLERS_CACHE_MIB": "0", "POURPARLERS_KEPT_MIB": "0"}
        nothing_kept = stack.enter_context(served(cached(sizes[-1]), **nothing))
        varied = [
            last._replace(name=f"{last.name}, nothing kept", server=nothing_kept),
            last._replace(name=f"{last.name}, an earlier revision", addresses=pages("&as_of=100")),
            last._replace(name=f"{last.name}, with members", addresses=pages("&via=members")),
        ]
        remembered = _remembered(stack, folder, cached(sizes[-1]))
        keep_to(0)
        targets = [*floors, *remembered, *ours, *varied]
        turns = _rounds(targets)
        _print_table(targets, turns)
        _print_growth(turns[ours[0].name], turns[last.name], f"{last.name} to {ours[0].name}")


def _remembered(stack: ExitStack, folder: Path, record: str) -> list[Target]:
    """One page again and again: plain, coded, known; each with a floor that sends the same."""
    page, server = pages()[:1], stack.enter_context(served(record))
    coded = "Accept-Encoding: br, gzip\r\n"
    sample = folder / "coded.http"
    head, body = answer(server.port, page[0], coded)
    sample.write_bytes(head + b"\r\n\r\n" + body)
    tag = head.lower().partition(b"\r\netag: ")[2].partition(b"\r\n")[0].decode()
    known = f"{coded}If-None-Match: {tag}\r\n"
    floor = stack.enter_context(served("bare", str(sample)))
    return [
        Target("bare, brotli", floor, page),
        Target("cached", server, page),
        Target("cached, brotli", server, page, coded, "bare, brotli"),
        Target("cached, 304", server, page, known),
    ]


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
    found = rate(target.server.port, target.addresses, SECONDS, target.more)
    spent = target.server.spent() - before
    return Turn(found, 1e6 * spent / (found * SECONDS))


def _print_table(targets: list[Target], turns: dict[str, list[Turn]]) -> None:
    """The ratio is that of the times of a core: what else the machine does is not in it."""
    print("| what | answers/s | µs of the core | floor : it, least | median | most |")
    print("|---|---|---|---|---|---|")
    for name, _, _, _, floor in targets:
        pairs = zip(turns[name], turns[floor], strict=True)
        ratios = [bare.microseconds / ours.microseconds for ours, bare in pairs]
        shares = " | ".join(f"{share:.3f}" for share in (min(ratios), median(ratios), max(ratios)))
        rates, costs = (median(values) for values in zip(*turns[name], strict=True))
        print(f"| {name} | {rates:,.0f} | {costs:,.0f} | {shares} |")


def _print_growth(small: list[Turn], large: list[Turn], what: str) -> None:
    growth = [b.microseconds / a.microseconds for a, b in zip(small, large, strict=True)]
    print(f"\nA page of {what}: {median(growth):.2f} ({min(growth):.2f} to {max(growth):.2f})")


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [*SIZES])
