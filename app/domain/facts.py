"""What an event is filtered and sorted by: derived once, stored as index rows, tested in Python."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from app.domain.dates import When
from app.domain.directory import Directory
from app.domain.event import Event
from app.domain.participation import side_participations
from app.domain.validity import FIRST_DAY, LAST_DAY, Span, day, possible_days
from app.domain.vocabulary import Agreement, EventKind, Level, Role, Status

# Instants are whole seconds since 1970 in UTC; the ends stand for unknown bounds.
FIRST_INSTANT = -70_000_000_000
LAST_INSTANT = 260_000_000_000
# Wider events are kept apart, so that a window is a short range on the start for all the others.
LONG_DAYS = 31
_MINUTES = 1441


@dataclass(frozen=True, slots=True)
class Bounds:
    """Four bounds as numbers, in days or in seconds, never null.

    An unknown bound is the end of time that makes `possible` and `starts` hold and the others fail.
    """

    earliest_start: int
    latest_start: int
    earliest_end: int
    latest_end: int


@dataclass(frozen=True, slots=True)
class Standing:
    """One actor in an event: named in it or acted through, in which roles, and how surely."""

    actor: str
    roles: frozenset[Role]
    named: bool
    sure: bool


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything of an event that a filter or an order looks at, but its words."""

    id: str
    kind: EventKind
    status: Status
    agreement: Agreement
    forum: str | None
    part_of: str | None
    country: str | None
    topics: frozenset[str]
    levels: frozenset[Level]
    roles: frozenset[Role]
    standings: tuple[Standing, ...]
    sides: tuple[frozenset[str], ...]
    dated: bool
    timed: bool
    days: Bounds
    instants: Bounds
    start_key: int
    end_key: int

    @property
    def long(self) -> bool:
        """Whether its widest extent passes 31 days, or has an unknown end."""
        return self.days.latest_end - self.days.earliest_start > LONG_DAYS

    @property
    def extent(self) -> Span:
        """The days on which it may take place."""
        return Span(self.days.earliest_start, self.days.latest_end)


def facts(event: Event, directory: Directory) -> Facts:
    """The facts of an event, with the relations of its actors as the directory has them."""
    when = event.when
    return Facts(
        id=event.id,
        kind=event.kind,
        status=event.status,
        agreement=event.agreement,
        forum=event.forum,
        part_of=event.part_of,
        country=event.place.country if event.place else None,
        topics=frozenset(event.topics),
        levels=frozenset(p.level for p in event.participants if p.level),
        roles=frozenset(p.role for p in event.participants),
        standings=tuple(standings(event, directory)),
        sides=tuple(sides(event, directory)),
        dated=when.dated,
        timed=when.starts_at is not None,
        days=_days(when),
        instants=_instants(when),
        start_key=start_key(when),
        end_key=end_key(when),
    )


class Present(NamedTuple):
    """Who is in an event, and on which days that may be."""

    standings: Iterable[Standing]
    extent: Span


def extent(stored: Mapping[str, Any]) -> Span:
    """The days on which a stored event may take place."""
    when = stored["when"]
    return Span(_ordinal(when["earliest_start"], FIRST_DAY), _ordinal(when["latest_end"], LAST_DAY))


def _ordinal(day: str | None, unknown: int) -> int:
    return unknown if day is None else date.fromisoformat(day).toordinal()


def standings(event: Event, directory: Directory) -> Iterator[Standing]:
    """One row an actor, named or acted through; sure when any of its ways is."""
    days = possible_days(event.when)
    rows: dict[str, Standing] = {}
    for participation in event.participants:
        for reach in directory.reached(participation, days):
            row = Standing(
                reach.actor, frozenset({participation.role}), len(reach.path) == 1, reach.sure
            )
            rows[row.actor] = _joined(rows.get(row.actor), row)
    yield from rows.values()


def _joined(known: Standing | None, row: Standing) -> Standing:
    if known is None:
        return row
    return Standing(
        row.actor, known.roles | row.roles, known.named or row.named, known.sure or row.sure
    )


def sides(event: Event, directory: Directory) -> Iterator[frozenset[str]]:
    """Who each side may stand for. A host is a side only where there is a visitor."""
    days = possible_days(event.when)
    for participation in side_participations(event.participants):
        yield directory.roots(participation.actor, participation.office, days)


def start_key(when: When) -> int:
    """Sorts by the first day known, then by the local time; the undated come last."""
    first = day(when.earliest_start or when.latest_start, LAST_DAY)
    local = when.local_start
    return first * _MINUTES + (0 if local is None else local.hour * 60 + local.minute + 1)


def end_key(when: When) -> int:
    """Sorts by the latest end; an unknown end comes last."""
    return day(when.latest_end, LAST_DAY)


def first_key(first_day: int) -> int:
    """The least sort key of a start on that day."""
    return first_day * _MINUTES


UNDATED_KEY = LAST_DAY * _MINUTES


def _days(when: When) -> Bounds:
    return Bounds(
        day(when.earliest_start, FIRST_DAY),
        day(when.latest_start, LAST_DAY),
        day(when.earliest_end, FIRST_DAY),
        day(when.latest_end, LAST_DAY),
    )


def _instants(when: When) -> Bounds:
    """Day-long spans end a second before midnight, so that they do not touch the next day."""
    known = when.instants()
    back = 1 if when.ends_at is None else 0
    early_back = 0 if when.starts_at is not None else 1
    return Bounds(
        _seconds(known.earliest_start, FIRST_INSTANT),
        _seconds(known.latest_start, LAST_INSTANT),
        _seconds(known.earliest_end, FIRST_INSTANT, early_back),
        _seconds(known.latest_end, LAST_INSTANT, back),
    )


def _seconds(instant: datetime | None, unknown: int, back: int = 0) -> int:
    return unknown if instant is None else int(instant.timestamp()) - back


def words(event: Event) -> Iterator[tuple[str, str | None]]:
    """The event's own words with their languages: title, summary, place."""
    place = event.place
    for texts in (event.title, event.summary, place and place.name, place and place.city):
        for lang, text in (texts or {}).items():
            yield text, lang
