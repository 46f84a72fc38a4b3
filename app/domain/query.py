"""The question as one frozen value, and its meaning in plain Python."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from hashlib import sha256
from typing import NamedTuple

from app.domain.cells import Cell, values
from app.domain.directory import Directory, Term
from app.domain.event import Event
from app.domain.facts import FIRST_INSTANT, LAST_INSTANT, Bounds, Facts, Present, facts, words
from app.domain.source import Statement
from app.domain.validity import FIRST_DAY, LAST_DAY, day
from app.domain.vocabulary import Role, Status
from app.domain.window import Window
from app.domain.zones import zone


class Match(StrEnum):
    """How an event meets the window; an unknown bound meets the first two and fails the others."""

    POSSIBLE = "possible"
    STARTS = "starts"
    CERTAIN = "certain"
    WITHIN = "within"


class Via(StrEnum):
    """The ways in which one actor may count for another."""

    MEMBERS = "members"
    ORGANISATIONS = "organisations"
    PREDECESSORS = "predecessors"


class Sort(StrEnum):
    """The orders of a list; the undated are last in both orders by date."""

    DATE = "date"
    DATE_REVERSED = "-date"
    CHANGED = "-changed"


class Word(NamedTuple):
    """A word asked for, and the analysed tokens that answer it."""

    text: str
    tokens: frozenset[str]


@dataclass(frozen=True, slots=True)
class Choice:
    """One of these values, and none of those; empty means any."""

    any: tuple[str, ...] = ()
    none: tuple[str, ...] = ()

    def admits(self, values: Collection[str]) -> bool:
        """Whether these values of an event fit."""
        wanted = not self.any or any(value in values for value in self.any)
        return wanted and not any(value in values for value in self.none)


ANY = Choice()


@dataclass(frozen=True, slots=True)
class EventQuery:
    """The filter. `actors` is all of its groups, each any of its ids; `now` is for upcoming."""

    actors: tuple[tuple[str, ...], ...] = ()
    not_actors: tuple[str, ...] = ()
    between: tuple[str, ...] = ()
    via: tuple[Via, ...] = ()
    roles: tuple[Role, ...] = ()
    forum: Choice = ANY
    window: Window | None = None
    match: Match = Match.POSSIBLE
    undated: bool = False
    tz: str | None = None
    now: datetime | None = None
    kind: Choice = ANY
    status: Choice = ANY
    topic: Choice = ANY
    place: Choice = ANY
    part_of: Choice = ANY
    level: Choice = ANY
    agreement: Choice = ANY
    id: Choice = ANY
    words: tuple[Word, ...] = ()
    cell: Cell = ()
    sort: Sort = Sort.DATE

    def matches(
        self, event: Event, directory: Directory, statements: Iterable[Statement] = ()
    ) -> bool:
        """Whether the event belongs to the answer: the meaning that the SQL must repeat."""
        found = facts(event, directory)
        return self.admits(found, directory) and self._says(event, found, directory, statements)

    def admits(self, event: Facts, directory: Directory) -> bool:
        """Whether the event fits in everything but its words."""
        return (
            self._of_its_kind(event, directory)
            and self._attended(event, directory)
            and self._between(event)
            and self._in_window(event)
            and self._upcoming(event)
            and self._in_cell(event)
        )

    def fingerprint(self) -> str:
        """The same for the same filter and order, whatever the form, language or page."""
        parts = [
            told if (value := getattr(self, name)) is default else f"{name}={value!r}"
            for name, default, told in _DEFAULTS
        ]
        spelt = [sorted(word.tokens) for word in self.words]
        return sha256(f"{';'.join(parts)};{spelt}".encode()).hexdigest()[:16]

    def _of_its_kind(self, event: Facts, directory: Directory) -> bool:
        forum = self.forum_ids(directory)
        return (
            self.kind.admits((event.kind,))
            and self.status.admits((event.status,))
            and self.agreement.admits((event.agreement,))
            and self.id.admits((event.id,))
            and forum.admits(_known(event.forum))
            and self.part_of.admits(_known(event.part_of))
            and self.place.admits(_known(event.country))
            and self.topic.admits(event.topics)
            and self.level.admits(event.levels)
        )

    def forum_ids(self, directory: Directory) -> Choice:
        """The forums asked for with all that are below them. One without any admits nothing."""
        if self.forum is ANY:
            return ANY
        wanted = _family(self.forum.any, directory)
        return Choice(wanted or self.forum.any, _family(self.forum.none, directory))

    def _attended(self, event: Facts, directory: Directory) -> bool:
        if self.roles and not self.actors and not event.roles.intersection(self.roles):
            return False
        return all(self._has(event, group, directory) for group in self.actors) and not self._has(
            event, self.not_actors, directory
        )

    def _has(self, event: Facts, group: Iterable[str], directory: Directory) -> bool:
        return any(True for _ in self.standing_for(event, group, directory))

    def standing_for(
        self, event: Facts | Present, group: Iterable[str], directory: Directory
    ) -> Iterator[tuple[Term, bool]]:
        """The terms by which an actor of the group is in the event, and whether each is sure."""
        present = {s.actor: s for s in event.standings if self._in_role(s.roles)}
        for asked in group:
            for term in directory.terms(asked, self.via):
                if term.actor in present and event.extent.meets(term.may):
                    sure = present[term.actor].sure and event.extent.within(term.sure)
                    yield term, sure

    def _in_role(self, roles: frozenset[Role]) -> bool:
        return not self.roles or not roles.isdisjoint(self.roles)

    def _between(self, event: Facts) -> bool:
        if not self.between:
            return True
        wanted = frozenset(self.between)
        present = frozenset[str]().union(*event.sides)
        return wanted <= present and all(side & wanted for side in event.sides)

    def _in_window(self, event: Facts) -> bool:
        if self.window is None:
            return True
        if not event.dated:
            return self.undated
        return self._overlaps(event, self.window)

    def _overlaps(self, event: Facts, window: Window) -> bool:
        if window.by_instant:
            return overlaps(event.instants, instant_range(window), self.match)
        if self.tz is not None and event.timed:
            return overlaps(event.instants, day_range_in(window, self.tz), self.match)
        return overlaps(event.days, day_range(window), self.match)

    def _upcoming(self, event: Facts) -> bool:
        if self.now is None:
            return True
        past = event.instants.latest_end < int(self.now.timestamp())
        return not past and event.status is not Status.HELD

    def _in_cell(self, event: Facts) -> bool:
        return all(value in values(event, by, frozenset(self.roles)) for by, value in self.cell)

    def _says(
        self, event: Event, found: Facts, directory: Directory, statements: Iterable[Statement]
    ) -> bool:
        if not self.words:
            return True
        said = {*words(event)}
        for statement in statements:
            said |= {(text, lang) for lang, text in statement.summary.items()}
        spoken = frozenset[str]().union(*(directory.analyse(*text) for text in said))
        actors = {standing.actor for standing in found.standings}
        return all(
            not spoken.isdisjoint(word.tokens) or directory.named_by(word.tokens) & actors
            for word in self.words
        )


# Most of a filter is not given: how that is written is written once.
_DEFAULTS = [
    (field.name, field.default, f"{field.name}={field.default!r}")
    for field in fields(EventQuery)
    if field.name != "words"
]


def overlaps(event: Bounds, window: tuple[int, int], match: Match) -> bool:
    """The four matches over bounds and a window in the same unit, both ends included."""
    first, last = window
    if match is Match.POSSIBLE:
        return event.earliest_start <= last and event.latest_end >= first
    if match is Match.STARTS:
        return event.earliest_start <= last and event.latest_start >= first
    if match is Match.CERTAIN:
        return event.latest_start <= last and event.earliest_end >= first
    return event.earliest_start >= first and event.latest_end <= last


def day_range(window: Window) -> tuple[int, int]:
    """The window in days; an open end is beyond all dates known, but not beyond unknown bounds."""
    return day(window.first, FIRST_DAY + 1), day(window.last, LAST_DAY - 1)


def instant_range(window: Window) -> tuple[int, int]:
    """The window in seconds."""
    return _second(window.after, FIRST_INSTANT + 1), _second(window.before, LAST_INSTANT - 1)


def day_range_in(window: Window, tz: str) -> tuple[int, int]:
    """The first and last second of the window's days in a time zone."""
    after = _midnight(window.first, tz)
    before = _midnight(window.last + timedelta(days=1), tz) if window.last else None
    return _second(after, FIRST_INSTANT + 1), _second(before, LAST_INSTANT) - 1


def _midnight(value: date | None, tz: str) -> datetime | None:
    return None if value is None else datetime.combine(value, time(), zone(tz)).astimezone(UTC)


def _second(instant: datetime | None, unknown: int) -> int:
    return unknown if instant is None else int(instant.timestamp())


def _known(value: str | None) -> tuple[str, ...]:
    return () if value is None else (value,)


def _family(asked: Iterable[str], directory: Directory) -> tuple[str, ...]:
    return tuple(sorted(frozenset[str]().union(*map(directory.forum_family, asked))))
