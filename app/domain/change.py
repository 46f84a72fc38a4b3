"""What a commit changed, as typed changes: the difference of two states of one thing."""

from collections.abc import Callable, Iterator
from datetime import date
from enum import StrEnum
from typing import Any

from app.domain.text import Part

Document = dict[str, Any]


class ChangeType(StrEnum):
    """The kinds of change that can be counted."""

    CREATED = "created"
    RESCHEDULED = "rescheduled"
    STATUS_CHANGED = "status_changed"
    PLACE_CHANGED = "place_changed"
    PARTICIPANT_JOINED = "participant_joined"
    PARTICIPANT_LEFT = "participant_left"
    LEVEL_CHANGED = "level_changed"
    POSITION_CHANGED = "position_changed"
    STATEMENT_ADDED = "statement_added"
    SOURCE_ADDED = "source_added"
    RENAMED = "renamed"
    AFFILIATION_CHANGED = "affiliation_changed"
    CORRECTED = "corrected"
    RETRACTED = "retracted"
    MERGED = "merged"
    REDACTED = "redacted"


class Nature(StrEnum):
    """Whether the world changed, or we were wrong, or others' data came in."""

    WORLD = "world"
    CORRECTION = "correction"
    IMPORT = "import"


class Change(Part):
    """One typed change; `old` and `new` are what the document held, null where nothing was."""

    type: ChangeType
    field: str | None = None
    old: Any = None
    new: Any = None
    days: int | None = None


def diff(before: Document | None, after: Document | None) -> list[Change]:
    """The typed changes that lead from one JSON document of a thing to the next."""
    if before is None:
        return [Change(type=ChangeType.CREATED)]
    if after is None:
        return [Change(type=ChangeType.RETRACTED)]
    fields = sorted(before.keys() | after.keys())
    touched = [name for name in fields if before.get(name) != after.get(name)]
    return [change for name in touched for change in _changes(name, before, after)]


def _changes(name: str, before: Document, after: Document) -> Iterator[Change]:
    special = _SPECIAL.get(name)
    old, new = before.get(name), after.get(name)
    if name in _DERIVED:
        return
    if special is None:
        yield Change(type=ChangeType.CORRECTED, field=name, old=old, new=new)
    else:
        yield from special(old, new)


def _rescheduled(old: Document, new: Document) -> Iterator[Change]:
    if old["edtf"] == new["edtf"] and old["timezone"] == new["timezone"]:
        yield Change(type=ChangeType.CORRECTED, field="when", old=old, new=new)
    else:
        days = _days_between(old["earliest_start"], new["earliest_start"])
        yield Change(
            type=ChangeType.RESCHEDULED, field="when", old=old["edtf"], new=new["edtf"], days=days
        )


def _days_between(old: str | None, new: str | None) -> int | None:
    if old is None or new is None:
        return None
    return (date.fromisoformat(new) - date.fromisoformat(old)).days


def _participants(old: list[Document], new: list[Document]) -> Iterator[Change]:
    was, now = _by_key(old, "actor", "role"), _by_key(new, "actor", "role")
    for key in sorted(now.keys() - was.keys()):
        yield Change(type=ChangeType.PARTICIPANT_JOINED, field="participants", new=now[key])
    for key in sorted(was.keys() - now.keys()):
        yield Change(type=ChangeType.PARTICIPANT_LEFT, field="participants", old=was[key])
    for key in sorted(key for key in was.keys() & now.keys() if was[key] != now[key]):
        yield _participation(was[key], now[key])


def _participation(old: Document, new: Document) -> Change:
    """The level alone is its own type; anything else of a participation that stays is corrected."""
    level_only = {**old, "level": None} == {**new, "level": None}
    type_ = ChangeType.LEVEL_CHANGED if level_only else ChangeType.CORRECTED
    return Change(type=type_, field="participants", old=old, new=new)


def _positions(old: list[Document], new: list[Document]) -> Iterator[Change]:
    was, now = _by_key(old, "actor"), _by_key(new, "actor")
    for key in sorted(was.keys() | now.keys()):
        if was.get(key) != now.get(key):
            yield Change(
                type=ChangeType.POSITION_CHANGED,
                field="positions",
                old=was.get(key),
                new=now.get(key),
            )


def _sources(old: list[str], new: list[str]) -> Iterator[Change]:
    for source in (source for source in new if source not in old):
        yield Change(type=ChangeType.SOURCE_ADDED, field="sources", new=source)
    for source in (source for source in old if source not in new):
        yield Change(type=ChangeType.CORRECTED, field="sources", old=source)


def _by_key(rows: list[Document], *names: str) -> dict[tuple[str, ...], Document]:
    """Rows by their key; a key that stands twice keeps its place in the order."""
    found: dict[tuple[str, ...], Document] = {}
    for row in rows:
        key = tuple(row[name] for name in names)
        while key in found:
            key = (*key, "again")
        found[key] = row
    return found


def _typed(type_: ChangeType, field: str) -> Callable[[Any, Any], Iterator[Change]]:
    def changes(old: Any, new: Any) -> Iterator[Change]:
        yield Change(type=type_, field=field, old=old, new=new)

    return changes


_SPECIAL: dict[str, Callable[[Any, Any], Iterator[Change]]] = {
    "when": _rescheduled,
    "status": _typed(ChangeType.STATUS_CHANGED, "status"),
    "place": _typed(ChangeType.PLACE_CHANGED, "place"),
    "mode": _typed(ChangeType.PLACE_CHANGED, "mode"),
    "participants": _participants,
    "positions": _positions,
    "sources": _sources,
    "title": _typed(ChangeType.RENAMED, "title"),
    "slug": _typed(ChangeType.RENAMED, "slug"),
    "names": _typed(ChangeType.RENAMED, "names"),
    "aliases": _typed(ChangeType.RENAMED, "aliases"),
    "relations": _typed(ChangeType.AFFILIATION_CHANGED, "relations"),
}
# `agreement` follows from positions, and `previous` repeats what `rescheduled` says.
_DERIVED = frozenset({"agreement", "previous"})
