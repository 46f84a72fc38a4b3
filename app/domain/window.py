"""The window of the filter's `date`: whole days with both ends, or instants."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime

from app.domain.edtf import DateProblem, parse

_INSTANT = re.compile(
    r"(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?)(Z|[+-]\d{2}:?\d{2})?", re.ASCII
)


@dataclass(frozen=True, slots=True)
class Window:
    """Days from `first` to `last`, or instants from `after` to `before`; None is open."""

    first: date | None = None
    last: date | None = None
    after: datetime | None = None
    before: datetime | None = None

    @property
    def by_instant(self) -> bool:
        """Whether it compares instants instead of days."""
        return self.after is not None or self.before is not None


def parse_window(text: str) -> Window:
    """Days, months or years as A, A/B, A/.., ../B; or date-times with an offset.

    DateProblem for anything else.
    """
    # A `+` in an address that was not escaped arrives as a space.
    text = re.sub(r"(?<=\d) (?=\d{2}:?\d{2}(?:/|$))", "+", text)
    first, slash, last = text.partition("/")
    if "/" in last:
        raise DateProblem("an interval has two ends: 2022-01-01/2022-01-31", len(first))
    ends = [(first, 0), (last, len(first) + 1)] if slash else [(text, 0), (text, 0)]
    if all(end in ("..", "") for end, _ in ends):
        raise DateProblem("open at both ends: leave date out, or write A/.. or ../B")
    if any("T" in end for end, _ in ends):
        return _instants(ends)
    return _days(ends)


def _days(ends: list[tuple[str, int]]) -> Window:
    start, end = (_extent(*end) for end in ends)
    found = Window(first=start and start[0], last=end and end[1])
    if start and end and start[0] > end[1]:
        raise _reversed(ends)
    return found


def _extent(text: str, position: int) -> tuple[date, date] | None:
    if text == "..":
        return None
    if not re.fullmatch(r"\d{4}(-\d{2}){0,2}", text, re.ASCII):
        detail = "not a date: write 2022-01-10, 2022-01, 2022, 2022-01-01/2022-01-31 or A/.."
        raise DateProblem(detail, position)
    try:
        extent = parse(text).start
    except DateProblem as problem:
        raise DateProblem(str(problem), position + problem.position) from None
    if extent is None or extent.unit == "season":
        raise DateProblem("months are 01 to 12; a season is no window", position + 5)
    return extent.first, extent.last


def _instants(ends: list[tuple[str, int]]) -> Window:
    after, before = (_instant(*end) for end in ends)
    if after and before and after > before:
        raise _reversed(ends)
    return Window(after=after, before=before)


def _instant(text: str, position: int) -> datetime | None:
    if text == "..":
        return None
    found = _INSTANT.fullmatch(text)
    if found is None:
        detail = "give both ends as days, or both as date-times: 2022-01-10T09:00Z"
        raise DateProblem(detail, position)
    if found[2] is None:
        raise DateProblem("a date-time needs an offset: 2022-01-10T09:00Z", position + len(text))
    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError):
        raise DateProblem("there is no such date-time", position) from None


def _reversed(ends: list[tuple[str, int]]) -> DateProblem:
    detail = "the interval ends before it starts: write 2022-01-01/2022-01-31"
    return DateProblem(detail, ends[1][1])
