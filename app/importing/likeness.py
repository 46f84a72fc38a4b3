"""Whether a new event may be one that is known already: offered to a person, never decided."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from itertools import islice
from typing import Any, NamedTuple

from rapidfuzz import fuzz

from app.domain.resolve import folded
from app.domain.text import chosen
from app.importing.report import Likeness
from app.store.neighbours import neighbours
from app.store.sessions import Connection

Json = dict[str, Any]
_SAME_TITLE = 90
# Of a council of many, a few are enough to find it by.
_LOOKED_FOR = 4
_HELD_AGAINST, _OFFERED = 50, 3

LineOf = Callable[[str], int | None]


class _Near(NamedTuple):
    """Where two tellings of one event stand side by side: who comes, on which day."""

    actor: str
    day: int


def likenesses(
    connection: Connection, created: Iterable[Json], line_of: LineOf
) -> Iterator[Likeness]:
    """For each new event, those it is like; a pair of new events once, with the later line first.

    `line_of` says in which line of the file an event was told, where it was told there. Each is
    held against some of those beside it and no more: a thousand events of one day are no likeness.
    """
    fresh = {event["id"]: event for event in created}
    beside: dict[_Near, list[Json]] = {}
    for event in neighbours(connection, {near for e in fresh.values() for near in _near(e)}):
        for near in _near(event):
            beside.setdefault(near, []).append(event)
    for id_, event in fresh.items():
        others = islice(_beside(event, beside), _HELD_AGAINST)
        found = (o for o in others if _earlier(o["id"], id_, line_of, fresh) and alike(event, o))
        for other in islice(found, _OFFERED):
            yield _likeness(event, other, line_of)


def _beside(event: Json, beside: Mapping[_Near, list[Json]]) -> Iterator[Json]:
    """Those that share an actor and the day, each once."""
    given = {event["id"]}
    for other in (other for place in _near(event) for other in beside.get(place, ())):
        if other["id"] not in given:
            given.add(other["id"])
            yield other


def _likeness(event: Json, other: Json, line_of: LineOf) -> Likeness:
    titles = _title(event), _title(other)
    line = line_of(event["id"]) or 0
    return Likeness(line, event["id"], titles[0], other["id"], titles[1], line_of(other["id"]))


def alike(one: Json, other: Json) -> bool:
    """Whether two documents may tell of one event.

    The same day and place, the same company or nearly, and the same kind or title. Parts of one
    meeting are alike only by their titles.
    """
    return (
        one["when"]["earliest_start"] == other["when"]["earliest_start"]
        and _same_company(_principals(one), _principals(other))
        and _fit({_country(one)}, {_country(other)})
        and _fit(_cities(one), _cities(other))
        and (_same_title(one, other) or (_same_kind(one, other) and not _siblings(one, other)))
    )


def _same_company(one: frozenset[str], other: frozenset[str]) -> bool:
    """Equal, or all of one in the other, and more than one."""
    return one == other or (min(len(one), len(other)) > 1 and (one <= other or other <= one))


def _fit(one: set[Any], other: set[Any]) -> bool:
    """A place that only one of them names does not tell them apart."""
    known = one - {None}, other - {None}
    return not all(known) or bool(known[0] & known[1])


def _same_kind(one: Json, other: Json) -> bool:
    return bool(one["kind"] == other["kind"] or _cities(one) & _cities(other))


def _same_title(one: Json, other: Json) -> bool:
    return fuzz.token_sort_ratio(folded(_title(one)), folded(_title(other))) >= _SAME_TITLE


def _siblings(one: Json, other: Json) -> bool:
    return one["part_of"] is not None and one["part_of"] == other["part_of"]


def _earlier(other: str, id_: str, line_of: LineOf, fresh: Mapping[str, Json]) -> bool:
    return other not in fresh or (line_of(other) or 0) < (line_of(id_) or 0)


def _near(event: Json) -> Iterator[_Near]:
    start = event["when"]["earliest_start"]
    for actor in sorted(_principals(event))[:_LOOKED_FOR] if start else ():
        yield _Near(actor, date.fromisoformat(start).toordinal())


def _principals(event: Json) -> frozenset[str]:
    """Who comes: the visitors, or everybody where nobody is one."""
    visitors = {p["actor"] for p in event["participants"] if p["role"] == "visitor"}
    return frozenset(visitors or {p["actor"] for p in event["participants"]})


def _country(event: Json) -> str | None:
    place: Json = event["place"] or {}
    return place.get("country")


def _cities(event: Json) -> set[str]:
    return {folded(city) for city in ((event["place"] or {}).get("city") or {}).values()}


def _title(event: Json) -> str:
    return chosen(event["title"], "en")[1]
