"""What somebody else publishes anew into what the record has made of it: a three-way merge."""

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
