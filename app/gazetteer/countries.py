"""Countries and areas of ISO 3166-1 as actors; to be listed says nothing about their status."""

from collections.abc import Iterator, Mapping, Sequence

from app.gazetteer.aliases import aliases
from app.gazetteer.cities import Row, capital
from app.gazetteer.files import Document, listed, rows
from app.gazetteer.names import Names, NamesByCode

_ALIASES = (
    ("formal", "en", "formal_en"),
    ("formal", "fr", "formal_fr"),
    ("alias", "en", "aliases_en"),
    ("alias", "fr", "aliases_fr"),
    ("acronym", "en", "acronyms_en"),
    ("acronym", "fr", "acronyms_fr"),
    ("demonym", "en", "demonyms_en"),
    ("demonym", "fr", "demonyms_fr"),
)


def countries(
    named: NamesByCode, relations: Mapping[str, Sequence[Document]]
) -> Iterator[Document]:
    """Every country and area, with its names by alpha-2 code and its relations by id."""
    for row in rows("countries.csv"):
        yield _country(row, named[row["alpha2"]], relations.get(row["id"], ()))


def _country(row: Row, names: Names, relations: Sequence[Document]) -> Document:
    texts = ((kind, lang, listed(row[column])) for kind, lang, column in _ALIASES)
    return {
        "id": row["id"],
        "kind": "country",
        "names": names,
        "aliases": aliases(texts),
        "identifiers": list(_identifiers(row)),
        "seats": list(_seats(row)),
        "relations": list(relations),
    }


def _identifiers(row: Row) -> Iterator[Document]:
    """Kosovo's codes are user-assigned, and it has no number; a few have two Wikidata items."""
    for column in ("alpha2", "alpha3", "numeric"):
        if row[column]:
            yield {"scheme": "iso", "value": row[column]}
    for item in listed(row["wikidata"]):
        yield {"scheme": "wd", "value": item}


def _seats(row: Row) -> Iterator[Document]:
    """The capital, or the seat of the administration; uninhabited areas and Tokelau have none."""
    if row["capital_en"]:
        yield capital(row)
