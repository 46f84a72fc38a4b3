"""The dates of a line: from the file's own way of writing to EDTF, no more precise than told."""

import math
from collections.abc import Mapping
from datetime import UTC, date, datetime, tzinfo
from typing import NamedTuple

from app.domain.dates import When
from app.domain.edtf import parse
from app.domain.zones import zone
from app.intake.cells import column_or_text
from app.intake.dateformats import EPOCHS, precision_of
from app.intake.mapping import Dates
from app.intake.worddates import words_to_edtf

_LENGTHS = {"minute": 16, "day": 10, "month": 7, "year": 4}
_UNREADABLE = (ValueError, OverflowError, OSError)
_EXAMPLES = {
    "edtf": "2022-01-10 or 2022-01-10/2022-01-12 (EDTF)",
    "iso": "2022-01-10 or 2022-01-10T09:30",
    "unix": "seconds since 1970",
    "unix_ms": "milliseconds since 1970",
    "words": "14–15 November 2008 or mars 2022",
}


class Told(NamedTuple):
    """A date as EDTF text, and the zone of its times where it has any."""

    edtf: str | None
    timezone: str | None


class UnreadableDate(ValueError):
    """Cells that are no date as the mapping says; the message is what was meant."""

    def __init__(self, column: str, said: str, expected: str) -> None:
        super().__init__(expected)
        self.column = column
        self.said = said


class _Clocks(NamedTuple):
    """Which clock the file's times are of, and which the venue's is; None where nobody knows."""

    told: tzinfo | None
    venue: tzinfo | None


def told(cells: Mapping[str, str], dates: Dates, venue: str | None = None) -> Told:
    """The day, month, year, time or interval that the cells give; UnreadableDate.

    Times are kept as the venue's clock shows them. Without a `zone` in the mapping they are the
    venue's own.
    """
    here = venue or dates.zone
    clocks = _Clocks(*(zone(name) if name else None for name in (dates.zone or venue, here)))
    start, end = (
        _point(cells, spec, dates, clocks) if spec else None for spec in (dates.start, dates.end)
    )
    edtf = start if end is None or start == end else f"{start or '..'}/{end}"
    found = Told(edtf, here if edtf is not None and "T" in edtf else None)
    _check(found, cells, dates)
    return found


def _check(found: Told, cells: Mapping[str, str], dates: Dates) -> None:
    """What the grammar refuses although each cell is a date: an end before its start."""
    if found.edtf is None:
        return
    column, said = column_or_text(dates.end or dates.start, cells)
    if "T" in found.edtf and found.timezone is None:
        expected = "expected a time whose zone is known: set event.when.zone, or precision to day"
        raise UnreadableDate(column, said or "", expected)
    try:
        When.model_validate({"edtf": found.edtf, "timezone": found.timezone})
    except ValueError as error:
        order = (
            f"expected an end that is not before its start: {error}" if dates.end else str(error)
        )
        raise UnreadableDate(column, said or "", _first_sentence(order)) from None


def _first_sentence(text: str) -> str:
    """pydantic puts its own words around ours."""
    return " ".join(line.strip() for line in text.splitlines() if "[type=" not in line)[:200]


def _point(
    cells: Mapping[str, str], spec: str | tuple[str, ...], dates: Dates, clocks: _Clocks
) -> str | None:
    column, text = column_or_text(spec, cells)
    if not text:
        return None
    formats = (dates.format,) if isinstance(dates.format, str) else dates.format
    for form in formats:
        try:
            return _read(text, form, dates, clocks)
        except _UNREADABLE:
            continue
    raise UnreadableDate(column, text, f"expected a date as {' or '.join(map(_example, formats))}")


def _read(text: str, form: str, dates: Dates, clocks: _Clocks) -> str:
    if form in ("edtf", "words"):
        return parse(words_to_edtf(text) if form == "words" else text).text
    if form in EPOCHS:
        seconds = float(text) / EPOCHS[form]
        if not math.isfinite(seconds):
            raise ValueError(text)
        read = datetime.fromtimestamp(seconds, UTC)
    elif form == "iso":
        read = datetime.fromisoformat(text)
    else:
        read = datetime.strptime(text, form)  # noqa: DTZ007 - the zone is the mapping's.
    return _written(read, dates.precision or precision_of(form, text), clocks)


def _written(read: datetime, precision: str, clocks: _Clocks) -> str:
    """An instant's day is that of the file's clock, its time that of the venue's."""
    if read.tzinfo is not None:
        clock = clocks.venue if precision == "minute" else clocks.told
        read = read.astimezone(clock or clocks.told or UTC)
    elif precision == "minute" and clocks.told != clocks.venue:
        read = read.replace(tzinfo=clocks.told).astimezone(clocks.venue)
    edtf = read.isoformat(timespec="minutes")[: _LENGTHS[precision]]
    # A year that is no year of the record's must not reach the ledger as one.
    parse(edtf)
    return edtf


def _example(form: str) -> str:
    """The format by an example of it."""
    return _EXAMPLES.get(form) or f"{date(2022, 1, 31).strftime(form)} ({form})"
