"""`python -m benchmarks [SIZE …]`: what a page costs, as a ratio to a bare application's."""

import sys
from statistics import median

from benchmarks.bare import FLOORS
from benchmarks.build import cached
from benchmarks.questions import pages
from benchmarks.server import keep_to
from benchmarks.targets import NO_CACHE, NOTHING_KEPT, bench
from benchmarks.turns import Target, Turn, Turns, rounds

SIZES = (1_000, 100_000, 1_000_000)
ROUNDS, SECONDS = 25, 0.4


def main(sizes: list[int]) -> None:
    """Builds what is missing, measures, prints a table."""
    with bench() as servers:
        ours = [
            Target(f"{size:,} events", servers.ours(cached(size), **NO_CACHE), pages())
            for size in sizes
        ]
        floors = servers.floors([*FLOORS], ours[0].server.port, ours[0].addresses)
        last = ours[-1]
        nothing_kept = servers.ours(cached(sizes[-1]), **NOTHING_KEPT)
        varied = [
            last._replace(name=f"{last.name}, nothing kept", server=nothing_kept),
            last._replace(name=f"{last.name}, an earlier revision", addresses=pages("&as_of=100")),
            last._replace(name=f"{last.name}, with members", addresses=pages("&via=members")),
        ]
        remembered = servers.remembered(cached(sizes[-1]))
        keep_to(0)
        targets = [*floors, *remembered, *ours, *varied]
        turns = rounds(targets, ROUNDS, SECONDS)
        _print_table(targets, turns)
        _print_growth(turns[ours[0].name], turns[last.name], f"{last.name} to {ours[0].name}")


def _print_table(targets: list[Target], turns: Turns) -> None:
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
