"""How often and by how many days events were moved: what a promised date is worth."""

from collections.abc import Iterable
from dataclasses import dataclass
from statistics import quantiles
from typing import NamedTuple


class Slip(NamedTuple):
    """One move of an event by the world; `days` is null where a start was not known to the day."""

    event: str
    days: int | None


class Spread(NamedTuple):
    """Five numbers of days, later ones positive: the quartiles include the least and the most."""

    least: float
    first_quartile: float
    median: float
    third_quartile: float
    most: float


@dataclass(frozen=True, slots=True)
class Slips:
    """Of so many events, how many moved, how often, and by how many days.

    `later` and `earlier` count moves of a known length; one of the same day moved by the hour.
    """

    events: int
    moved: int
    moves: int
    later: int
    earlier: int
    days: Spread | None

    @property
    def share(self) -> float:
        """The part of the events that moved, from 0 to 1."""
        return self.moved / self.events


def slips(events: int, found: Iterable[Slip]) -> Slips:
    """The summary of the moves of so many events, one at least."""
    made = list(found)
    days = sorted(slip.days for slip in made if slip.days is not None)
    return Slips(
        events=events,
        moved=len({slip.event for slip in made}),
        moves=len(made),
        later=sum(day > 0 for day in days),
        earlier=sum(day < 0 for day in days),
        days=_spread(days) if days else None,
    )


def _spread(days: list[int]) -> Spread:
    """By linear interpolation between the closest, as spreadsheets and NumPy do by default."""
    # Of a single move all five are its own.
    low, middle, high = quantiles(days * (2 if len(days) == 1 else 1), n=4, method="inclusive")
    return Spread(days[0], low, middle, high, days[-1])
