"""What happened under a filter, commit by commit, oldest first, and where a reader of it stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from app.domain.change import Change, Nature
from app.domain.difference import Effect
from app.domain.listing import Document, Recorded
from app.domain.things import Thing


class Key(NamedTuple):
    """One thing of a commit; the things of a commit are told in this order."""

    thing: Thing
    id: str


class Place(NamedTuple):
    """Where a reader stands: told of all before `rev`, and of `rev` up to `last`, or all of it."""

    rev: int
    last: Key | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that one commit touched, as far as the filter goes.

    `effect` is what became of it in the answer. `item` is the thing as the commit left it: None
    where it left the answer or was retracted. `changes` is empty where it is itself as it was, and
    only what the filter holds it against has changed.
    """

    rev: int
    at: datetime
    nature: Nature
    reason: str | None
    source: str | None
    thing: Thing
    id: str
    effect: Effect
    changes: Sequence[Change]
    item: Recorded | None

    @property
    def key(self) -> Key:
        """Where it stands among the things of its commit."""
        return Key(self.thing, self.id)

    @property
    def document(self) -> Document | None:
        """The document as the record keeps it: ids in place of names, texts in every language."""
        return None if self.item is None else self.item.document


@dataclass(frozen=True, slots=True)
class Feed:
    """Some entries, oldest first; those after `place` are told next. `more` if there may be any."""

    entries: list[Entry]
    place: Place
    more: bool

    @property
    def rev(self) -> int:
        """The last revision of which nothing is left to tell."""
        return self.place.rev if self.place.last is None else self.place.rev - 1
