"""What it means that the answers to one query at two revisions, `a` and later `b`, differ."""

from dataclasses import dataclass, field
from enum import StrEnum

from app.domain.change import Change, ChangeType, diff
from app.domain.facts import Standing
from app.domain.listing import Recorded


class Effect(StrEnum):
    """What became of an event in the answer: it entered, changed, left, or is retracted."""

    ENTERED = "entered"
    CHANGED = "changed"
    LEFT = "left"
    RETRACTED = "retracted"


@dataclass(frozen=True, slots=True)
class State:
    """An event at one revision, in the answer or not, with what is told of it elsewhere.

    Its version, the statements about it, and for whom its participants act: all that is its own.
    The names of others are not, nor is the way in which a query found it.
    """

    event: Recorded
    statements: frozenset[str] = frozenset()
    standings: frozenset[Standing] = frozenset()


@dataclass(frozen=True, slots=True)
class Difference:
    """One event that differs: its states, None where the record did not have it."""

    id: str
    effect: Effect
    before: State | None = None
    after: State | None = None
    changes: list[Change] = field(default_factory=list)


def effect(*, was_in: bool, is_in: bool, is_same: bool, exists: bool) -> Effect | None:
    """What became of an event that was in the answer or is; None where nothing did."""
    if was_in and is_in:
        return None if is_same else Effect.CHANGED
    if is_in:
        return Effect.ENTERED
    return Effect.LEFT if exists else Effect.RETRACTED


def changes(before: State | None, after: State | None) -> list[Change]:
    """The typed changes between two states.

    None where the event is as it was, and what the query held it against has changed.
    """
    old, new = (None if state is None else state.event.document for state in (before, after))
    return diff(old, new) + elsewhere(before, after)


def elsewhere(before: State | None, after: State | None) -> list[Change]:
    """Those of them that its document does not show: what is said of it, for whom others act."""
    if before is None or after is None:
        return []
    found = _statements(before.statements, after.statements)
    same_version = before.event.version == after.event.version
    return found + (_affiliations(before, after) if same_version else [])


def _statements(old: frozenset[str], new: frozenset[str]) -> list[Change]:
    """Added ones have a type of their own; that one is no longer about the event corrects it."""
    added = [Change(type=ChangeType.STATEMENT_ADDED, new=id_) for id_ in sorted(new - old)]
    gone = sorted(old - new)
    return added + [Change(type=ChangeType.CORRECTED, field="statements", old=id_) for id_ in gone]


def _affiliations(before: State, after: State) -> list[Change]:
    """Of an event that is itself as it was: its participants now act for others, or more surely."""
    if before.standings == after.standings:
        return []
    old, new = _only(before, after), _only(after, before)
    return [Change(type=ChangeType.AFFILIATION_CHANGED, field="participants", old=old, new=new)]


def _only(these: State, those: State) -> list[dict[str, object]]:
    rows = sorted(these.standings - those.standings, key=lambda row: row.actor)
    return [{"actor": row.actor, "sure": row.sure} for row in rows]
