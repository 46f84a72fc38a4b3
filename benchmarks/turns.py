"""Servers that take turns, round by round: what else the machine does meets all of them alike."""

from collections.abc import Sequence
from random import Random
from typing import NamedTuple

from benchmarks.client import paced, rate
from benchmarks.server import Server

# Of what it can do, for the times that answers take.
LOAD = 0.7


class Target(NamedTuple):
    """A server that takes its turn, with what it is asked, and lines of the requests' heads."""

    name: str
    server: Server
    addresses: Sequence[str]
    more: str = ""
    floor: str = "bare"


class Turn(NamedTuple):
    """Answers in a second, and the time of a core for each."""

    rate: float
    microseconds: float


class Waits(NamedTuple):
    """How long answers took at part of the load that a server can bear, in milliseconds."""

    p50: float
    p99: float


Turns = dict[str, list[Turn]]


def rounds(targets: Sequence[Target], count: int, seconds: float) -> Turns:
    """A turn of each in each round, after one for caches to fill."""
    turns: Turns = {target.name: [] for target in targets}
    for target in targets:
        turn(target, seconds)
    for _ in range(count):
        for target in targets:
            turns[target.name].append(turn(target, seconds))
    return turns


def turn(target: Target, seconds: float) -> Turn:
    """As many answers as it can give."""
    before = target.server.spent()
    done = rate(target.server.port, target.addresses, seconds, target.more)
    spent = target.server.spent() - before
    return Turn(done.answers / done.seconds, 1e6 * spent / max(1, done.answers))


def waits(target: Target, per_second: float, seconds: float, chance: Random | None = None) -> Waits:
    """At so many requests a second, which do not wait for one another: evenly, or by chance."""
    port = target.server.port
    took = sorted(paced(port, target.addresses, per_second, seconds, target.more, chance))
    return Waits(*(1_000 * took[int(share * (len(took) - 1))] for share in (0.5, 0.99)))
