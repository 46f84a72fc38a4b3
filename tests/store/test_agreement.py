"""The SQL means what `EventQuery.matches` means: over a product of cases, at head and before."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from itertools import product
from typing import Any

import pytest

from app.domain import query as meaning
from app.domain.event import Event
from app.domain.facts import Bounds
from app.domain.query import Choice, EventQuery, Match, Sort, Via
from app.domain.source import Statement
from app.domain.things import Thing
from app.domain.vocabulary import Role
from app.domain.window import Window, parse_window
from app.store import events as reads
from app.store import shape, where
from app.store.pins import Pin, pin
from app.store.words import asked
from tests.support.chance import CELLS, WINDOWS
from tests.support.statements import build_anew
from tests.support.world import World, actor, event, events, member, statements

COUNT = 108
EVERY = 10_000

NOW = datetime(2022, 1, 10, 23, tzinfo=UTC)


def queries() -> Iterator[EventQuery]:
    """Each parameter alone, dates in every match, and some in company."""
    for window, match in product(WINDOWS, Match):
        dated = EventQuery(window=parse_window(window), match=match)
        yield dated
        yield replace(dated, undated=True, actors=(("russia",),))
        if not dated.window or not dated.window.by_instant:
            yield replace(dated, tz="America/New_York")
            yield replace(dated, tz="Asia/Tokyo", sort=Sort.DATE_REVERSED)
    yield from _actors()
    for text in ("talks", "winter négociations", "Russie", "gas france", "treaty", "Genève"):
        yield EventQuery(words=asked(text))
    yield from (EventQuery(cell=(pair,)) for pair in CELLS)
    yield EventQuery(now=NOW)
    yield EventQuery(now=NOW, status=Choice(none=("cancelled",)), sort=Sort.CHANGED)
    for name, values in CHOICES.items():
        for value in values:
            yield _choosing(name, Choice(any=(value,)))
            yield _choosing(name, Choice(none=(value,)))


def _choosing(name: str, choice: Choice) -> EventQuery:
    chosen: dict[str, Any] = {name: choice}
    return EventQuery(**chosen)


CHOICES: dict[str, tuple[str, ...]] = {
    "kind": ("meeting", "process"), "status": ("held",), "topic": ("arms", "trade"),
    "place": ("france",), "part_of": ("ev_00000000",), "level": ("minister",),
    "agreement": ("one_party", "none"), "id": ("ev_00000003",),
    "forum": ("council", "osce", "group", "nato"),
}  # fmt: skip


def _actors() -> Iterator[EventQuery]:
    groups: tuple[tuple[tuple[str, ...], ...], ...] = (
        (("russia",),), (("france",), ("russia",)), (("russia", "finland"),), (("nato",),),
        (("lavrov",),), (("poland",),), (("osce",),), (("minister",), ("france", "poland")),
    )  # fmt: skip
    ways = ((), (Via.MEMBERS,), (Via.ORGANISATIONS,), (Via.PREDECESSORS,), tuple(Via))
    for group, via in product(groups, ways):
        yield EventQuery(actors=group, via=via)
        yield EventQuery(not_actors=group[0], via=via)
        yield EventQuery(actors=group, via=via, roles=(Role.HOST, Role.PARTY))
        yield EventQuery(actors=group, via=via, window=parse_window("2022-01"))
    for pair in (
        ("france", "russia"),
        ("finland", "france"),
        ("osce", "russia"),
        ("poland", "russia"),
    ):
        yield EventQuery(between=pair)
    yield EventQuery(roles=(Role.CHAIR,))


def _fill(world: World) -> Pin:
    """Events, then changes that close rows: an earlier revision has other rows than the head."""
    made = list(events(COUNT))
    world.put(Thing.EVENT, *made)
    world.put(Thing.STATEMENT, *statements([e["id"] for e in made]))
    with world.database.reading() as connection:
        former = pin(connection)
    world.put(Thing.EVENT, *({**e, "when": "2022-01-20"} for e in made[::7]))
    world.put(Thing.ACTOR, actor("finland", relations=[member("nato", **{"from": "2021-01-01"})]))
    return former


def disagreements(world: World, as_of: int | None = None) -> list[tuple[EventQuery, str]]:
    """The cases in which the plain meaning and the database differ."""
    with world.database.reading() as connection:
        pinned = pin(connection, as_of)
        directory = world.directories.at(connection, pinned)
        everything, _ = reads.page(connection, EventQuery(), directory, pinned, EVERY)
        said = reads.related(connection, pinned, everything, frozenset({"statements"})).statements
        known = [
            (
                Event.model_validate(item.document),
                [Statement.model_validate(s.document) for s in said.get(item.id, [])],
            )
            for item in everything
        ]
        found = []
        for query in queries():
            items, _ = reads.page(connection, query, directory, pinned, EVERY)
            ids = {item.id for item in items}
            assert reads.count(connection, query, directory, pinned) == len(items) == len(ids)
            found += [
                (query, one.id)
                for one, statements_ in known
                if query.matches(one, directory, statements_) != (one.id in ids)
            ]
        assert len(known) == COUNT
        return found


def test_there_are_enough_cases() -> None:
    assert len(list(queries())) * COUNT >= 5_000


def test_plain_meaning_and_sql_agree(world: World) -> None:
    former = _fill(world)

    assert disagreements(world) == []
    assert disagreements(world, former.rev) == []


def _slipped(event: Bounds, window: tuple[int, int], match: Match) -> bool:
    first, last = window
    if match is Match.POSSIBLE:
        return event.earliest_start < last and event.latest_end >= first
    return RIGHT(event, window, match)


RIGHT = meaning.overlaps


def test_a_slip_in_the_plain_meaning_is_noticed(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    _fill(world)
    monkeypatch.setattr(meaning, "overlaps", _slipped)

    assert disagreements(world)


def test_a_slip_in_the_sql_is_noticed(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    _fill(world)
    right: Callable[..., Any] = where._overlaps

    def slipped(unit: str, match: Match) -> Any:
        return right(unit, Match.STARTS if match is Match.POSSIBLE else match)

    monkeypatch.setattr(where, "_overlaps", slipped)
    build_anew(monkeypatch)

    assert disagreements(world)


def test_a_slip_in_the_values_is_noticed(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    _fill(world)

    def slipped(window: Window) -> tuple[int, int]:
        first, last = meaning.day_range(window)
        return first + 1, last

    monkeypatch.setattr(shape, "day_range", slipped)

    assert disagreements(world)


@pytest.mark.parametrize("sort", Sort)
def test_pages_of_any_order_are_the_whole_list_without_repeats(world: World, sort: Sort) -> None:
    _fill(world)
    query = EventQuery(sort=sort, window=parse_window("2021-06/2023"), undated=True)
    with world.database.reading() as connection:
        pinned = pin(connection)
        directory = world.directories.at(connection, pinned)
        whole, _ = reads.page(connection, query, directory, pinned, EVERY)
        walked, key = reads.page(connection, query, directory, pinned, 7)
        while key is not None:
            more, key = reads.page(connection, query, directory, pinned, 7, key)
            walked += more

    assert [item.id for item in walked] == [item.id for item in whole]
    assert len(walked) > 90


def test_the_undated_are_last_in_both_orders(world: World) -> None:
    world.put(Thing.EVENT, event(1, None), event(2, "2022"), event(3, "2021-01-05"))
    with world.database.reading() as connection:
        pinned = pin(connection)
        directory = world.directories.at(connection, pinned)
        ids = {
            sort: [
                i.id[-1]
                for i in reads.page(connection, EventQuery(sort=sort), directory, pinned, 9)[0]
            ]
            for sort in (Sort.DATE, Sort.DATE_REVERSED)
        }

    assert ids == {Sort.DATE: ["3", "2", "1"], Sort.DATE_REVERSED: ["2", "3", "1"]}
