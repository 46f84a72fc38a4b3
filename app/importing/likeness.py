"""Whether a new event may be one that is known already: offered to a person, never decided."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from rapidfuzz import fuzz

from app.domain.resolve import folded
from app.domain.text import chosen
from app.importing.report import Likeness
from app.store.neighbours import neighbours
from app.store.sessions import Connection

Json = dict[str, Any]
_SAME_TITLE = 90


class _Near(NamedTuple):
    """Where two tellings of one event stand side by side: who comes, on which day."""

    actor: str
    day: int


def likenesses(
    connection: Connection, created: Iterable[Json], lines: Mapping[str, int]
) -> Iterator[Likeness]:
    """For each new event, those it is like; a pair of new events once, with the later line first.

    `lines` says in which line of the file an event was told, where it was told there.
    """
    fresh = {event["id"]: event for event in created}
    places = {id_: near for id_, event in fresh.items() if (near := _near(event))}
    beside: dict[_Near, list[Json]] = {}
    for event in neighbours(connection, places.values()):
        for near in _all_near(event):
            beside.setdefault(near, []).append(event)
    for id_, near in places.items():
        for other in beside.get(near, ()):
            if _earlier(other["id"], id_, lines, fresh) and alike(fresh[id_], other):
                yield Likeness(lines[id_], id_, other["id"], lines.get(other["id"]))


def alike(one: Json, other: Json) -> bool:
    """Whether two documents tell of the same kind of event, day, place and company."""
    return (
        one["kind"] == other["kind"]
        and one["when"]["earliest_start"] == other["when"]["earliest_start"]
        and _principals(one) == _principals(other)
        and _country(one) == _country(other)
        and _cities_fit(one, other)
        and fuzz.token_sort_ratio(_title(one), _title(other)) >= _SAME_TITLE
    )


def _earlier(other: str, id_: str, lines: Mapping[str, int], fresh: Mapping[str, Json]) -> bool:
    if other == id_:
        return False
    return other not in fresh or lines[other] < lines[id_]


def _near(event: Json) -> _Near | None:
    return min(_all_near(event), default=None)


def _all_near(event: Json) -> Iterator[_Near]:
    start = event["when"]["earliest_start"]
    for actor in _principals(event) if start else ():
        yield _Near(actor, date.fromisoformat(start).toordinal())


def _principals(event: Json) -> frozenset[str]:
    """Who comes: the visitors, or everybody where nobody is one."""
    visitors = {p["actor"] for p in event["participants"] if p["role"] == "visitor"}
    return frozenset(visitors or {p["actor"] for p in event["participants"]})


def _country(event: Json) -> str | None:
    place: Json = event["place"] or {}
    return place.get("country")


def _cities_fit(one: Json, other: Json) -> bool:
    """A city that only one of them names does not tell them apart."""
    cities = [_cities(one), _cities(other)]
    return not all(cities) or bool(cities[0] & cities[1])


def _cities(event: Json) -> set[str]:
    return {folded(city) for city in ((event["place"] or {}).get("city") or {}).values()}


def _title(event: Json) -> str:
    return folded(chosen(event["title"], "en")[1])
