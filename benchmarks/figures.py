"""What a run has measured, and how its ratios are made: each round with itself, then the median."""

from dataclasses import dataclass, field
from statistics import median
from typing import NamedTuple

from benchmarks.turns import Turns, Waits


class Memory(NamedTuple):
    """Of a server after its turns, in MiB: all it holds, and its share where it shares."""

    rss: float
    pss: float


@dataclass
class Figures:
    """By the names of targets, an entry a round; `series` holds what is no target's.

    `facts` says of the machine what only this run knows.
    """

    sizes: list[int]
    turns: Turns = field(default_factory=dict)
    waits: dict[str, list[Waits]] = field(default_factory=dict)
    memory: dict[str, Memory] = field(default_factory=dict)
    series: dict[str, list[float]] = field(default_factory=dict)
    facts: dict[str, str] = field(default_factory=dict)

    @property
    def largest(self) -> int:
        """The most events of a record."""
        return max(self.sizes)

    @property
    def compared(self) -> int:
        """How many events others are asked about: the size at which they can still be built."""
        return max((size for size in self.sizes if size <= 100_000), default=min(self.sizes))

    def times(self, slow: str, fast: str) -> list[float]:
        """How many times the core's time of one the other takes; nothing where one is missing."""
        pairs = zip(self.turns.get(slow, []), self.turns.get(fast, []), strict=False)
        return [a.microseconds / b.microseconds for a, b in pairs]

    def spread(self, name: str) -> list[float]:
        """p99 in p50s."""
        return [wait.p99 / wait.p50 for wait in self.waits.get(name, [])]

    def microseconds(self, name: str) -> float:
        """The median of the time of a core that an answer takes."""
        return median(turn.microseconds for turn in self.turns[name])

    def note(self, name: str, value: float) -> None:
        """Adds to a series."""
        self.series.setdefault(name, []).append(value)


def uncached(size: int) -> str:
    """The name of the target that makes every page anew."""
    return f"uncached, {size:,} events"
