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
# Of a council of many, a few are enough to find it by.
_LOOKED_FOR = 4


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
    beside: dict[_Near, list[Json]] = {}
    for event in neighbours(connection, {near for e in fresh.values() for near in _near(e)}):
        for near in _near(event):
            beside.setdefault(near, []).append(event)
    for id_, event in fresh.items():
        for other in _beside(event, beside):
            if _earlier(other["id"], id_, lines, fresh) and alike(event, other):
                yield _likeness(event, other, lines)


def _beside(event: Json, beside: Mapping[_Near, list[Json]]) -> Iterable[Json]:
    """Those that share an actor and the day, each once."""
    near = (other for place in _near(event) for other in beside.get(place, ()))
    return {other["id"]: other for other in near}.values()


def _likeness(event: Json, other: Json, lines: Mapping[str, int]) -> Likeness:
    titles = _title(event), _title(other)
    line, like_line = lines[event["id"]], lines.get(other["id"])
    return Likeness(line, event["id"], titles[0], other["id"], titles[1], like_line)


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


def _earlier(other: str, id_: str, lines: Mapping[str, int], fresh: Mapping[str, Json]) -> bool:
    if other == id_:
        return False
    return other not in fresh or lines[other] < lines[id_]


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
