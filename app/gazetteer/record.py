"""What is loaded into an empty record, in order: first the gazetteer, then the first record."""

from collections.abc import Iterator
from itertools import chain

from app.gazetteer.countries import countries
from app.gazetteer.files import Document, Entry, tree
from app.gazetteer.former import former_states, successions
from app.gazetteer.forums import forums
from app.gazetteer.memberships import memberships
from app.gazetteer.names import territory_names
from app.gazetteer.organisations import organisations

_ORDER = ("source", "topic", "actor", "forum", "event", "statement")


def gazetteer() -> Iterator[Entry]:
    """Countries, present and former, then organisations, then forums.

    They refer to each other (a country belongs to an organisation that sits in a country), so
    they go into the record in one commit. Nothing refers beyond them.
    """
    named, relations = territory_names(), _relations()
    actors = (
        countries(named, relations),
        former_states(relations),
        organisations(named, relations),
    )
    for document in chain(*actors):
        yield "actor", document
    for document in forums():
        yield "forum", document


def first_record() -> Iterator[Entry]:
    """The first record; what it refers to stands earlier in it or in the gazetteer."""
    record = tree("first_record.json")
    for thing in _ORDER:
        for document in record[thing]:
            yield thing, document


def _relations() -> dict[str, list[Document]]:
    """Memberships, then successions, by the id of whose they are."""
    belonging, following = memberships(), successions()
    ids = belonging.keys() | following.keys()
    return {id_: [*belonging.get(id_, ()), *following.get(id_, ())] for id_ in ids}
