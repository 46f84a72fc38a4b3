"""When a relation held: the days on which it may have, and those on which it surely did."""

from datetime import date
from functools import lru_cache
from typing import NamedTuple

from app.domain.actor import Relation, RelationKind
from app.domain.dates import When
from app.domain.edtf import parse

# Days are proleptic Gregorian ordinals, so that an unknown bound can be a number beyond all dates.
FIRST_DAY = 0
LAST_DAY = 4_000_000


class Span(NamedTuple):
    """Days from `first` to `last`, both included."""

    first: int
    last: int

    def meets(self, other: "Span") -> bool:
        """Whether they share a day."""
        return self.first <= other.last and self.last >= other.first

    def within(self, other: "Span") -> bool:
        """Whether every day of this one is a day of the other."""
        return self.first >= other.first and self.last <= other.last


EVER = Span(FIRST_DAY, LAST_DAY)
NEVER = Span(LAST_DAY, FIRST_DAY)


class Validity(NamedTuple):
    """The days on which a relation may have held, and those on which it surely did."""

    may: Span
    sure: Span


def day(value: date | None, unknown: int) -> int:
    """The ordinal of a date, or the number given for one that is unknown."""
    return unknown if value is None else value.toordinal()


def possible_days(when: When) -> Span:
    """From the earliest start to the latest end; an unknown bound reaches to the end of time."""
    return Span(day(when.earliest_start, FIRST_DAY), day(when.latest_end, LAST_DAY))


def validity(relation: Relation) -> Validity:
    """The validity of a relation, from its `from`, `to` and `attested`; unknown is unbounded."""
    timeless = relation.relation in (RelationKind.OFFICE_OF, RelationKind.BODY_OF)
    return _validity(relation.since, relation.until, relation.attested, timeless)


@lru_cache(maxsize=16384)
def _validity(
    since: str | None, until: str | None, attested: str | None, timeless: bool
) -> Validity:
    start, end, seen = (_extent(text) for text in (since, until, attested))
    may = Span(start.first if start else FIRST_DAY, end.last if end else LAST_DAY)
    return Validity(may, _sure(start, end, seen, timeless))


def _sure(start: Span | None, end: Span | None, seen: Span | None, timeless: bool) -> Span:
    """Surely held: between known ends, from a known start on, or while a source attests it."""
    first = FIRST_DAY if timeless else LAST_DAY
    last = LAST_DAY if start or timeless else FIRST_DAY
    if seen:
        first, last = seen.first, max(last, seen.last)
    if start:
        first = start.last
    if end:
        last = end.first
    return Span(first, last)


def _extent(edtf: str | None) -> Span | None:
    if edtf is None:
        return None
    bounds = parse(edtf).bounds
    return Span(day(bounds.earliest_start, FIRST_DAY), day(bounds.latest_end, LAST_DAY))
