"""What is asked of ours and of the others: deterministic, and many, so that none is in memory."""

from collections.abc import Callable
from datetime import date
from random import Random
from typing import NamedTuple
from urllib.parse import urlsplit

import orjson

from benchmarks.cast import ACTORS, FORUMS
from benchmarks.lives import DAYS, FIRST_DAY

PAGES, LIMIT, YEARS = 2_000, 20, 5
# These have a whole page within any five years of a thousand events.
_ALWAYS, _BUSIEST = 2, 6
# The page that a walk along the cursor begins with.
FIRST = f"/v1/events?limit={LIMIT}"
# Some that are seldom there, but not so seldom that no two of them ever meet.
_RARE = range(30, 80)
_WORDS = ("gas", "borders", "grain", "missiles", "ceasefire", "fisheries", "sanctions", "visas")


class Asked(NamedTuple):
    """The question that all are asked: an actor's first events within five years."""

    actor: str
    first: date
    last: date


def windows(count: int = PAGES) -> list[Asked]:
    """One of the two busiest actors, and five years from some day on. No two are alike."""
    chance, found = Random(1), dict[Asked, None]()
    while len(found) < count:
        day = chance.randrange(DAYS - 366 * YEARS)
        first = date.fromordinal(FIRST_DAY.toordinal() + day)
        last = date.fromordinal(first.toordinal() + 365 * YEARS)
        found[Asked(ACTORS.ids[chance.randrange(_ALWAYS)], first, last)] = None
    return [*found]


def ours(asked: Asked) -> str:
    """The question as our address."""
    return f"/v1/events?actor={asked.actor}&date={asked.first}/{asked.last}&limit={LIMIT}"


def pages(more: str = "") -> list[str]:
    """All of them as our addresses."""
    return [ours(asked) + more for asked in windows()]


class Sort(NamedTuple):
    """A sort of question that a goal speaks of."""

    name: str
    addresses: list[str]


def sorts(rev: int) -> list[Sort]:
    """Each sort of question; `rev` is an old revision of the record."""
    chance = Random(2)
    return [
        Sort("plain actor page", _some(chance, lambda c: f"actor={_busy(c)}")),
        Sort("two popular actors", _some(chance, _two_popular)),
        Sort("two rare actors", _some(chance, _two_rare)),
        Sort("actor and forum", _some(chance, _in_forum)),
        Sort("text search", _some(chance, lambda c: f"q={c.choice(_WORDS)}")),
        Sort("old revision", _some(chance, lambda c: f"actor={_busy(c)}&as_of={rev}")),
    ]


def _some(chance: Random, query: Callable[[Random], str]) -> list[str]:
    """Up to 200 different addresses: what they ask has no dates, so that there are not many."""
    found = dict.fromkeys(query(chance) for _ in range(200))
    return [f"/v1/events?{one}&limit={LIMIT}" for one in found]


def _busy(chance: Random) -> str:
    return ACTORS.ids[chance.randrange(_BUSIEST)]


def _two_popular(chance: Random) -> str:
    first, second = chance.sample(ACTORS.ids[:_BUSIEST], 2)
    return f"actor={first}&actor={second}"


def _two_rare(chance: Random) -> str:
    first, second = chance.sample(_RARE, 2)
    return f"actor={ACTORS.ids[first]}&actor={ACTORS.ids[second]}"


def _in_forum(chance: Random) -> str:
    return f"actor={_busy(chance)}&forum={FORUMS.ids[chance.randrange(_BUSIEST)]}"


def row(rows: int, ask: Callable[[str], bytes]) -> str | None:
    """The address of the page after so many rows, by the cursor; None where there are not as many.

    `ask` answers an address with the body of its page.
    """
    address = FIRST
    for _ in range(rows // LIMIT):
        following = orjson.loads(ask(address))["next"]
        if following is None:
            return None
        parts = urlsplit(following)
        address = f"{parts.path}?{parts.query}"
    return address
