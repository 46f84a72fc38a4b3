"""The meaning of `EventQuery` in SQL: conditions on index rows, held to one revision."""

from collections.abc import Iterable, Iterator
from itertools import count, takewhile
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Table, and_, bindparam, exists, or_, select

from app.domain.cells import By
from app.domain.query import Match
from app.domain.vocabulary import Status
from app.store.bits import any_bit
from app.store.cells import in_cell
from app.store.lists import parameters
from app.store.pins import kept_at
from app.store.search import says
from app.store.shape import Shape
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
    """Conditions for all questions of one shape: each value is a parameter, named as there."""

    def __init__(self, shape: Shape) -> None:
        self.shape = shape
        self.given = dict(shape.given)

    def conditions(self, *, but_actor: str | None = None) -> list[Condition]:
        """All that a row of `event_index` must meet; `but_actor` is asked of a joined row."""
        return [
            *self._scalars(),
            *self._actors(but_actor),
            *self._between(),
            *self._window(),
            *self._upcoming(),
            *self._cell(),
            *map(self._word, self._numbered("word")),
        ]

    def reaching(self, keys: Table) -> tuple[list[Condition], list[Condition]] | None:
        """What an event of at most 31 days, and a longer one, must be to meet the window at all.

        Said again of the columns of an index, so that others are never looked up.
        """
        if "first_end" not in self.given:
            return None
        start, late = keys.c.start_key, keys.c.end_key >= bindparam("first_end")
        range_ = [start >= bindparam("first_start"), start < bindparam("beyond_start")]
        return [~keys.c.long, *range_, late], [keys.c.long, late]

    def believed(self, rows: Any) -> Condition:
        """The rows of the revision asked for."""
        return kept_at(rows, at_head="rev" not in self.given)

    def in_role(self, rows: Any) -> list[Condition]:
        """The role of the same participation, where one is asked."""
        return [any_bit(rows.c.roles, bindparam("roles"))] if "roles" in self.given else []

    def each(self, name: str) -> list[BindParameter[Any]]:
        """The values of a list."""
        return parameters(name, self.given[name])

    def _numbered(self, name: str) -> Iterator[str]:
        return takewhile(self.given.__contains__, (f"{name}{i}" for i in count()))

    def _scalars(self) -> Iterable[Condition]:
        yield from self._choice("kind", _events.kind)
        yield from self._choice("status", _events.status)
        yield from self._choice("agreement", _events.agreement)
        yield from self._choice("id", _events.entity)
        yield from self._choice("forum", _events.forum)
        yield from self._choice("part_of", _events.part_of)
        yield from self._choice("place", _events.country)
        yield from self._levels()
        yield from self._topics()
        if "roles" in self.given and "actor0_span0" not in self.given:
            yield any_bit(_events.roles, bindparam("roles"))

    def _choice(self, name: str, column: ColumnElement[Any]) -> Iterable[Condition]:
        if name in self.given:
            yield column.in_(self.each(name))
        if (none := f"not_{name}") in self.given:
            yield or_(column.is_(None), column.not_in(self.each(none)))

    def _levels(self) -> Iterable[Condition]:
        if "level" in self.given:
            yield any_bit(_events.levels, bindparam("level"))
        if "not_level" in self.given:
            yield ~any_bit(_events.levels, bindparam("not_level"))

    def _topics(self) -> Iterable[Condition]:
        if "topic" in self.given:
            yield self._exists(event_topics, event_topics.c.topic.in_(self.each("topic")))
        if "not_topic" in self.given:
            yield ~self._exists(event_topics, event_topics.c.topic.in_(self.each("not_topic")))

    def _actors(self, but: str | None) -> Iterable[Condition]:
        for i in count():
            if f"actor{i}_span0" not in self.given:
                break
            if f"actor{i}" != but:
                yield self._has(f"actor{i}")
        if "stranger_span0" in self.given:
            yield ~self._has("stranger")

    def _has(self, group: str) -> Condition:
        found = or_(*map(self._on_days, self._numbered(f"{group}_span")))
        return self._exists(event_actors, found, *self.in_role(event_actors))

    def _on_days(self, span: str) -> Condition:
        """Actors of a group, where they count for it on some days only: in events of those days."""
        named = event_actors.c.actor.in_(self.each(span))
        if f"{span}_from" not in self.given:
            return named
        begun = _events.earliest_start_day <= bindparam(f"{span}_to")
        return and_(named, begun, _events.latest_end_day >= bindparam(f"{span}_from"))

    def _between(self) -> Iterable[Condition]:
        if "between" not in self.given:
            return
        wanted = self.each("between")
        for actor in wanted:
            yield self._exists(event_sides, event_sides.c.actor == actor)
        side = event_sides.alias("side")
        stands_for_one = self._exists(
            event_sides, event_sides.c.side == side.c.side, event_sides.c.actor.in_(wanted)
        )
        stranger = and_(side.c.entity == _events.entity, self.believed(side), ~stands_for_one)
        yield ~exists(select(side.c.id).where(stranger).correlate(event_index))

    def _window(self) -> Iterable[Condition]:
        met = self._overlaps()
        if met is not None:
            yield or_(~_events.dated, met) if self.shape.undated else and_(_events.dated, met)

    def _overlaps(self) -> Condition | None:
        by = [unit for unit in _UNITS if f"first_{unit}" in self.given]
        if len(by) < 2:
            return _overlaps(by[0], self.shape.match) if by else None
        by_days, by_seconds = (_overlaps(unit, self.shape.match) for unit in _UNITS)
        return or_(and_(_events.timed, by_seconds), and_(~_events.timed, by_days))

    def _upcoming(self) -> Iterable[Condition]:
        if "now" in self.given:
            yield _events.latest_end_at >= bindparam("now")
            yield _events.status != Status.HELD

    def _cell(self) -> Iterable[Condition]:
        for i, (by, known) in enumerate(self.shape.cell):
            if by is not By.ACTOR:
                yield in_cell(by, known, self.each(f"cell{i}"))
            elif known is None:
                yield ~self._exists(event_actors, *self.in_role(event_actors))
            else:
                named = event_actors.c.actor.in_(self.each(f"cell{i}"))
                yield self._exists(event_actors, named, *self.in_role(event_actors))

    def _word(self, word: str) -> Condition:
        said = self._exists(event_texts, says(word, sqlite=self.shape.sqlite))
        if (actors := f"{word}_actors") not in self.given:
            return said
        return or_(said, self._exists(event_actors, event_actors.c.actor.in_(self.each(actors))))

    def _exists(self, rows: Table, *conditions: Condition) -> Condition:
        same = rows.c.entity == _events.entity
        found = select(rows.c.id).where(same, self.believed(rows), *conditions)
        return exists(found.correlate_except(rows))


def _overlaps(unit: str, match: Match) -> Condition:
    """The four matches, as `app.domain.query.overlaps` means them."""
    es, ls, ee, le = (_events[f"{name}_{unit}"] for name in _BOUNDS)
    first: BindParameter[int] = bindparam(f"first_{unit}")
    last: BindParameter[int] = bindparam(f"last_{unit}")
    return {
        Match.POSSIBLE: and_(es <= last, le >= first),
        Match.STARTS: and_(es <= last, ls >= first),
        Match.CERTAIN: and_(ls <= last, ee >= first),
        Match.WITHIN: and_(es >= first, le <= last),
    }[match]


_UNITS = ("day", "at")
_BOUNDS = ("earliest_start", "latest_start", "earliest_end", "latest_end")
