"""Who is in the synthetic record: the gazetteer's actors, and ministers, forums and topics."""

from collections.abc import Iterable, Iterator
from itertools import accumulate
from random import Random
from typing import Any, NamedTuple

from app.domain.actor import ActorKind
from app.domain.change import Nature
from app.domain.things import Thing
from app.gazetteer import first_record, gazetteer
from app.store import ledger
from app.store.directory import Directories
from app.store.ledger import Entry, Put
from app.store.pins import Pin
from app.store.sessions import Database
from app.store.states import parsed

Document = dict[str, Any]

# They come first in the order of popularity, which Zipf's law turns into shares of the record.
_POPULAR = (
    "united-states", "russia", "china", "france", "germany", "united-kingdom", "ukraine", "eu",
    "nato", "un", "osce", "turkiye", "israel", "iran", "japan", "india",
)  # fmt: skip
LATE = "antarctica"
_MINISTERS, _FORUMS, _TOPICS = 40, 200, 30


class Pool(NamedTuple):
    """Ids to choose from, the first much more often than the last (Zipf's law)."""

    ids: tuple[str, ...]
    weights: tuple[float, ...]

    def some(self, chance: Random, count: int) -> list[str]:
        """Up to `count` ids, none twice."""
        return list(dict.fromkeys(chance.choices(self.ids, cum_weights=self.weights, k=count)))


def pool(ids: tuple[str, ...]) -> Pool:
    """The ids with the weights 1, 1/2, 1/3, …"""
    return Pool(ids, tuple(accumulate(1 / rank for rank in range(1, len(ids) + 1))))


def _countries() -> list[str]:
    """The countries of the gazetteer, but for the one that only joins later."""
    known = (document for thing, document in gazetteer() if thing == Thing.ACTOR)
    ids = (actor["id"] for actor in known if actor["kind"] == ActorKind.COUNTRY)
    return [id_ for id_ in ids if id_ != LATE]


def _by_popularity(countries: Iterable[str]) -> tuple[str, ...]:
    rest = sorted(set(countries) - set(_POPULAR))
    Random(11).shuffle(rest)
    return (*_POPULAR, *rest)


_COUNTRIES = _countries()
ACTORS = pool(_by_popularity(_COUNTRIES))
FORUMS = pool(tuple(f"forum-{number:03d}" for number in range(_FORUMS)))
TOPICS = pool(tuple(f"topic-{number:02d}" for number in range(_TOPICS)))
_SERVED = [id_ for id_ in ACTORS.ids if id_ in _COUNTRIES][:_MINISTERS]
# The person and the office through which a country may take part.
MINISTERS = {id_: (f"minister-of-{id_}", f"office-of-{id_}") for id_ in _SERVED}


def begin(database: Database, directories: Directories) -> Pin:
    """Commits the gazetteer and the cast to an empty record, as any editor would."""
    documents = [*gazetteer(), *first_record(), *_cast()]
    changes = [Put(Thing(thing), parsed(Thing(thing), document)) for thing, document in documents]
    with database.writing() as connection:
        pin = ledger.commit(connection, directories, changes, Entry("bench", Nature.IMPORT))
    assert pin is not None, "the record was not empty"
    return pin


def _cast() -> Iterator[tuple[str, Document]]:
    for number, id_ in enumerate(TOPICS.ids):
        yield "topic", {"id": id_, "names": {"en": f"Topic {number}", "fr": f"Sujet {number}"}}
    for country, (person, office) in MINISTERS.items():
        served = {"relation": "office_of", "object": country}
        held = {"relation": "holds", "object": office, "from": "2001-05-01", "to": "2025-06-30"}
        yield "actor", _actor(office, "office", f"Minister of {country}", served)
        yield "actor", _actor(person, "person", f"M. {country.title()}", held)
    for number, id_ in enumerate(FORUMS.ids):
        names = {"en": f"Format {number}", "fr": f"Cadre {number}"}
        parent = FORUMS.ids[number // 10] if number % 10 else None
        yield "forum", {"id": id_, "kind": "format", "names": names, "parent": parent}


def _actor(id_: str, kind: str, name: str, relation: Document) -> Document:
    return {"id": id_, "kind": kind, "names": {"en": name}, "relations": [relation]}
