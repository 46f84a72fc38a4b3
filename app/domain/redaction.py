"""What may be blanked in every version of a thing, and what then stands in its place.

Texts and what others call a thing can be; its id, its dates and who took part are what the record
is of, and are corrected instead.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from app.domain.change import Change
from app.domain.merging import Document
from app.domain.things import Thing
from app.errors import InvalidDocument

# A text that a document must have, in the languages of the interface.
_TEXTS = {"en": "Redacted", "fr": "Retiré"}
_LINE = "Redacted"
_NAMED: Mapping[str, Any] = {"names": _TEXTS, "aliases": []}

BLANKS: Mapping[Thing, Mapping[str, Any]] = {
    Thing.EVENT: {
        "title": _TEXTS,
        "summary": None,
        "notes": [],
        "place": None,
        "slug": None,
        "identifiers": [],
    },
    Thing.STATEMENT: {"summary": _TEXTS, "quotation": None},
    Thing.SOURCE: {"publisher": _LINE, "title": _LINE, "url": None, "sha256": None},
    Thing.ACTOR: {**_NAMED, "identifiers": [], "seats": []},
    Thing.FORUM: {**_NAMED, "recurrence": None},
    Thing.TOPIC: _NAMED,
}


def refuse_unknown(thing: Thing, fields: Iterable[str]) -> None:
    """InvalidDocument for a field that cannot be blanked; it lists those that can."""
    known = BLANKS[thing]
    unknown = sorted(set(fields) - known.keys())
    if unknown:
        listed = ", ".join(known)
        raise InvalidDocument(f"{', '.join(unknown)}: of {thing} can be blanked {listed}.")


def blanked(thing: Thing, document: Document, fields: Iterable[str]) -> Document:
    """The document without what these fields say; those that it has not stay out."""
    blanks = BLANKS[thing]
    return document | {name: blanks[name] for name in fields if name in document}


def untold(change: Change, fields: Collection[str]) -> Change:
    """A change that still says that one of these fields changed, and not from what to what."""
    if change.field is None or change.field not in fields:
        return change
    return change.model_copy(update={"old": None, "new": None})
