"""The grammar of dates: EDTF (ISO 8601-2 level 1, and the set [a..b] of level 2), as text.

Ours, because the parser there is needs milliseconds a date and fails on some valid input.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache

# Bounds stay within these, so that no conversion to a time zone leaves the years 1 to 9999.
FIRST, LAST = date(1, 1, 3), date(9999, 12, 29)
_LONGEST = 64

_ONE = re.compile(
    r"(?P<year>[0-9]{4}|[0-9]{3}X|[0-9]{2}XX)"
    r"(?:-(?P<month>[0-9]{2}|XX)(?:-(?P<day>[0-9]{2}|XX)(?:T(?P<time>[0-9]{2}:[0-9]{2}))?)?)?"
    r"(?P<doubt>[?~%])?"
)
_SEASONS = {"21": (3, 5), "22": (6, 8), "23": (9, 11), "24": (12, 2)}
_RANK = ("minute", "day", "month", "season", "year")


class DateProblem(ValueError):
    """Text that is no date we take; `position` is where the trouble starts, from 0."""

    def __init__(self, detail: str, position: int = 0) -> None:
        super().__init__(detail)
        self.position = position


@dataclass(frozen=True, slots=True)
class Extent:
    """One date of the grammar: its first and last day, how precise it is, its clock time."""

    first: date
    last: date
    unit: str
    clock: time | None = None
    doubt: str | None = None


@dataclass(frozen=True, slots=True)
class Edtf:
    """What a text says: one date, an interval, or one day of a set; an end may be open."""

    shape: str
    start: Extent | None
    end: Extent | None

    @property
    def approximate(self) -> bool:
        """Whether it says around."""
        return any(e is not None and e.doubt in ("~", "%") for e in (self.start, self.end))

    @property
    def uncertain(self) -> bool:
        """Whether it is doubted."""
        return any(e is not None and e.doubt in ("?", "%") for e in (self.start, self.end))

    @property
    def coarsest(self) -> str:
        """The least precise unit of its ends."""
        return max((e.unit for e in (self.start, self.end) if e), key=_RANK.index)


@lru_cache(maxsize=8192)
def parse(text: str) -> Edtf:
    """The text as a value; DateProblem says what is wrong with any other text."""
    if len(text) > _LONGEST:
        raise DateProblem(f"longer than {_LONGEST} characters: a date is shorter", _LONGEST)
    if text.startswith("["):
        return _set(text)
    if "/" in text:
        return _interval(text)
    only = _extent(text, 0)
    return Edtf("date", only, only)


def _set(text: str) -> Edtf:
    first, dots, last = text[1:-1].partition("..")
    if not text.endswith("]") or not dots:
        raise DateProblem("write one day of several as [2022-04-05..2022-04-07]")
    start, end = _end(first, 1), _end(last, len(text) - 1 - len(last))
    for extent in (start, end):
        if extent is not None and (extent.clock or extent.unit not in ("day", "month")):
            raise DateProblem("a set is of days or months: [2022-04-05..2022-04-07]", 1)
    return _ordered("set", start, end, len(text) - 1 - len(last))


def _interval(text: str) -> Edtf:
    first, _, last = text.partition("/")
    if "/" in last:
        raise DateProblem("write a date as 2022-01-10, an interval as 2022-01/2022-02", len(first))
    start = None if first == ".." else _end(first, 0)
    end = None if last == ".." else _end(last, len(first) + 1)
    return _ordered("interval", start, end, len(first) + 1)


def _end(text: str, position: int) -> Extent | None:
    return _extent(text, position) if text else None


def _ordered(shape: str, start: Extent | None, end: Extent | None, position: int) -> Edtf:
    if start is None and end is None:
        raise DateProblem("open at both ends: give a date, or leave the date out")
    if start is not None and end is not None and _reversed(start, end):
        raise DateProblem("it ends before it starts: write the earlier date first", position)
    return Edtf(shape, start, end)


def _reversed(start: Extent, end: Extent) -> bool:
    if start.first > end.last:
        return True
    same_day = start.first == end.last and start.unit == end.unit == "minute"
    return same_day and (start.clock or time()) > (end.clock or time())


def _extent(text: str, position: int) -> Extent:
    found = _ONE.fullmatch(text)
    if found is None:
        raise DateProblem(_hint(text), position)
    parts = found.groupdict()
    first, last, unit = _days(parts["year"], parts["month"], parts["day"], position)
    if first < FIRST or last > LAST:
        raise DateProblem("beyond the years 1 to 9999", position)
    clock = _clock(parts["time"], unit, position)
    return Extent(first, last, unit if clock is None else "minute", clock, parts["doubt"])


def _hint(text: str) -> str:
    if re.search(r"T.*([+-]\d{2}:?\d{2}|Z)$", text):
        return "a time is local at the venue: leave the offset out, give the time zone beside it"
    if re.search(r"T\d{2}:\d{2}:\d{2}", text):
        return "a time is in minutes: write 2022-01-10T09:30"
    return "not a date: write 2022-01-10, 2022-01, 2022, or an interval with a slash"


def _days(year: str, month: str | None, day: str | None, position: int) -> tuple[date, date, str]:
    low, high = int(year.replace("X", "0")), int(year.replace("X", "9"))
    if low == 0:
        raise DateProblem("years are 0001 to 9999", position)
    if month is None or (month == "XX" and day in (None, "XX")):
        return date(low, 1, 1), date(high, 12, 31), "year"
    if low != high:
        raise DateProblem("a decade has no month", position)
    if month in _SEASONS:
        return *_season(low, month, day, position), "season"
    if month == "XX" or not 1 <= int(month) <= 12:
        raise DateProblem("months are 01 to 12, seasons 21 to 24", position + 5)
    return _in_month(low, int(month), day, position)


def _in_month(year: int, month: int, day: str | None, position: int) -> tuple[date, date, str]:
    length = monthrange(year, month)[1]
    if day in (None, "XX"):
        return date(year, month, 1), date(year, month, length), "month"
    if not 1 <= int(day or 0) <= length:
        raise DateProblem(f"{year:04}-{month:02} has {length} days", position + 8)
    only = date(year, month, int(day or 0))
    return only, only, "day"


def _season(year: int, code: str, day: str | None, position: int) -> tuple[date, date]:
    """Meteorological, of the northern hemisphere; winter ends in the next year."""
    if day is not None:
        raise DateProblem("a season has no day", position + 7)
    first, last = _SEASONS[code]
    ends = year + 1 if last < first else year
    if ends > LAST.year:
        raise DateProblem("beyond the years 1 to 9999", position)
    return date(year, first, 1), date(ends, last, monthrange(ends, last)[1])


def _clock(text: str | None, unit: str, position: int) -> time | None:
    if text is None:
        return None
    if unit != "day":
        raise DateProblem("a time needs a full date", position)
    try:
        return datetime.strptime(text, "%H:%M").time()  # noqa: DTZ007 - local, its zone is beside
    except ValueError:
        raise DateProblem("hours are 00 to 23, minutes 00 to 59", position + 11) from None
