"""States that are no more, as countries, and who came after each."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from app.gazetteer.aliases import aliases
from app.gazetteer.cities import cities
from app.gazetteer.files import Document, tree
from app.gazetteer.organisations import texts


def former_states(relations: Mapping[str, Sequence[Document]]) -> Iterator[Document]:
    """Every former state of the file, with its relations by id."""
    seats = cities()
    for item in tree("former_states.json"):
        yield {
            "id": item["id"],
            "kind": "country",
            "names": item["names"],
            "aliases": aliases(texts(item)),
            "identifiers": list(_identifiers(item)),
            "seats": [seats[city] for city in item["seats"]],
            "relations": list(relations.get(item["id"], ())),
        }


def successions() -> dict[str, list[Document]]:
    """The `successor_of` relations of those that came after a former state, by their ids."""
    found: defaultdict[str, list[Document]] = defaultdict(list)
    for item in tree("former_states.json"):
        for successor, known in item["successors"].items():
            relation = {"relation": "successor_of", "object": item["id"]}
            found[successor].append(relation | known)
    return dict(found)


def _identifiers(item: dict[str, Any]) -> Iterator[Document]:
    """Its code of ISO 3166-3, and those of ISO 3166-1 that it had and nobody has now.

    CS was Czechoslovakia's and then Serbia and Montenegro's: it means neither.
    """
    yield {"scheme": "iso", "value": item["iso"]}
    for code in item["withdrawn"]:
        yield {"scheme": "oldiso", "value": code}
    yield {"scheme": "wd", "value": item["wikidata"]}
