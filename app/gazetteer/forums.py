"""Where organisations and groups of states meet, and standing conferences, as forums."""

from collections.abc import Iterator

from app.gazetteer.aliases import aliases
from app.gazetteer.files import Document, tree
from app.gazetteer.organisations import texts

_AS_THEY_ARE = ("id", "kind", "names", "organ_of", "parent", "parties", "members")


def forums() -> Iterator[Document]:
    """Every forum in the order of the file."""
    for item in tree("forums.json"):
        document = {member: item[member] for member in _AS_THEY_ARE if member in item}
        yield {**document, "aliases": aliases(texts(item))}
