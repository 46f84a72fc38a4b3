"""The days of a month in lanes: where on the line of its days each event stands."""

from calendar import monthrange
from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from app.render.picture.entries import sides
from app.render.picture.lanes import divided
from app.render.site.asked import Asked
from app.render.site.entry import Entry

Json = dict[str, Any]

# With more lanes than these a month is no picture; what is left shares the last one.
_MOST = 10


class Mark(NamedTuple):
    """An event on its lane, from `left` over `width`, both in percent of the month.

    A `dot` is known to the day, and is one; what is `possible` only may take place there.
    """

    left: float
    width: float
    dot: bool
    possible: bool
    status: str

    @property
    def middle(self) -> float:
        """Where a dot stands."""
        return round(self.left + self.width / 2, 2)


class Lane(NamedTuple):
    """A line with its marks; without a name where it is the only one."""

    name: str | None
    marks: list[Mark]


class _Row(NamedTuple):
    forum: str | None
    actors: tuple[str, ...]
    mark: Mark


def lanes(month: str, entries: Sequence[Entry], asked: Asked) -> tuple[list[Lane], int]:
    """The lanes of a month `2022-01`, and how many days it has."""
    year, number = int(month[:4]), int(month[5:])
    days = monthrange(year, number)[1]
    first = date(year, number, 1).toordinal()
    rows = [_row(entry.stored, first, days) for entry in entries]
    found = [
        Lane(name, [row.mark for row in inside])
        for name, inside in divided(rows, asked.view, asked.lanes)
    ]
    if len(found) > _MOST:
        rest = [mark for lane in found[_MOST - 1 :] for mark in lane.marks]
        found[_MOST - 1 :] = [Lane(asked.say("Others"), rest)]
    return found, days


def _row(stored: Json, first: int, days: int) -> _Row:
    mark = _mark(stored["when"], stored["status"], first, days)
    return _Row(stored["forum"], sides(stored["participants"]), mark)


def _mark(when: Json, status: str, first: int, days: int) -> Mark:
    start = max(_day(when["earliest_start"], first), first)
    end = min(_day(when["latest_end"], first + days - 1), first + days - 1)
    surely = when["earliest_start"] == when["latest_start"]
    exact = surely and when["earliest_end"] == when["latest_end"]
    doubted = any(sign in when["edtf"] for sign in "?~%")
    share = 100 / days
    return Mark(
        left=round((start - first) * share, 2),
        width=round((max(end, start) - start + 1) * share, 2),
        dot=start >= end,
        possible=doubted or not exact,
        status=status,
    )


def _day(value: str | None, unknown: int) -> int:
    return unknown if value is None else date.fromisoformat(value).toordinal()
