"""What an import did, and what it could not: counted, by line, ready to be read."""

from dataclasses import asdict, dataclass, field
from typing import Any, NamedTuple

from app.intake.draft import Doubtful, Draft, Trouble, Unresolved


class Conflict(NamedTuple):
    """Members of an event that both the file and somebody here changed: they stay as here."""

    line: int
    id: str
    members: tuple[str, ...]


class Changed(NamedTuple):
    """An event that the file says otherwise than before, and in which members."""

    line: int
    id: str
    members: tuple[str, ...]


class Likeness(NamedTuple):
    """Two events that may be one: the line's, and another of the file or of the record."""

    line: int
    id: str
    title: str
    like: str
    like_title: str
    like_line: int | None


@dataclass
class Name:
    """A name that nothing in the record has: how often, where first, what is near."""

    at: str
    token: str
    wanted: str
    times: int
    line: int
    near: tuple[str, ...]


@dataclass
class Doubt:
    """A name read as a code or an id that is another thing's name as well: how often, where."""

    at: str
    token: str
    id: str
    other: str
    times: int
    line: int


@dataclass
class Report:
    """Grows as batches are done; `refused` lines are those of batches with troubles.

    `created`, `changed` and `unchanged` are the events of lines; `holders` those made to hold them.
    """

    lines: int = 0
    created: int = 0
    holders: int = 0
    unchanged: int = 0
    repeated: int = 0
    retracted: int = 0
    refused: int = 0
    supporting: int = 0
    revisions: list[int] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)
    changes: list[Changed] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    likenesses: list[Likeness] = field(default_factory=list)
    _names: dict[Unresolved, Name] = field(default_factory=dict)
    _doubts: dict[Doubtful, Doubt] = field(default_factory=dict)

    @property
    def changed(self) -> int:
        """How many events of lines changed."""
        return len(self.changes)

    @property
    def names(self) -> list[Name]:
        """Names that were not resolved, the most frequent first."""
        return sorted(self._names.values(), key=lambda name: (-name.times, name.at, name.token))

    @property
    def doubts(self) -> list[Doubt]:
        """Names that may have been meant otherwise, the most frequent first."""
        return sorted(
            self._doubts.values(), key=lambda doubt: (-doubt.times, doubt.at, doubt.token)
        )

    def read(self, draft: Draft) -> None:
        """Counts the names of a line that were not resolved, or perhaps not as meant."""
        for missed in dict.fromkeys(draft.unresolved):
            name = self._names.setdefault(missed, Name(*missed[:3], 0, draft.line, missed.near))
            name.times += 1
        for doubtful in dict.fromkeys(draft.doubtful):
            doubt = self._doubts.setdefault(doubtful, Doubt(*doubtful, 0, draft.line))
            doubt.times += 1

    def document(self) -> dict[str, Any]:
        """All of it as JSON values."""
        counts = (
            "lines", "created", "holders", "changed", "unchanged", "repeated", "retracted",
            "refused", "supporting",
        )  # fmt: skip
        return {
            **{name: getattr(self, name) for name in counts},
            "revisions": self.revisions,
            "troubles": [trouble._asdict() for trouble in self.troubles],
            "unresolved": [asdict(name) for name in self.names],
            "doubtful": [asdict(doubt) for doubt in self.doubts],
            "changes": [change._asdict() for change in self.changes],
            "conflicts": [conflict._asdict() for conflict in self.conflicts],
            "likenesses": [likeness._asdict() for likeness in self.likenesses],
        }
