"""The meaning of `EventQuery` in SQL: conditions on index rows, held to one revision."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Table, and_, exists, false, or_, select

from app.domain.cells import By
from app.domain.directory import Directory, Term
from app.domain.facts import LONG_DAYS, first_key
from app.domain.query import (
    Choice,
    EventQuery,
    Match,
    Word,
    day_range,
    day_range_in,
    instant_range,
)
from app.domain.validity import EVER, Span
from app.domain.vocabulary import Level, Status
from app.domain.window import Window
from app.store.bits import any_bit, bits
from app.store.cells import in_cell
from app.store.pins import Pin, at
from app.store.search import says
from app.store.tables import (
    event_actors,
    event_index,
    event_sides,
    event_texts,
    event_topics,
)

Condition = ColumnElement[bool]

_events = event_index.c


class Where:
    """Conditions for one query at one revision, with the directory that expands its actors."""

    def __init__(self, query: EventQuery, directory: Directory, pin: Pin, *, sqlite: bool) -> None:
        self.query = query
        self.directory = directory
        self.pin = pin
        self.sqlite = sqlite

    def conditions(self, *, but_actor: str | None = None) -> list[Condition]:
        """All that a row of `event_index` must meet; `but_actor` is asked of a joined row."""
        return [
            *self._scalars(),
            *self._actors(but_actor),
            *self._between(),
            *self._window(),
            *self._upcoming(),
            *self._cell(),
            *(self._word(word) for word in self.query.words),
        ]

    def short(self, keys: Table) -> Condition | None:
        """The range of starts in which an event of at most 31 days can meet the window."""
        window = self.query.window
        if window is None or window.by_instant or self.query.tz or self.query.undated:
            return None
        first, last = day_range(window)
        start = keys.c.start_key
        return and_(start >= first_key(first - LONG_DAYS), start < first_key(last + 1))

    def in_role(self, rows: Any) -> list[Condition]:
        """The role of the same participation, where one is asked."""
        return [any_bit(rows.c.roles, bits(self.query.roles))] if self.query.roles else []

    def _scalars(self) -> Iterable[Condition]:
        query = self.query
        yield from _choice(_events.kind, query.kind)
        yield from _choice(_events.status, query.status)
        yield from _choice(_events.agreement, query.agreement)
        yield from _choice(_events.entity, query.id)
        yield from _choice(_events.forum, query.forum_ids(self.directory))
        yield from _choice(_events.part_of, query.part_of)
        yield from _choice(_events.country, query.place)
        yield from _levels(query.level)
        yield from self._topics(query.topic)
        if query.roles and not query.actors:
            yield any_bit(_events.roles, bits(query.roles))

    def _topics(self, topic: Choice) -> Iterable[Condition]:
        if topic.any:
            yield self._exists(event_topics, event_topics.c.topic.in_(topic.any))
        if topic.none:
            yield ~self._exists(event_topics, event_topics.c.topic.in_(topic.none))

    def _actors(self, but: str | None) -> Iterable[Condition]:
        for group in self.query.actors:
            if group != (but,):
                yield self._has(group)
        if self.query.not_actors:
            yield ~self._has(self.query.not_actors)

    def _has(self, group: Iterable[str]) -> Condition:
        terms = [t for asked in group for t in self.directory.terms(asked, self.query.via)]
        found = or_(false(), *_by_days(terms))
        return self._exists(event_actors, found, *self.in_role(event_actors))

    def _between(self) -> Iterable[Condition]:
        wanted = self.query.between
        for actor in wanted:
            yield self._exists(event_sides, event_sides.c.actor == actor)
        if wanted:
            side = event_sides.alias("side")
            stands_for_one = self._exists(
                event_sides, event_sides.c.side == side.c.side, event_sides.c.actor.in_(wanted)
            )
            stranger = and_(side.c.entity == _events.entity, _at(side, self.pin), ~stands_for_one)
            yield ~exists(select(side.c.id).where(stranger).correlate(event_index))

    def _window(self) -> Iterable[Condition]:
        window = self.query.window
        if window is None:
            return
        met = self._overlaps(window)
        yield or_(~_events.dated, met) if self.query.undated else and_(_events.dated, met)

    def _overlaps(self, window: Window) -> Condition:
        match = self.query.match
        if window.by_instant:
            return _overlaps("at", instant_range(window), match)
        by_days = _overlaps("day", day_range(window), match)
        if self.query.tz is None:
            return by_days
        by_seconds = _overlaps("at", day_range_in(window, self.query.tz), match)
        return or_(and_(_events.timed, by_seconds), and_(~_events.timed, by_days))

    def _upcoming(self) -> Iterable[Condition]:
        now = self.query.now
        if now is not None:
            yield _events.latest_end_at >= int(now.timestamp())
            yield _events.status != Status.HELD

    def _cell(self) -> Iterable[Condition]:
        for by, value in self.query.cell:
            if by is not By.ACTOR:
                yield in_cell(by, value)
            elif value is None:
                yield ~self._exists(event_actors, *self.in_role(event_actors))
            else:
                named = event_actors.c.actor == value
                yield self._exists(event_actors, named, *self.in_role(event_actors))

    def _word(self, word: Word) -> Condition:
        said = self._exists(event_texts, says(word.tokens, sqlite=self.sqlite))
        actors = self.directory.named_by(word.tokens)
        if not actors:
            return said
        return or_(said, self._exists(event_actors, event_actors.c.actor.in_(sorted(actors))))

    def _exists(self, rows: Table, *conditions: Condition) -> Condition:
        same = rows.c.entity == _events.entity
        found = select(rows.c.id).where(same, at(rows, self.pin), *conditions)
        return exists(found.correlate_except(rows))


def _at(rows: Any, pin: Pin) -> Condition:
    return at(rows, pin)


def _choice(column: ColumnElement[Any], choice: Choice) -> Iterable[Condition]:
    if choice.any:
        yield column.in_(choice.any)
    if choice.none:
        yield or_(column.is_(None), column.not_in(choice.none))


def _levels(level: Choice) -> Iterable[Condition]:
    if level.any:
        yield any_bit(_events.levels, bits(map(Level, level.any)))
    if level.none:
        yield ~any_bit(_events.levels, bits(map(Level, level.none)))


def _by_days(terms: Sequence[Term]) -> Iterable[Condition]:
    """The actors that count, those that count on the same days together."""
    spans: dict[Span, list[str]] = {}
    for term in terms:
        spans.setdefault(term.may, []).append(term.actor)
    for span, actors in spans.items():
        named = event_actors.c.actor.in_(sorted(set(actors)))
        yield named if span == EVER else and_(named, _on_days(span))


def _on_days(span: Span) -> Condition:
    return and_(_events.earliest_start_day <= span.last, _events.latest_end_day >= span.first)


def _overlaps(unit: str, window: tuple[int, int], match: Match) -> Condition:
    """The four matches, as `app.domain.query.overlaps` means them."""
    first, last = window
    es, ls, ee, le = (_events[f"{name}_{unit}"] for name in _BOUNDS)
    return {
        Match.POSSIBLE: and_(es <= last, le >= first),
        Match.STARTS: and_(es <= last, ls >= first),
        Match.CERTAIN: and_(ls <= last, ee >= first),
        Match.WITHIN: and_(es >= first, le <= last),
    }[match]


_BOUNDS = ("earliest_start", "latest_start", "earliest_end", "latest_end")
