"""The window of the filter's `date`: whole days, or instants."""

import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime

from app.domain.edtf import Point, Unit, parse_point
from app.domain.edtfhints import DateProblem, malformed, require_plain
from app.domain.zones import FIRST_DAY, LAST_DAY

__all__ = ["DateProblem", "Window", "parse_window"]


@dataclass(frozen=True, slots=True)
class Window:
    """Days `first` to `last`, or UTC instants `after` to `before`; all included, None is open."""

    first: date | None = None
    last: date | None = None
    after: datetime | None = None
    before: datetime | None = None

    @property
    def by_instant(self) -> bool:
        """Whether it compares instants, not days."""
        return self.after is not None or self.before is not None

    @property
    def reversed(self) -> bool:
        """Whether it ends before it starts."""
        if self.after and self.before:
            return self.after > self.before
        return bool(self.first and self.last and self.first > self.last)


# RFC 3339, section 5.6, but the seconds may be left out, and `+` arrives from a URL as a space.
_INSTANT = re.compile(
    "(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})"
    r"(?P<clock>T(?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:\.[0-9]{1,6})?)?)"
    "(?P<offset>Z|[+ -](?:[01][0-9]|2[0-3]):[0-5][0-9])?"
)
# A day as most are written, far from the limits: what it is need not be looked into.
_DAY = re.compile("[1-8][0-9]{3}-[0-9]{2}-[0-9]{2}")
_TIMED = re.compile("[0-9-]+T")
_OPEN = Window()
_ORDERED = "write 2022-01-01/2022-01-31"
_DATE_TIMES = "write 2022-01-10T09:00Z or 2022-01-10T09:00+01:00"


def parse_window(text: str) -> Window:
    """The window that `2022-01-10`, `2022-01`, `2022`, `A/B`, `A/..` or `../B` asks for.

    Date-times need an offset; one alone is the window of that instant. DateProblem, a
    ValueError, for every other text.
    """
    require_plain(text)
    if text.startswith("["):
        raise DateProblem("a filter has no brackets: write 2022-04-05/2022-04-07", 0)
    if text in ("..", "../.."):
        raise DateProblem("both ends are open: leave `date` out to ask for all dates", 0)
    return _interval(text) if "/" in text else _end(text, 0)


def _interval(text: str) -> Window:
    left, _, right = text.partition("/")
    at = len(left) + 1
    if "/" in right:
        raise malformed(text, 0, at + right.index("/"))
    start, end = _end(left, 0), _end(right, at)
    if _OPEN not in (start, end) and start.by_instant != end.by_instant:
        raise DateProblem("write both ends as days, or both as times with offsets", at)
    window = Window(start.first, end.last, start.after, end.before)
    if window.reversed:
        raise DateProblem(f"the interval ends before it starts: {_ORDERED}", at)
    return window


def _end(text: str, at: int) -> Window:
    if text == "..":
        return _OPEN
    if not text:
        raise DateProblem("an end is missing: write 2022-01-24/.. or ../2022-01-24", at)
    return _instant(text, at) if _TIMED.match(text) else _days(text, at)


def _days(text: str, at: int) -> Window:
    if _DAY.fullmatch(text):
        with suppress(ValueError):
            day = date.fromisoformat(text)
            return Window(first=day, last=day)
    point = parse_point(text, at)
    if point.qualifier:
        sentence = "a filter has no ?, ~ or %: leave it out"
        raise DateProblem(f"{sentence}", at + len(text) - 1)
    if point.part or point.unit not in (Unit.DAY, Unit.MONTH, Unit.YEAR):
        raise DateProblem(f"a filter names days, months or years: {_written(point)}", at)
    return Window(first=point.first, last=point.last)


def _written(point: Point) -> str:
    return f"write {point.first.isoformat()}/{point.last.isoformat()}"


def _instant(text: str, at: int) -> Window:
    found = _INSTANT.match(text)
    if found is None or found.end() < len(text) or not found["offset"]:
        raise _not_an_instant(text, at, found)
    day = parse_point(found["day"], at).first
    clock, offset = found["clock"], found["offset"].replace(" ", "+")
    instant = datetime.fromisoformat(f"{day.isoformat()}{clock}{offset}").astimezone(UTC)
    # A day inside the limits may lie outside by its offset.
    if not FIRST_DAY <= instant.date() <= LAST_DAY:
        limits = f"{FIRST_DAY.isoformat()} to {LAST_DAY.isoformat()}"
        raise DateProblem(f"dates run from {limits}", at)
    return Window(after=instant, before=instant)


def _not_an_instant(text: str, at: int, found: re.Match[str] | None) -> DateProblem:
    if found and found.end() == len(text):
        return DateProblem(f"a time needs an offset: {_DATE_TIMES}", at + len(text))
    return DateProblem(f"this is no date-time: {_DATE_TIMES}", at + _sound(text, found))


def _sound(text: str, found: re.Match[str] | None) -> int:
    """How many characters of it can stand."""
    return found.end() if found else text.index("T")
