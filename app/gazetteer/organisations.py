"""International organisations as actors: names, acronyms, and where they sit."""

from collections.abc import Iterator
from typing import Any

from app.gazetteer.aliases import aliases
from app.gazetteer.files import Document, tree
from app.gazetteer.names import Names, NamesByCode


def organisations(named: NamesByCode) -> Iterator[Document]:
    """Every organisation in the order of the file; CLDR names a few as it does countries."""
    for item in tree("organisations.json"):
        names = {**named.get(item.get("cldr", ""), {}), **item["names"]}
        yield _organisation(item, dict(sorted(names.items())))


def _organisation(item: dict[str, Any], names: Names) -> Document:
    return {
        "id": item["id"],
        "kind": item["kind"],
        "names": names,
        "aliases": aliases(_texts(item)),
        "identifiers": [{"scheme": "wd", "value": item["wikidata"]}],
        "seats": item["seats"],
    }


def _texts(item: dict[str, Any]) -> Iterator[tuple[str, str, list[str]]]:
    for lang, text in item.get("formal", {}).items():
        yield "formal", lang, [text]
    for kind, member in (("alias", "aliases"), ("acronym", "acronyms")):
        for lang, texts in item.get(member, {}).items():
            yield kind, lang, texts
