"""Dates in words, French and English, no more precise than known.

The words are our own and not a library's, so that an upgrade does not reword the past.
"""

from dataclasses import replace
from datetime import date, datetime, timezone
from functools import lru_cache
from typing import NamedTuple

from app.domain.dates import When
from app.domain.datetongues import ENGLISH, FRENCH, Tongue
from app.domain.edtf import Edtf, Point, Shape, Unit, parse
from app.domain.zones import instant, zone


def when_text(when: When, lang: str, tz: str | None = None) -> str:
    """The date in French for `fr` and its regions, else in English.

    Times are the venue's, or those of `tz`, and the zone is named; ValueError for an unknown
    `tz`. Days without times belong to the venue: no zone changes them.
    """
    first, last = (None if day is None else day.isoformat() for day in when.widest)
    return stored_text(Told(when.edtf, when.timezone, first, last), lang, tz)


class Told(NamedTuple):
    """What the words of a date follow from, as a document stores it."""

    edtf: str | None
    timezone: str | None
    earliest_start: str | None
    latest_end: str | None


def stored_text(when: Told, lang: str, tz: str | None = None) -> str:
    """The words of a stored date. They are kept: many events begin on the same few thousand days.

    What the words do not depend on is left out, so that one day is kept once.
    """
    base = "fr" if lang.partition("-")[0].lower() == "fr" else "en"
    edtf, venue, first, last = when
    if edtf is None:
        return _TONGUES[base].undated
    if "T" not in edtf:
        venue = tz = None
    if "~" not in edtf and "%" not in edtf:
        first = last = None
    return _text(edtf, Told(edtf, venue, first, last), base, tz)


_TONGUES = {"en": ENGLISH, "fr": FRENCH}


@lru_cache(16_384)
def _text(edtf: str, when: Told, lang: str, tz: str | None) -> str:
    told, venue, tongue = parse(edtf), when.timezone, _TONGUES[lang]
    if venue is None or not any(point.clock for point in told.points):
        return _words(told, when, tongue)
    # Beside a day without a time, a moved time would be told by another calendar than that day.
    shown = tz if tz and all(point.clock for point in told.points) else venue
    start, end = (_moved(point, venue, shown) for point in (told.start, told.end))
    return f"{_words(replace(told, start=start, end=end), when, tongue)} ({shown})"


def _moved(point: Point | None, venue: str, shown: str) -> Point | None:
    """The same moment on the clocks of another zone, with its offset where they show it twice."""
    if point is None or point.clock is None:
        return point
    local = datetime.combine(point.first, point.clock)
    there = instant(local, venue).astimezone(zone(shown))
    clock = there.time().replace(tzinfo=_offset_if_twice(there), fold=0)
    return replace(point, first=there.date(), last=there.date(), clock=clock)


def _offset_if_twice(there: datetime) -> timezone | None:
    first, second = (there.replace(fold=fold).utcoffset() for fold in (0, 1))
    offset = there.utcoffset()
    return timezone(offset) if offset is not None and first != second else None


def _words(told: Edtf, when: Told, tongue: Tongue) -> str:
    if told.start is None or told.end is None:
        return _half(told, tongue)
    if told.start != told.end:
        both = tongue.one_of if told.shape is Shape.SET else tongue.interval
        return both(told.start, told.end)
    return _explicit(told.start, when, tongue) or tongue.alone(told.start)


def _half(told: Edtf, tongue: Tongue) -> str:
    one_of = told.shape is Shape.SET
    if told.start is not None:
        words = tongue.no_earlier(told.start) if one_of else tongue.since(told.start)
        return words + (tongue.end_unknown if told.unknown else "")
    if told.end is None:
        return tongue.undated
    words = tongue.no_later(told.end) if one_of else tongue.until(told.end)
    return words + (tongue.start_unknown if told.unknown else "")


def _explicit(point: Point, when: Told, tongue: Tongue) -> str | None:
    """An approximate date with a window of its own: the window says more than the date."""
    if when.earliest_start is None or when.latest_end is None:
        return None
    first, last = (date.fromisoformat(day) for day in (when.earliest_start, when.latest_end))
    if (first, last) == (point.first, point.last):
        return None
    if not point.approximate:
        return None
    ends = (Point(day, day, Unit.DAY, qualifier=point.qualifier) for day in (first, last))
    return tongue.alone(next(ends)) if first == last else tongue.between(*ends)
