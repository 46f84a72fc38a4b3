"""Dates in words, French and English, no more precise than known.

The words are our own and not a library's, so that an upgrade does not reword the past.
"""

from dataclasses import replace
from datetime import datetime, timezone

from app.domain.dates import When
from app.domain.datetongues import ENGLISH, FRENCH, Tongue
from app.domain.edtf import Edtf, Point, Shape, Unit, parse
from app.domain.zones import instant, zone


def when_text(when: When, lang: str, tz: str | None = None) -> str:
    """The date in French for `fr` and its regions, else in English.

    Times are the venue's, or those of `tz`, and the zone is named; ValueError for an unknown
    `tz`. Days without times belong to the venue: no zone changes them.
    """
    tongue = FRENCH if lang.partition("-")[0].lower() == "fr" else ENGLISH
    if when.edtf is None:
        return tongue.undated
    told, venue = parse(when.edtf), when.timezone
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


def _words(told: Edtf, when: When, tongue: Tongue) -> str:
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


def _explicit(point: Point, when: When, tongue: Tongue) -> str | None:
    """An approximate date with a window of its own: the window says more than the date."""
    first, last = when.earliest_start, when.latest_end
    if first is None or last is None or (first, last) == (point.first, point.last):
        return None
    if not point.approximate:
        return None
    ends = (Point(day, day, Unit.DAY, qualifier=point.qualifier) for day in (first, last))
    return tongue.alone(next(ends)) if first == last else tongue.between(*ends)
