"""What was read of the record, ready for a form to write: items at one revision, and the view."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any, NamedTuple

from app.domain.cells import Cell, Table
from app.domain.directory import Directory, ShownNames
from app.domain.facts import present
from app.domain.query import EventQuery
from app.domain.resolve import Resolution

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
    `published` is when the record first had it.
    """

    titles: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    sources: Mapping[str, Document] = field(default_factory=dict)
    statement_counts: Mapping[str, int] = field(default_factory=dict)
    statements: Mapping[str, list[Recorded]] = field(default_factory=dict)
    histories: Mapping[str, list[Document]] = field(default_factory=dict)
    sequences: Mapping[str, int] = field(default_factory=dict)
    called_off: Mapping[str, datetime] = field(default_factory=dict)
    published: Mapping[str, datetime] = field(default_factory=dict)


@dataclass(frozen=True)
class View:
    """How the reader wants it: language, zone, what in full; and the directory for names.

    `address` is where this very list can be asked for again, `options` those of the form.
    """

    lang: str
    base_url: str
    directory: Directory
    tz: str | None = None
    include: frozenset[str] = frozenset()
    query: EventQuery = field(default_factory=EventQuery)
    address: str = ""
    options: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def names(self) -> ShownNames:
        """What the things of the directory are called for this reader."""
        return self.directory.shown(self.lang)


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of items at one revision, with what says which page of what it is.

    `withdrawn` says when what would have stood here was withdrawn, for a form that tells of it.
    """

    items: list[Recorded]
    related: Related
    rev: int
    at: datetime
    next: str | None = None
    count: int | None = None
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


def hits(document: Document, view: View) -> list[Hit] | None:
    """The ways in which the actors asked for are in an event.

    None where nothing needs saying: without `via`, every actor asked for is named in it.
    """
    query = view.query
    named = {participation["actor"] for participation in document["participants"]}
    if not query.via and all(named.intersection(group) for group in query.actors):
        return None
    found = present(document, view.directory)
    return [
        Hit(term.asked, term.actor, _way(term.via, term.actor in named), sure)
        for group in query.actors
        for term, sure in query.standing_for(found, group, view.directory)
    ]


def _way(via: str, named: bool) -> str:
    return "acted_through" if via == "named" and not named else via
