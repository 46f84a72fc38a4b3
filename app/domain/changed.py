"""One event at one revision: what a commit changed of it, and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.domain.change import Change, ChangeType, Nature

Document = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Changed:
    """`before` and `after` are the event's documents.

    `before` is None where the record did not have it, `after` where it was withdrawn; both are the
    same where a statement was added, which is no part of the document. `revs` are those at which
    one that was withdrawn had changed before.
    """

    id: str
    rev: int
    at: datetime
    nature: Nature
    reason: str | None
    source: str | None
    changes: Sequence[Change]
    before: Document | None
    after: Document | None
    revs: tuple[int, ...] = ()

    @property
    def withdrawn(self) -> bool:
        """Whether it should never have been published."""
        return any(change.type is ChangeType.RETRACTED for change in self.changes)

    @property
    def shown(self) -> Document:
        """The event as this revision left it."""
        assert self.after is not None, "only what was withdrawn is not left"
        return self.after
