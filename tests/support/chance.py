"""Filters made by chance, the same at every run: everything that may be asked, in company."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from random import Random
from typing import Any

from app.domain.cells import By
from app.domain.query import Choice, EventQuery, Match, Via
from app.domain.vocabulary import Role
from app.domain.window import parse_window
from app.store.words import asked

WINDOWS = (
    "2022-01-10", "2022-01", "2022", "2022-01-31/2022-02-01", "2022-01-11/..", "../2022-01-09",
    "2022-01-10T00:00Z/2022-01-10T08:30Z", "2022-01-09T10:00Z", "2022-02-01T00:00+01:00/..",
)  # fmt: skip
ACTORS = ("russia", "france", "finland", "nato", "osce", "lavrov", "poland", "minister", "ussr")
WORDS = ("talks", "winter négociations", "Russie", "gas france", "treaties", "Genève", "Suomi")
CELLS: tuple[tuple[By, str | None], ...] = (
    (By.MONTH, "2022-01"), (By.MONTH, "2022"), (By.MONTH, None), (By.YEAR, "2022"),
    (By.YEAR, None), (By.KIND, "visit"), (By.STATUS, "held"), (By.FORUM, "council"),
    (By.FORUM, None), (By.PLACE, "france"), (By.PLACE, None), (By.ACTOR, "russia"),
    (By.ACTOR, None),
)  # fmt: skip
CHOICES: dict[str, tuple[str, ...]] = {
    "kind": ("meeting", "process", "visit", "session"), "status": ("held", "confirmed"),
    "topic": ("arms", "trade"), "place": ("france",), "part_of": ("ev_00000000",),
    "level": ("minister",), "agreement": ("one_party", "none"), "id": ("ev_00000003",),
    "forum": ("council", "osce", "group", "nato"),
}  # fmt: skip


def queries(count: int, seed: int = 11) -> Iterator[EventQuery]:
    """So many filters, each of one to three parts."""
    chance = Random(seed)
    for _ in range(count):
        query = EventQuery()
        for part in chance.sample(PARTS, chance.choice([1, 1, 2, 2, 3])):
            query = part(query, chance)
        yield query


def _actors(query: EventQuery, chance: Random) -> EventQuery:
    groups = [
        tuple(chance.sample(ACTORS, chance.choice([1, 1, 2]))) for _ in range(chance.choice([1, 2]))
    ]
    via = tuple(way for way in Via if chance.random() < 0.3)
    roles = (Role.PARTY, Role.HOST) if chance.random() < 0.3 else ()
    excluded = (chance.choice(ACTORS),) if chance.random() < 0.3 else ()
    return replace(query, actors=tuple(groups), via=via, roles=roles, not_actors=excluded)


def _window(query: EventQuery, chance: Random) -> EventQuery:
    return replace(
        query,
        window=parse_window(chance.choice(WINDOWS)),
        match=chance.choice([*Match]),
        undated=chance.random() < 0.3,
        tz=chance.choice([None, None, "America/New_York", "Asia/Tokyo"]),
    )


def _choice(query: EventQuery, chance: Random) -> EventQuery:
    name = chance.choice([*CHOICES])
    values = tuple(chance.sample(CHOICES[name], min(len(CHOICES[name]), chance.choice([1, 2]))))
    chosen = Choice(none=values) if chance.random() < 0.5 else Choice(any=values)
    kept: dict[str, Any] = {name: chosen}
    return replace(query, **kept)


def _forum(query: EventQuery, chance: Random) -> EventQuery:
    above = (chance.choice(["council", "osce", "pair"]),)
    return replace(query, forum=Choice(any=above) if chance.random() < 0.6 else Choice(none=above))


def _words(query: EventQuery, chance: Random) -> EventQuery:
    return replace(query, words=asked(chance.choice(WORDS)))


def _between(query: EventQuery, chance: Random) -> EventQuery:
    pairs = [("france", "russia"), ("finland", "france"), ("osce", "russia"), ("poland", "russia")]
    return replace(query, between=chance.choice(pairs))


def _role(query: EventQuery, chance: Random) -> EventQuery:
    return replace(query, roles=(chance.choice([Role.CHAIR, Role.PARTY, Role.OBSERVER]),))


def _cell(query: EventQuery, chance: Random) -> EventQuery:
    picked = dict(chance.sample(CELLS, chance.choice([1, 2])))
    return replace(query, cell=tuple(picked.items()))


Part = Callable[[EventQuery, Random], EventQuery]
PARTS: tuple[Part, ...] = (
    _actors, _actors, _window, _window, _choice, _choice, _forum, _words, _between, _role, _cell,
)  # fmt: skip
