"""The axis of a picture: days to pixels, and ticks from hours to centuries."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from math import ceil, floor
from typing import NamedTuple

from app.domain.zones import FIRST_DAY, LAST_DAY
from app.render.picture.widths import width
from app.render.picture.words import month_name, whole_day, whole_month

TICK_SIZE = 11
_GAP = 8
# A day of the month and the room beside it.
_NARROWEST = 14
FIRST, LAST = float(FIRST_DAY.toordinal()), float(LAST_DAY.toordinal() + 1)


@dataclass(frozen=True, slots=True)
class Scale:
    """Days `first` to `last` on pixels `left` to `right`."""

    first: float
    last: float
    left: float
    right: float

    @property
    def pixels_a_day(self) -> float:
        """How many pixels a day takes."""
        return (self.right - self.left) / (self.last - self.first)

    def x(self, day: float) -> float:
        """Where a day begins; what lies outside is at the edge."""
        inside = min(max(day, self.first), self.last)
        return self.left + (inside - self.first) * self.pixels_a_day


class Tick(NamedTuple):
    """A place on the axis with its label."""

    day: float
    label: str


class Axis(NamedTuple):
    """Ticks with their labels, and the wider units that they are in."""

    ticks: list[Tick]
    above: list[Tick]
    hours: bool


def axis(scale: Scale, lang: str, *, timed: bool) -> Axis:
    """The finest ticks whose labels have room; hours only where something has a time."""
    for step in _STEPS if timed else _STEPS[_HOURLY:]:
        if step.every * scale.pixels_a_day < _NARROWEST:
            continue  # Before any label is made: of the finest steps there would be thousands.
        ticks = step.ticks(scale, lang)
        above = step.above.ticks(scale, lang) if step.above else []
        if _have_room(ticks, scale) and _have_room(above, scale):
            return Axis(_inside(ticks, scale), _above(above, scale), step.hourly)
    return Axis([], [], hours=False)


def _have_room(ticks: list[Tick], scale: Scale) -> bool:
    """Only the first, which may begin before the axis, may be in want of it."""
    places = [scale.x(tick.day) for tick in ticks if tick.day <= scale.last]
    return all(
        here + width(tick.label, TICK_SIZE) + _GAP <= there
        for tick, (here, there) in zip(ticks[1:], pairwise(places[1:]), strict=False)
    )


def _inside(ticks: list[Tick], scale: Scale) -> list[Tick]:
    """Those that lie on the axis, without the label of one that would run out of the picture."""
    kept = [tick for tick in ticks if scale.first <= tick.day <= scale.last]
    return [
        tick
        if scale.x(tick.day) + 4 + width(tick.label, TICK_SIZE) <= scale.right
        else Tick(tick.day, "")
        for tick in kept
    ]


def _above(ticks: list[Tick], scale: Scale) -> list[Tick]:
    """Each at its beginning or at the edge, left out where the next would run into it."""
    ticks = [tick for tick in ticks if tick.day < scale.last]
    ends = [*(scale.x(tick.day) for tick in ticks), scale.right][1:]
    return [
        tick
        for tick, end in zip(ticks, ends, strict=True)
        if scale.x(tick.day) + width(tick.label, TICK_SIZE) + _GAP <= end
    ]


@dataclass(frozen=True, slots=True)
class Step:
    """A tick every so many days, about; the first is the last one before the axis begins."""

    every: float
    days: Callable[[float, float], Iterator[float]]
    label: Callable[[float, str], str]
    above: "Step | None" = None
    hourly: bool = False

    def ticks(self, scale: Scale, lang: str) -> list[Tick]:
        """From the one before the axis on."""
        return [Tick(day, self.label(day, lang)) for day in self.days(scale.first, scale.last)]


def _hours(every: int) -> Callable[[float, float], Iterator[float]]:
    def days(first: float, last: float) -> Iterator[float]:
        begin = floor(first * 24 / every)
        yield from (tick * every / 24 for tick in range(begin, floor(last * 24 / every) + 1))

    return days


def _days(every: int) -> Callable[[float, float], Iterator[float]]:
    def days(first: float, last: float) -> Iterator[float]:
        # Day 1 is a Monday, so weeks begin on one.
        begin = floor((first - 1) / every) * every + 1
        yield from map(float, range(max(begin, 1), ceil(last) + 1, every))

    return days


def _months(every: int) -> Callable[[float, float], Iterator[float]]:
    def days(first: float, last: float) -> Iterator[float]:
        start = _date(first)
        month = (start.year * 12 + start.month - 1) // every * every
        for number in range(month, _LAST_MONTH, every):
            if number < _FIRST_MONTH:
                continue
            day = float(date(number // 12, number % 12 + 1, 1).toordinal())
            if day > last:
                return
            yield day

    return days


# The first and the last month of the calendar are not whole, and have no name.
_FIRST_MONTH, _LAST_MONTH = 13, 9999 * 12 + 11


def _date(day: float) -> date:
    return date.fromordinal(int(min(max(day, FIRST), LAST - 1)))


def _hour_label(day: float, _lang: str) -> str:
    minutes = round(day % 1 * 1440)
    return f"{minutes // 60:02}:{minutes % 60:02}"


_EACH_YEAR = Step(365, _months(12), lambda day, _lang: f"{_date(day).year}")
_EACH_MONTH = Step(30, _months(1), lambda day, lang: whole_month(_date(day), lang))
_EACH_DAY = Step(1, _days(1), lambda day, lang: whole_day(_date(day), lang))
_HOURS = tuple(
    Step(every / 24, _hours(every), _hour_label, _EACH_DAY, hourly=True)
    for every in (1, 2, 3, 6, 12)
)
_HOURLY = len(_HOURS)
_STEPS = (
    *_HOURS,
    *(Step(n, _days(n), lambda day, _lang: f"{_date(day).day}", _EACH_MONTH) for n in (1, 7, 14)),
    *(
        Step(
            30 * n,
            _months(n),
            lambda day, lang: month_name(_date(day).month, lang),
            _EACH_YEAR,
        )
        for n in (1, 3, 6)
    ),
    *(
        Step(365 * n, _months(12 * n), _EACH_YEAR.label)
        for n in (1, 2, 5, 10, 20, 25, 50, 100, 200, 500, 1000, 2000)
    ),
)
