"""A small world for tests: actors with relations that begin and end, forums, topics, events."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import cycle
from random import Random
from typing import Any

from app.domain.change import Nature
from app.domain.things import Model, Thing
from app.store import ledger
from app.store.directory import Directories
from app.store.ledger import Entry, Put
from app.store.pins import Pin
from app.store.sessions import Database
from app.store.states import parsed
from app.store.steps import Change

SOURCE: dict[str, Any] = {"id": "src_1", "publisher": "A gazette", "title": "Talks announced"}


def actor(id_: str, kind: str = "country", **more: Any) -> dict[str, Any]:
    return {"id": id_, "kind": kind, "names": {"en": id_.title()}, **more}


def relation(kind: str, object_: str, **more: Any) -> dict[str, Any]:
    return {"relation": kind, "object": object_, **more}


def member(of: str, role: str = "member", **more: Any) -> dict[str, Any]:
    return relation("member_of", of, role=role, **more)


def event(number: int, when: Any = "2022-01-10", **more: Any) -> dict[str, Any]:
    return {
        "id": f"ev_{number:08d}",
        "kind": "meeting",
        "status": "announced",
        "title": {"en": f"Meeting {number}"},
        "when": when,
        "sources": ["src_1"],
        **more,
    }


def party(id_: str, role: str = "party", **more: Any) -> dict[str, Any]:
    return {"actor": id_, "role": role, **more}


ACTORS = (
    actor("nato", "organisation"),
    actor("osce", "organisation"),
    actor("russia", identifiers=[{"scheme": "iso", "value": "RU"}],
          names={"en": "Russia", "fr": "Russie"},
          relations=[relation("successor_of", "ussr"), member("osce", "participating_state")]),
    actor("ussr"),
    actor("finland", relations=[member("nato", **{"from": "2023-04-04"}),
                                member("osce", "participating_state", attested="2020")]),
    actor("france", relations=[member("nato", **{"from": "1949-08-24"}),
                               member("osce", "observer")]),
    actor("poland"),
    actor("ministry", "body", relations=[relation("body_of", "russia")]),
    actor("minister", "office", relations=[relation("office_of", "ministry")]),
    actor("pl-minister", "office", relations=[relation("office_of", "poland")]),
    actor("chair", "office", relations=[relation("office_of", "osce")]),
    actor("lavrov", "person",
          relations=[relation("holds", "minister", **{"from": "2004-03-09", "to": "2022-02-15"})]),
    actor("rau", "person", relations=[relation("holds", "pl-minister", attested="2021-12"),
                                      relation("holds", "chair", **{"from": "2022-01-01"})]),
)  # fmt: skip
FORUMS: tuple[dict[str, Any], ...] = (
    {"id": "council", "kind": "organ", "names": {"en": "Council"}, "organ_of": "osce"},
    {"id": "group", "kind": "format", "names": {"en": "Group"}, "parent": "council"},
    {"id": "pair", "kind": "bilateral", "names": {"en": "Pair"}},
)
TOPICS: tuple[dict[str, Any], ...] = (
    {"id": "arms", "names": {"en": "Arms"}},
    {"id": "trade", "names": {"en": "Trade"}},
)

_ZONE = "Europe/Zurich"
DATES: tuple[Any, ...] = (
    None, "2022-01-10", "2022-01-31", "2022-02-01", "2022-01", "2022", "2022-02", "2021-12/2022-01",
    "2022-01-05/2022-01-12", "[2022-01-08..2022-01-11]", "[..2022-01-09]", "[2022-02-03..]",
    "2022-01-24/..", "../2022-02-05", "2022-21", "202X", "2020-01-01/2023-06-01", "1985-03-11",
    "2023-04-04", "2022-01~", "2022-01-10?",
    {"edtf": "2022-01-10T09:30", "timezone": _ZONE},
    {"edtf": "2022-01-09T23:30/2022-01-10T01:30", "timezone": _ZONE},
    {"edtf": "2022-01-31T22:00/2022-01-31T23:00", "timezone": "America/New_York"},
    {"edtf": "2022-01-10", "timezone": "Pacific/Kiritimati"},
    {"edtf": "2022-01-10", "timezone": "America/Los_Angeles"},
    {"edtf": "2022-01-10T09:30/..", "timezone": "Asia/Tokyo"},
)  # fmt: skip
CASTS: tuple[list[dict[str, Any]], ...] = (
    [],
    [party("russia"), party("france")],
    [party("lavrov", "visitor"), party("france", "host")],
    [party("lavrov", "visitor"), party("france", "host"), party("finland", "observer")],
    [party("rau", "speaker", office="pl-minister", level="minister"), party("osce", "organizer")],
    [party("rau", "party"), party("russia")],
    [party("nato"), party("russia", level="deputy_minister")],
    [party("finland"), party("france"), party("poland", "mediator")],
    [party("ussr"), party("france")],
    [party("france", represented_by=["rau"]), party("ministry")],
    [party("osce", "organizer", collective={"of": "osce", "count": 57}), party("russia", "member")],
    [party("france", "chair"), party("france", "party"), party("russia", "party")],
)


def events(count: int) -> Iterator[dict[str, Any]]:
    """So many events, the same at every run: all dates and casts in changing company."""
    chance = Random(7)
    dates, casts = cycle(DATES), cycle(CASTS)
    for number in range(count):
        yield event(
            number,
            next(dates),
            participants=next(casts),
            kind=chance.choice(["meeting", "visit", "process", "session"]),
            status=chance.choice(["announced", "confirmed", "held", "cancelled"]),
            forum=chance.choice([None, "council", "group", "pair"]),
            topics=chance.choice([[], ["arms"], ["trade"], ["arms", "trade"]]),
            place=chance.choice([None, {"country": "france"}, {"city": {"fr": "Genève"}}]),
            title={"en": chance.choice(["Talks on gas", "Council meeting", "Signing of treaties"])},
            positions=chance.choice([[], [{"actor": "russia", "position": "confirmed"}]]),
            part_of=f"ev_{0:08d}" if number and chance.random() < 0.2 else None,
        )


def statements(events_: Sequence[str]) -> Iterator[dict[str, Any]]:
    """A statement about every fifth event."""
    for number, id_ in enumerate(events_[::5]):
        yield {
            "id": f"st_{number}",
            "office": "minister",
            "date": "2021-12-28",
            "summary": {"fr": "Annonce des négociations d’hiver"},
            "about": [{"event": id_, "relation": "announces"}],
            "source": "src_1",
        }


class World:
    """A record to write to and read from in a test."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.database = Database(url)
        self.directories = Directories()

    def close(self) -> None:
        self.database.close()

    def commit(self, *changes: Change, nature: Nature = Nature.WORLD) -> Pin | None:
        entry = Entry("a test", nature, "because")
        with self.database.writing() as connection:
            return ledger.commit(connection, self.directories, changes, entry)

    def put(self, thing: Thing, *documents: dict[str, Any], **how: Any) -> Pin | None:
        return self.commit(*puts(thing, documents), **how)

    def begin(self) -> None:
        """The actors, forums, topics and the source, in one commit."""
        self.commit(
            *puts(Thing.SOURCE, [SOURCE]),
            *puts(Thing.TOPIC, TOPICS),
            *puts(Thing.ACTOR, ACTORS),
            *puts(Thing.FORUM, FORUMS),
            nature=Nature.IMPORT,
        )


def puts(thing: Thing, documents: Iterable[dict[str, Any]]) -> list[Put]:
    return [Put(thing, model(thing, document)) for document in documents]


def model(thing: Thing, document: dict[str, Any]) -> Model:
    return parsed(thing, document)
