"""A question as its statement sees it: a shape, which is all that the SQL depends on, and values.

To build a statement costs ten times what it costs to run. So it is built of a shape alone and
kept: it cannot hold a value of the question that it was first made for.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from app.domain.cells import By, known
from app.domain.directory import Directory
from app.domain.facts import LONG_DAYS, first_key
from app.domain.query import (
    EventQuery,
    Match,
    Sort,
    day_range,
    day_range_in,
    instant_range,
)
from app.domain.validity import EVER, Span
from app.domain.vocabulary import Level
from app.domain.window import Window
from app.store.bits import bits
from app.store.cells import sought
from app.store.lists import numbered, padded
from app.store.pins import Pin, pinned
from app.store.search import matching

Given = dict[str, Any]


class Key(NamedTuple):
    """Where a row stands in its order; ids break ties, so that no two rows stand together."""

    part: int
    first: int
    second: int
    id: str


@dataclass(frozen=True, slots=True)
class Shape:
    """A question without its values: their names, with the length of each list and 0 for others."""

    given: tuple[tuple[str, int], ...]
    lone: str | None
    match: Match
    sort: Sort
    undated: bool
    cell: tuple[tuple[By, By | None], ...]
    part: int | None
    sqlite: bool


class Shaped(NamedTuple):
    """A question as a shape and the values to ask it with."""

    shape: Shape
    values: Mapping[str, Any]


def shaped(
    query: EventQuery,
    directory: Directory,
    pin: Pin,
    after: Key | None = None,
    *,
    lead: str | None,
    sqlite: bool,
) -> Shaped:
    """The shape of a query at a revision, and the values that it is asked with.

    `lead` is the group of one actor whose rows drive, None where those of events do.
    """
    given: Given = dict(_given(query, directory, sqlite=sqlite))
    given |= pinned(pin)
    if after is not None:
        given |= {"after_first": after.first, "after_second": after.second, "after_id": after.id}
    shape = Shape(
        given=tuple((name, len(v) if type(v) is tuple else 0) for name, v in given.items()),
        lone=lead,
        match=query.match,
        sort=query.sort,
        undated=query.undated,
        cell=tuple((by, known(by, value)) for by, value in query.cell),
        part=None if after is None else after.part,
        sqlite=sqlite,
    )
    return Shaped(shape, dict(_flat(given)))


def _flat(given: Given) -> Iterator[tuple[str, Any]]:
    for name, value in given.items():
        if type(value) is tuple:
            yield from numbered(name, value).items()
        else:
            yield name, value


def _given(query: EventQuery, directory: Directory, *, sqlite: bool) -> Iterator[tuple[str, Any]]:
    yield from _choices(query, directory)
    yield from ((f"cell{i}", sought(*pair)) for i, pair in enumerate(query.cell))
    if query.roles:
        yield "roles", bits(query.roles)
    for i, group in enumerate(query.actors):
        yield from _group(f"actor{i}", group, query, directory)
    if query.not_actors:
        yield from _group("stranger", query.not_actors, query, directory)
    if query.between:
        yield "between", query.between
    yield from _window(query)
    if query.now is not None:
        yield "now", int(query.now.timestamp())
    for i, word in enumerate(query.words):
        yield f"word{i}", matching(word.tokens, sqlite=sqlite)
        if named := directory.named_by(word.tokens):
            yield f"word{i}_actors", padded(sorted(named))


def _choices(query: EventQuery, directory: Directory) -> Iterator[tuple[str, Any]]:
    for name in ("kind", "status", "agreement", "id", "part_of", "place", "topic", "forum"):
        choice = query.forum_ids(directory) if name == "forum" else getattr(query, name)
        if choice.any:
            yield name, padded(choice.any)
        if choice.none:
            yield f"not_{name}", padded(choice.none)
    if query.level.any:
        yield "level", bits(map(Level, query.level.any))
    if query.level.none:
        yield "not_level", bits(map(Level, query.level.none))


def _group(
    name: str, group: Sequence[str], query: EventQuery, directory: Directory
) -> Iterator[tuple[str, Any]]:
    """The actors that count, those that count on the same days together."""
    spans: dict[Span, set[str]] = {}
    for asked_for in group:
        for term in directory.terms(asked_for, query.via):
            spans.setdefault(term.may, set()).add(term.actor)
    for i, (span, actors) in enumerate(spans.items()):
        yield f"{name}_span{i}", padded(sorted(actors))
        if span != EVER:
            yield f"{name}_span{i}_from", span.first
            yield f"{name}_span{i}_to", span.last


def _window(query: EventQuery) -> Iterator[tuple[str, Any]]:
    window = query.window
    if window is None:
        return
    first, last = _days(query, window)
    # The starts with which an event of at most 31 days can meet the window, and the least end.
    yield "first_start", first_key(first - LONG_DAYS)
    yield "beyond_start", first_key(last + 1)
    yield "first_end", first
    if window.by_instant:
        yield from zip(("first_at", "last_at"), instant_range(window), strict=True)
        return
    yield from zip(("first_day", "last_day"), day_range(window), strict=True)
    if query.tz is not None:
        yield from zip(("first_at", "last_at"), day_range_in(window, query.tz), strict=True)


def _days(query: EventQuery, window: Window) -> tuple[int, int]:
    """The days of the window, wherever on Earth: those of an instant are told two days wider."""
    if not window.by_instant:
        first, last = day_range(window)
        return (first - 2, last + 2) if query.tz else (first, last)
    first, last = (second // _DAY + _FIRST_OF_1970 for second in instant_range(window))
    return first - 2, last + 2


_DAY = 86_400
_FIRST_OF_1970 = date(1970, 1, 1).toordinal()
