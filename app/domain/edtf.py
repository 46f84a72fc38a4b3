"""The EDTF text of a date: the part of ISO 8601-2 (2019) that the record speaks, read strictly.

Section names are those of the EDTF specification, https://www.loc.gov/standards/datetime/.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, time
from enum import Enum, IntEnum, auto
from functools import lru_cache
from typing import NamedTuple

from app.domain.edtfhints import MONTHS, DateProblem, malformed, require_plain
from app.domain.zones import FIRST_DAY, LAST_DAY

__all__ = ["Bounds", "DateProblem", "Edtf", "Point", "Shape", "Unit", "parse", "parse_point"]


class Unit(IntEnum):
    """How finely a date is told; the coarser, the greater."""

    MINUTE = auto()
    DAY = auto()
    MONTH = auto()
    SEASON = auto()
    YEAR = auto()
    DECADE = auto()
    CENTURY = auto()


class Shape(Enum):
    """One date, an interval from one to another, or one date out of a range (a set)."""

    DATE = auto()
    INTERVAL = auto()
    SET = auto()


class Bounds(NamedTuple):
    """The civil days between which it starts and ends; None where nothing is known."""

    earliest_start: date | None = None
    latest_start: date | None = None
    earliest_end: date | None = None
    latest_end: date | None = None


@dataclass(frozen=True, slots=True)
class Point:
    """One date: the first and last day it may mean, both included.

    `part` is set where digits are unspecified below the unit: 1985-04-XX is one day (the part)
    of a month (the unit). `clock` is local at the venue.
    """

    first: date
    last: date
    unit: Unit
    part: Unit | None = None
    clock: time | None = None
    qualifier: str = ""

    @property
    def approximate(self) -> bool:
        """Level 1, Qualification of a date: `~`, and `%` which is both."""
        return self.qualifier in ("~", "%")

    @property
    def uncertain(self) -> bool:
        """Level 1, Qualification of a date: `?`, and `%` which is both."""
        return self.qualifier in ("?", "%")

    @property
    def sort_key(self) -> tuple[date, time]:
        """The first moment it may mean."""
        return self.first, self.clock or time.min


@dataclass(frozen=True, slots=True)
class Edtf:
    """A date as told. A single date is its own start and end; a missing end is None.

    `unknown` tells a missing end that is unknown (`A/`, Level 1, Extended Interval) from one that
    is open (`A/..`): there is an end, but no source says when.
    """

    text: str
    shape: Shape
    start: Point | None
    end: Point | None
    unknown: bool = False

    @property
    def points(self) -> tuple[Point, ...]:
        """The dates that it names."""
        return tuple(point for point in (self.start, self.end) if point)

    @property
    def approximate(self) -> bool:
        """Whether any of its dates is."""
        return any(point.approximate for point in self.points)

    @property
    def bounds(self) -> Bounds:
        """Always earliest <= latest and start <= end where known."""
        first = self.start.first if self.start else None
        last = self.end.last if self.end else None
        if self.shape is Shape.SET:
            # One day or month of the range: what starts by its end also ends by its end.
            # Without a first day it says when it starts, and nothing of how long it lasts.
            return Bounds(first, last, first, last if first else None)
        if self.start is None or self.end is None:
            # What has started by A ends no earlier; what ends by B started no later.
            early_end = self.end.first if self.end else first
            return Bounds(first, self.start.last if self.start else last, early_end, last)
        # In 2022-01/2022-01-20 the two overlap, yet it starts before it ends.
        latest_start = min(self.start.last, self.end.last)
        return Bounds(first, latest_start, max(self.start.first, self.end.first), last)


_TIME = "T(?P<hour>[0-9]{2}):(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2}))?"
_DATE = re.compile(
    "(?:(?P<years>[0-9]{2}XX|[0-9]{3}X)|(?P<year>[0-9]{4})"
    f"(?:-(?P<month>[0-9]{{2}}|XX)(?:-(?P<day>[0-9]{{2}}|XX)(?:{_TIME})?)?)?)"
    "(?P<qualifier>[?~%])?"
)
# Meteorological seasons of the northern hemisphere, whole months: Level 1, Seasons, leaves their
# extent open. Winter is that of the year in which it begins: 2022-24 ends in February 2023.
_SEASONS = {"21": (3, 5), "22": (6, 8), "23": (9, 11), "24": (12, 14)}
_Day = tuple[int, int, int]


@lru_cache(maxsize=4096)
def parse(text: str) -> Edtf:
    """The date that a text tells; DateProblem, a ValueError, for every other text."""
    require_plain(text)
    if text.startswith("["):
        return _set(text)
    if "/" in text:
        return _interval(text)
    point = parse_point(text)
    return Edtf(_canonical(text), Shape.DATE, point, point)


def _canonical(text: str) -> str:
    """Without seconds, which are 00: one date has one spelling."""
    return re.sub("(T[0-9]{2}:[0-9]{2}):00", r"\1", text)


def _interval(text: str) -> Edtf:
    """Level 0, Time Interval, and Level 1, Extended Interval."""
    left, _, right = text.partition("/")
    if "/" in right:
        raise malformed(text, 0, len(left) + 1 + right.index("/"))
    if left in ("", "..") and right in ("", ".."):
        raise DateProblem("an interval names a start or an end: write 2022-01-24/..", 0)
    start, end = _end(left, 0), _end(right, len(left) + 1)
    if start and end and _reversed(start, end):
        sentence = f"the interval ends before it starts: write {right}/{left}"
        raise DateProblem(f"{sentence}", len(left) + 1)
    return Edtf(_canonical(text), Shape.INTERVAL, start, end, "" in (left, right))


def _end(text: str, at: int) -> Point | None:
    return None if text in ("", "..") else parse_point(text, at)


def _reversed(start: Point, end: Point) -> bool:
    if start.clock and end.clock:
        return start.sort_key > end.sort_key
    return start.first > end.last


def _set(text: str) -> Edtf:
    """Level 2, Set Representation: one member of a range of days or of months."""
    left, dots, right = text[1:-1].partition("..")
    if not text.endswith("]") or not dots or not left + right:
        sentence = "brackets hold one range of days or months: write [2022-04-05..2022-04-07]"
        raise DateProblem(f"{sentence}", 0)
    start, end = _member(left, 1), _member(right, len(left) + 3)
    if start and end:
        _require_range(text, start, end)
    return Edtf(text, Shape.SET, start, end)


def _member(text: str, at: int) -> Point | None:
    point = parse_point(text, at) if text else None
    if point and (point.unit not in (Unit.DAY, Unit.MONTH) or point.part or point.qualifier):
        sentence = "inside brackets write plain days or months: [2022-04-05..2022-04-07]"
        raise DateProblem(f"{sentence}", at)
    return point


def _require_range(text: str, start: Point, end: Point) -> None:
    left, right = text[1:-1].split("..")
    if start.unit is not end.unit:
        raise DateProblem("write both ends as days or both as months", len(left) + 3)
    if _reversed(start, end):
        raise DateProblem(f"the range is reversed: write [{right}..{left}]", len(left) + 3)


def parse_point(text: str, at: int = 0) -> Point:
    """One date, without interval or set; `at` is where it stands in the text that was given."""
    found = _DATE.match(text)
    if found is None or found.end() < len(text):
        raise malformed(text, at, found.end() if found else 0)
    clock = _clock(found, at)
    unit, part, first, last = _extent(found, at)
    # Compared before they are dates: year 0 and year 10000 are no dates in Python.
    if first < _ymd(FIRST_DAY) or last > _ymd(LAST_DAY):
        raise DateProblem(f"dates run from {_iso(FIRST_DAY)} to {_iso(LAST_DAY)}", at)
    return Point(date(*first), date(*last), unit, part, clock, found["qualifier"] or "")


def _ymd(day: date) -> _Day:
    return day.year, day.month, day.day


def _iso(day: date) -> str:
    return day.isoformat()


def _extent(found: re.Match[str], at: int) -> tuple[Unit, Unit | None, _Day, _Day]:
    """The unit, its part, and the first and last day."""
    years, month, day = found["years"] or found["year"], found["month"], found["day"]
    first, last = int(years.replace("X", "0")), int(years.replace("X", "9"))
    if month is None or month == "XX":
        unit = (Unit.YEAR, Unit.DECADE, Unit.CENTURY)[years.count("X")]
        return unit, _part_of_year(found, at), (first, 1, 1), (last, 12, 31)
    if month in _SEASONS:
        return Unit.SEASON, None, *_season(found, at)
    if not 1 <= int(month) <= 12:
        raise _wrong(found, at, "month", "months run from 01 to 12, seasons from 21 to 24")
    if day is None or day == "XX":
        return Unit.MONTH, Unit.DAY if day else None, *_month(first, int(month))
    only = first, int(month), _day(found, at)
    return Unit.MINUTE if found["hour"] else Unit.DAY, None, only, only


def _part_of_year(found: re.Match[str], at: int) -> Unit | None:
    """Level 1, Unspecified digit(s) from the right."""
    if found["day"] not in (None, "XX"):
        raise _wrong(found, at, "month", "X stands at the right: write 1985-XX-XX or 1985-04-XX")
    if found["month"] is None:
        return None
    return Unit.DAY if found["day"] else Unit.MONTH


def _season(found: re.Match[str], at: int) -> tuple[_Day, _Day]:
    if found["day"]:
        raise _wrong(found, at, "day", "a season has no days: write 2022-21 or 2022-03-21")
    year, (first, last) = int(found["year"]), _SEASONS[found["month"]]
    over, month = divmod(last - 1, 12)
    return (year, first, 1), _month(year + over, month + 1)[1]


def _month(year: int, month: int) -> tuple[_Day, _Day]:
    return (year, month, 1), (year, month, monthrange(year, month)[1])


def _day(found: re.Match[str], at: int) -> int:
    year, month, day = int(found["year"]), int(found["month"]), int(found["day"])
    length = monthrange(year, month)[1]
    if not 1 <= day <= length:
        sentence = f"{MONTHS[month - 1]} {year} has {length} days" if day else "days begin at 01"
        raise _wrong(found, at, "day", sentence)
    return day


def _clock(found: re.Match[str], at: int) -> time | None:
    """Level 0, Date and Time, to the minute; qualifiers belong to dates, not to times."""
    if found["hour"] is None:
        return None
    if found["qualifier"] or found["day"] == "XX":
        what = "qualifier" if found["qualifier"] else "day"
        raise _wrong(found, at, what, "a time needs an exact day: write 2022-01-10T09:30")
    if found["second"] not in (None, "00"):
        raise _wrong(found, at, "second", "times are kept to the minute: write 2022-01-10T09:30")
    if found["hour"] > "23" or found["minute"] > "59":
        what = "hour" if found["hour"] > "23" else "minute"
        raise _wrong(found, at, what, "times run from 00:00 to 23:59")
    return time(int(found["hour"]), int(found["minute"]))


def _wrong(found: re.Match[str], at: int, group: str, sentence: str) -> DateProblem:
    return DateProblem(sentence, at + found.start(group))
