"""What an import did, and what it could not: counted, by line, ready to be read."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any, NamedTuple

from app.intake.draft import Trouble, Unresolved


class Conflict(NamedTuple):
    """Members of an event that both the file and somebody here changed: they stay as here."""

    line: int
    id: str
    members: tuple[str, ...]


class Likeness(NamedTuple):
    """Two events that may be one: the line's, and another of the file or of the record."""

    line: int
    id: str
    like: str
    like_line: int | None


@dataclass
class Name:
    """A name that nothing in the record has: how often, where first, what is near."""

    at: str
    token: str
    times: int
    line: int
    near: tuple[str, ...]


@dataclass
class Report:
    """Grows as batches are done; `refused` lines are those of batches with troubles.

    `created`, `changed` and `unchanged` are the events of lines; `holders` those made to hold them.
    """

    lines: int = 0
    created: int = 0
    holders: int = 0
    changed: int = 0
    unchanged: int = 0
    retracted: int = 0
    refused: int = 0
    supporting: int = 0
    revisions: list[int] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    likenesses: list[Likeness] = field(default_factory=list)
    _names: dict[tuple[str, str], Name] = field(default_factory=dict)

    @property
    def names(self) -> list[Name]:
        """Names that were not resolved, the most frequent first."""
        return sorted(self._names.values(), key=lambda name: (-name.times, name.at, name.token))

    def missed(self, line: int, unresolved: Iterable[Unresolved]) -> None:
        """Counts names of a line that were not resolved."""
        for at, token, near in dict.fromkeys(unresolved):
            name = self._names.setdefault((at, token), Name(at, token, 0, line, near))
            name.times += 1

    def document(self) -> dict[str, Any]:
        """All of it as JSON values."""
        counts = (
            "lines", "created", "holders", "changed", "unchanged", "retracted", "refused",
            "supporting",
        )  # fmt: skip
        return {
            **{name: getattr(self, name) for name in counts},
            "revisions": self.revisions,
            "troubles": [trouble._asdict() for trouble in self.troubles],
            "unresolved": [asdict(name) for name in self.names],
            "conflicts": [conflict._asdict() for conflict in self.conflicts],
            "likenesses": [likeness._asdict() for likeness in self.likenesses],
        }
