"""What somebody else publishes anew into what the record has made of it: a three-way merge."""

from collections.abc import Iterable
from typing import Any, NamedTuple

Document = dict[str, Any]

# A member that is not there, which is not the same as one that is null.
_ABSENT = object()


class Merged(NamedTuple):
    """The document that comes of it, and the members both sides changed, each its own way."""

    document: Document
    conflicts: tuple[str, ...]


def merged(base: Document, current: Document, new: Document) -> Merged:
    """What changed from `base` to `new`, applied to `current`, one top-level member at a time.

    A member that both changed stays as it is in `current`, and is named in `conflicts`. Without a
    known base, give an empty one: every member in which the two differ is then a conflict.
    """
    names = [*current, *(name for name in new if name not in current)]
    sides = [(name, *(side.get(name, _ABSENT) for side in (base, current, new))) for name in names]
    settled = {name: now if now != was else next_ for name, was, now, next_ in sides}
    document = {name: value for name, value in settled.items() if value is not _ABSENT}
    return Merged(document, tuple(name for name, *values in sides if _conflict(*values)))


def _conflict(base: Any, current: Any, new: Any) -> bool:
    return current != base and new not in (base, current)


def last_said(history: Iterable[tuple[bool, Document]]) -> Document:
    """What a publisher last said of each member: the `base` to merge what it says next into.

    The history is every version of the thing in order, each with whether the publisher made it. A
    version of theirs says what it changed, and nothing of what it left as somebody else had put it:
    that was kept from them by a merge.
    """
    said: Document = {}
    before: Document = {}
    for theirs, document in history:
        if theirs:
            changed = {n: v for n, v in document.items() if before.get(n, _ABSENT) != v}
            gone = before.keys() - document.keys()
            said = {n: v for n, v in (said | changed).items() if n not in gone}
        before = document
    return said
