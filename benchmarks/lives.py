"""The synthetic events: each a life of one or more states, the same at every run."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from random import Random
from typing import Any, NamedTuple

from app.domain.change import Nature
from app.domain.things import Thing
from benchmarks.cast import ACTORS, FORUMS, LATE, MINISTERS, TOPICS

Document = dict[str, Any]

FIRST_DAY = date(1996, 1, 1)
DAYS = 12_000  # Till late 2028.
PROCESS_EVERY = 50  # A process that holds the events after it.
_ZONES = ("Europe/Zurich", "Europe/Vienna", "America/New_York", "Asia/Tokyo", "Africa/Cairo")
_PLACES = ("switzerland", "austria", "united-states", "japan", "egypt")
_CITIES = ("Geneva", "Vienna", "New York", "Tokyo", "Cairo")
_KINDS = ("meeting", "consultation", "visit", "call", "session", "ministerial", "summit")
_STATUSES = ("held", "held", "held", "confirmed", "announced", "cancelled", "proposed")
_LEVELS = (None, None, "minister", "deputy_minister", "head_of_state", "ambassador", "expert")
_WORDS = (
    "gas", "borders", "grain", "missiles", "ceasefire", "fisheries", "sanctions", "visas",
    "debt", "climate", "prisoners", "shipping", "tariffs", "inspections", "elections", "aid",
)  # fmt: skip
_FRENCH = (
    "gaz", "frontières", "céréales", "missiles", "cessez-le-feu", "pêche", "sanctions", "visas",
    "dette", "climat", "prisonniers", "navigation", "tarifs", "inspections", "élections", "aide",
)  # fmt: skip


class Moment(NamedTuple):
    """A state that begins at a commit, counted from 1; None retracts."""

    commit: int
    document: Document | None


class Life(NamedTuple):
    """One thing with all its states, in order."""

    thing: Thing
    moments: list[Moment]


def nature(commit: int) -> Nature:
    """Every seventh commit corrects; in the others the world moved."""
    return Nature.CORRECTION if commit % 7 == 0 else Nature.WORLD


def name(kind: str, copy: int, number: int) -> str:
    """An id: `ev_` with the copy and the number in eight digits, and so on."""
    return f"{kind}{copy:02d}{number:06d}"


def lives(count: int, commits: int, copy: int = 0) -> Iterator[Life]:
    """So many events with their sources and statements; what they refer to is begun before."""
    for number in range(count):
        chance = Random(number)
        begun = 1 + number * (commits * 3 // 4) // count
        if number % 3 == 0:
            yield Life(Thing.SOURCE, [Moment(begun, _source(copy, number))])
        event = _event(copy, number, chance)
        yield Life(Thing.EVENT, [Moment(begun, event), *_revised(event, begun, commits, chance)])
        if number % 20 == 0:
            yield Life(Thing.STATEMENT, [Moment(begun, _statement(copy, number))])


def _source(copy: int, number: int) -> Document:
    return {
        "id": name("src_", copy, number),
        "publisher": f"Gazette {number % 97}",
        "title": f"What was said on the {number % 31}th",
        "url": f"https://gazette.example/{number % 1009}",
        "published": "2021-12-28",
        "lang": "en",
    }


def _statement(copy: int, number: int) -> Document:
    return {
        "id": name("st_", copy, number),
        "office": MINISTERS["russia"][1],
        "date": "2021-12-28",
        "summary": {"en": "It will be about guarantees.", "fr": "On parlera de garanties."},
        "about": [{"event": name("ev_", copy, number), "relation": "announces"}],
        "source": name("src_", copy, number // 3 * 3),
    }


def _event(copy: int, number: int, chance: Random) -> Document:
    process, word, at = number % PROCESS_EVERY == 0, chance.randrange(16), chance.randrange(5)
    topics, second = TOPICS.some(chance, 2), chance.randrange(16)
    actors = ACTORS.some(chance, chance.choice((1, 2, 2, 2, 2, 3, 4, 7)))
    return {
        "id": name("ev_", copy, number),
        "slug": name("talks-", copy, number) if number % 4 == 0 else None,
        "kind": "process" if process else chance.choice(_KINDS),
        "status": chance.choice(_STATUSES),
        "title": {
            "en": f"Talks on {_WORDS[word]} and {_WORDS[second]}",
            "fr": f"Pourparlers : {_FRENCH[word]} et {_FRENCH[second]}",
        },
        "summary": {"en": f"They spoke of {_WORDS[second]}."} if number % 10 == 7 else None,
        "when": _wide(chance) if process else _when(chance, _ZONES[at]),
        "place": _place(at) if number % 5 else None,
        "participants": [_participant(id_, chance) for id_ in actors],
        "positions": [{"actor": id_, "position": "confirmed"} for id_ in actors[:2]],
        "forum": FORUMS.some(chance, 1)[0] if chance.random() < 0.4 else None,
        "part_of": None if process else _part_of(copy, number, chance),
        "topics": topics,
        "sources": [name("src_", copy, number // 3 * 3)],
        "identifiers": _identifiers(copy, number) if number % 6 == 1 else [],
    }


def _identifiers(copy: int, number: int) -> list[Document]:
    """What another register calls it: in capitals, so that what is folded differs."""
    return [{"scheme": "register", "value": name("TALKS-", copy, number)}]


def _part_of(copy: int, number: int, chance: Random) -> str | None:
    process = number // PROCESS_EVERY * PROCESS_EVERY
    return name("ev_", copy, process) if chance.random() < 0.3 else None


def _place(at: int) -> Document:
    city = {"en": _CITIES[at]}
    return {"city": city, "country": _PLACES[at], "lat": 40.0 + at, "lon": 10.0 + at}


def _participant(id_: str, chance: Random) -> Document:
    role, level = chance.choice(("party", "party", "host", "observer")), chance.choice(_LEVELS)
    if id_ in MINISTERS and chance.random() < 0.25:
        person, office = MINISTERS[id_]
        return {"actor": person, "office": office, "role": role, "level": level}
    return {"actor": id_, "role": role, "level": level}


def _day(chance: Random) -> date:
    return FIRST_DAY + timedelta(chance.randrange(DAYS))


def _wide(chance: Random) -> str:
    """Two in a hundred are longer than a month, or open, or as vague as a year."""
    start = _day(chance)
    end = start + timedelta(chance.randrange(40, 900))
    return chance.choice((f"{start}/{end}", f"{start}/{end}", f"{start}/..", f"{start.year}"))


def _when(chance: Random, zone: str) -> Document | None:
    day, drawn = _day(chance), chance.random()
    for share, written in _PRECISIONS:
        if drawn < share:
            return {"edtf": written(day, chance), "timezone": zone}
    return None


def _minute(day: date, chance: Random) -> str:
    hour = chance.randrange(7, 20)
    return chance.choice((f"{day}T{hour:02d}:30", f"{day}T{hour:02d}:00/{day}T{hour + 2:02d}:00"))


def _range(day: date, chance: Random) -> str:
    return f"{day}/{day + timedelta(chance.randrange(1, 6))}"


# Cumulative shares; what is left over is undated.
_PRECISIONS: tuple[tuple[float, Callable[[date, Random], str]], ...] = (
    (0.55, lambda day, _: day.isoformat()),
    (0.78, _minute),
    (0.90, _range),
    (0.97, lambda day, _: f"{day:%Y-%m}"),
    (0.99, lambda day, _: f"{day}~"),
)


def _revised(event: Document, begun: int, commits: int, chance: Random) -> Iterator[Moment]:
    """Three in ten are revised, some of them again, one in a hundred is withdrawn."""
    if begun >= commits or chance.random() > 0.3:
        return
    first = chance.randint(begun + 1, commits)
    changed = _next(event, chance)
    yield Moment(first, changed)
    if first < commits and chance.random() < 0.3:
        gone = chance.random() < 0.1 and event["kind"] != "process"
        yield Moment(chance.randint(first + 1, commits), None if gone else _again(changed))


def _next(event: Document, chance: Random) -> Document:
    """Moved in time, or joined by somebody, or with another status."""
    drawn = chance.random()
    if drawn < 0.4 and event["kind"] != "process":
        return {**event, "when": f"{_day(chance)}"}
    if drawn < 0.7:
        # One who is nowhere else, so that nobody takes part twice.
        late = {"actor": LATE, "role": "invited"}
        return {**event, "participants": [*event["participants"], late]}
    return _again(event)


def _again(event: Document) -> Document:
    return {**event, "status": "postponed" if event["status"] != "postponed" else "suspended"}
