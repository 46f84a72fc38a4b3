"""Organisations, their bodies, and groups of states as actors: names, acronyms, where they sit."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from app.gazetteer.aliases import aliases
from app.gazetteer.cities import cities
from app.gazetteer.files import Document, tree
from app.gazetteer.names import NamesByCode

_MEMBERS = {"alias": "aliases", "acronym": "acronyms", "demonym": "demonyms"}
FAMILIES = ("united-nations", "europe", "regions", "world", "climate")


def organisations(
    named: NamesByCode, relations: Mapping[str, Sequence[Document]]
) -> Iterator[Document]:
    """Every organisation in the order of the files; CLDR names a few as it does countries."""
    seats = cities()
    for item in _items():
        names = {**named.get(item.get("cldr", ""), {}), **item["names"]}
        yield {
            "id": item["id"],
            "kind": item["kind"],
            "names": dict(sorted(names.items())),
            "aliases": aliases(texts(item)),
            "identifiers": list(_identifiers(item)),
            "seats": [seats[city] for city in item.get("seats", ())],
            "relations": [*_above(item), *relations.get(item["id"], ())],
        }


def texts(item: dict[str, Any]) -> Iterator[tuple[str, str, list[str]]]:
    """The other names of an item of our files, by kind and language."""
    for lang, text in item.get("formal", {}).items():
        yield "formal", lang, [text]
    for kind in ("alias", "acronym", "demonym"):
        for lang, some in item.get(_MEMBERS[kind], {}).items():
            yield kind, lang, some


def _items() -> Iterator[dict[str, Any]]:
    for family in FAMILIES:
        yield from tree(f"organisations/{family}.json")


def _identifiers(item: dict[str, Any]) -> Iterator[Document]:
    if "wikidata" in item:
        yield {"scheme": "wd", "value": item["wikidata"]}


def _above(item: dict[str, Any]) -> Iterator[Document]:
    if "body_of" in item:
        yield {"relation": "body_of", "object": item["body_of"]}
