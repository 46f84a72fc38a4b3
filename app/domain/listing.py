"""What was read of the record, ready for a form to write: items at one revision, and the view."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any, NamedTuple

from app.domain.cells import Cell, Table
from app.domain.directory import Directory, ShownNames
from app.domain.facts import Present, Standing
from app.domain.query import EventQuery
from app.domain.resolve import Resolution
from app.domain.validity import Span

Document = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Recorded:
    """One version of one thing: its document, its number, the revision that made it and when."""

    id: str
    version: int
    rev: int
    changed_at: datetime
    document: Document


@dataclass(frozen=True, slots=True)
class Related:
    """What the items of a page point at outside the directory, and what the ledger says of them.

    `sequences` counts how often the date, the place or the status of an event has changed;
    `called_off` tells since when those that are cancelled or postponed have been so;
    `published` is when the record first had it; `standings` are of those of which `unsaid` holds.
    """

    titles: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    sources: Mapping[str, Document] = field(default_factory=dict)
    statement_counts: Mapping[str, int] = field(default_factory=dict)
    statements: Mapping[str, list[Recorded]] = field(default_factory=dict)
    histories: Mapping[str, list[Document]] = field(default_factory=dict)
    sequences: Mapping[str, int] = field(default_factory=dict)
    called_off: Mapping[str, datetime] = field(default_factory=dict)
    published: Mapping[str, datetime] = field(default_factory=dict)
    standings: Mapping[str, frozenset[Standing]] = field(default_factory=dict)


@dataclass(frozen=True)
class View:
    """How the reader wants it: language, zone, what in full; and the directory for names.

    `address` is where this very list can be asked for again, `options` those of the form; in `kept`
    forms keep what they have made of the question alone.
    """

    lang: str
    base_url: str
    directory: Directory
    tz: str | None = None
    include: frozenset[str] = frozenset()
    query: EventQuery = field(default_factory=EventQuery)
    address: str = ""
    options: Mapping[str, str] = field(default_factory=dict)
    kept: dict[Any, Any] = field(default_factory=dict, compare=False)

    @cached_property
    def names(self) -> ShownNames:
        """What the things of the directory are called for this reader."""
        return self.directory.shown(self.lang)


class Body(bytes):
    """The bytes of an answer, and fewer bytes that are the same where these are."""

    digested: bytes

    @classmethod
    def of(cls, body: bytes, digested: bytes) -> "Body":
        """With digests in place of what is long."""
        made = cls(body)
        made.digested = digested
        return made


class Kept(NamedTuple):
    """An event in a form, as it can be kept: pieces between which each question has its say.

    `named` and `extent` tell how the event matches the question; `digest` is that of the pieces.
    """

    id: str
    named: frozenset[str]
    extent: Span
    pieces: Sequence[bytes]
    digest: bytes

    @property
    def size(self) -> int:
        """About how many bytes of memory it takes."""
        return _OVERHEAD + sum(map(len, self.pieces))


# Of the tuple, the set, the texts in it and the headers of the pieces.
_OVERHEAD = 800


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of items at one revision, with what says which page of what it is.

    `withdrawn` says when what would have stood here was withdrawn, for a form that tells of it.
    `kept` are the items as the form keeps them, where it does: there are no others then.
    """

    items: list[Recorded]
    related: Related
    rev: int
    at: datetime
    next: str | None = None
    count: int | None = None
    kept: Sequence[Kept] | None = None
    resolved: Mapping[str, list[Resolution]] = field(default_factory=dict)
    withdrawn: Mapping[str, datetime] = field(default_factory=dict)


Batch = tuple[list[Recorded], Related]


@dataclass(frozen=True, slots=True)
class Whole:
    """All items of a list at one revision, read a batch at a time.

    `begun` says that the batches go on from others written before: what stands before the first
    item has been written then, `written` bytes in all.
    """

    batches: Iterable[Batch]
    rev: int
    at: datetime
    begun: bool = False
    written: int = 0
    resolved: Mapping[str, list[Resolution]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table of counts, and the address of the list that it counts."""

    cell: Cell
    count: int
    url: str


@dataclass(frozen=True, slots=True)
class Counted:
    """A table of counts at one revision."""

    rows: list[Row]
    table: Table
    total: int
    rev: int
    at: datetime
    resolved: Mapping[str, list[Resolution]] = field(default_factory=dict)


class Hit(NamedTuple):
    """How an item came to match an actor asked for, and whether that is sure on its days."""

    asked: str
    actor: str
    via: str
    sure: bool


def unsaid(named: frozenset[str], query: EventQuery) -> bool:
    """Whether a reader would not see at once why an event with these participants is an answer.

    They do where each actor asked for is named in it.
    """
    if not query.actors:
        return False
    if query.via:
        return True
    # Plainly, as it is asked of each event of every list.
    for group in query.actors:  # noqa: SIM110
        if named.isdisjoint(group):
            return True
    return False


def participants(document: Document) -> frozenset[str]:
    """The actors that are named in an event."""
    return frozenset(participation["actor"] for participation in document["participants"])


def hits(named: frozenset[str], found: Present, view: View) -> list[Hit]:
    """The ways in which the actors asked for are in an event."""
    return [
        Hit(term.asked, term.actor, _way(term.via, term.actor in named), sure)
        for group in view.query.actors
        for term, sure in view.query.standing_for(found, group, view.directory)
    ]


def _way(via: str, named: bool) -> str:
    return "acted_through" if via == "named" and not named else via
