"""The dates of a line: from the file's own way of writing to EDTF, no more precise than told."""

import math
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import NamedTuple

from app.domain.dates import When
from app.domain.edtf import parse
from app.domain.zones import zone
from app.intake.mapping import Dates

_EPOCHS = {"unix": 1.0, "unix_ms": 1000.0}
_DIRECTIVE = re.compile("%-?([A-Za-z%])")
_PRECISIONS = ("minute", "day", "month", "year")
_LENGTHS = {"minute": 16, "day": 10, "month": 7, "year": 4}
_UNREADABLE = (ValueError, OverflowError, OSError)


class Told(NamedTuple):
    """A date as EDTF text, and the zone of its times where it has any."""

    edtf: str | None
    timezone: str | None


class UnreadableDate(ValueError):
    """A cell that is no date as the mapping says; `column` is where, the message what was meant."""

    def __init__(self, column: str, expected: str) -> None:
        super().__init__(expected)
        self.column = column


def told(cells: Mapping[str, str], dates: Dates) -> Told:
    """The day, month, year, instant or interval that the cells give; UnreadableDate."""
    start = _point(cells[dates.start], dates.start, dates)
    end = _point(cells[dates.end], dates.end, dates) if dates.end else None
    edtf = _joined(start, end)
    timed = edtf is not None and "T" in edtf
    found = Told(edtf, dates.zone if timed else None)
    _check(found, dates)
    return found


def _joined(start: str | None, end: str | None) -> str | None:
    if end is None or start == end:
        return start
    return f"{start or '..'}/{end}"


def _check(found: Told, dates: Dates) -> None:
    """What the grammar refuses although each cell is a date: an end before its start."""
    if found.edtf is None:
        return
    if "T" in found.edtf and found.timezone is None:
        expected = "a time with its zone: set event.when.zone, or precision to day"
        raise UnreadableDate(dates.start, expected)
    try:
        When.model_validate({"edtf": found.edtf, "timezone": found.timezone})
    except ValueError:
        expected = f"a date that is not before {dates.start}"
        raise UnreadableDate(dates.end or dates.start, expected) from None


def _point(text: str, column: str, dates: Dates) -> str | None:
    if not text:
        return None
    formats = (dates.format,) if isinstance(dates.format, str) else dates.format
    for form in formats:
        try:
            return _read(text, form, dates)
        except _UNREADABLE:
            continue
    raise UnreadableDate(column, f"a date as {' or '.join(map(_example, formats))}")


def _read(text: str, form: str, dates: Dates) -> str:
    if form == "edtf":
        return parse(text).text
    if form in _EPOCHS:
        seconds = float(text) / _EPOCHS[form]
        if not math.isfinite(seconds):
            raise ValueError(text)
        return _written(datetime.fromtimestamp(seconds, UTC), dates.precision or "minute", dates)
    read = datetime.fromisoformat(text) if form == "iso" else datetime.strptime(text, form)  # noqa: DTZ007
    return _written(read, dates.precision or _precision(text, form), dates)


def _written(read: datetime, precision: str, dates: Dates) -> str:
    """An instant is told as the local time of the mapping's zone: its midnight is a day there."""
    if read.tzinfo is not None:
        read = read.astimezone(zone(dates.zone or "UTC"))
    edtf = read.isoformat(timespec="minutes")[: _LENGTHS[precision]]
    # A year that is no year of the record's must not reach the ledger as one.
    parse(edtf)
    return edtf


def _precision(text: str, form: str) -> str:
    if form == "iso":
        return "minute" if len(text) > 10 else "day"
    told_by = {found for found in _DIRECTIVE.findall(form) if found != "%"}
    if told_by & set("HIMpsXcfT"):
        return "minute"
    if told_by & set("djxDF"):
        return "day"
    return "month" if told_by & set("mbBh") else "year"


def _example(form: str) -> str:
    """The format by an example of it."""
    special = {"edtf": "2022-01-10 (EDTF)", "iso": "2022-01-10", "unix": "seconds since 1970",
               "unix_ms": "milliseconds since 1970"}  # fmt: skip
    return special.get(form) or f"{date(2022, 1, 31).strftime(form)} ({form})"
