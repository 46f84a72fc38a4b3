"""What a form is: a media type, and functions from what was read to bytes."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from app.domain.listing import Kept, Listing, Recorded, Related, View, Whole
from app.domain.query import Sort
from app.errors import Fault, InvalidQuery


class Typed(Protocol):
    """What can be chosen by its media type."""

    @property
    def media_type(self) -> str:
        """As it stands in Content-Type."""


class Needs(StrEnum):
    """What a form wants read beside its events: a member of `Related` each."""

    TITLES = "titles"
    SOURCES = "sources"
    STATEMENT_COUNTS = "statement_counts"
    SEQUENCES = "sequences"
    CALLED_OFF = "called_off"
    PUBLISHED = "published"


# What an event as JSON shows it takes.
ITEM = frozenset({Needs.TITLES, Needs.SOURCES, Needs.STATEMENT_COUNTS})


@dataclass(frozen=True, slots=True)
class Option:
    """A parameter of one form alone: one of some words, or a whole number in a range."""

    name: str
    description: str
    default: str
    words: tuple[str, ...] = ()
    least: int = 0
    most: int = 0

    def admits(self, value: str) -> bool:
        """Whether a value may be given."""
        if self.words:
            return value in self.words
        return value.isascii() and value.isdigit() and self.least <= int(value[:9]) <= self.most

    def checked(self, value: str | None) -> str:
        """The value given, or the default; InvalidQuery for one that may not be."""
        if value is None or self.admits(value):
            return value or self.default
        raise InvalidQuery.of([self.refusal()])

    def refusal(self) -> Fault:
        """What is said of a value that may not be given."""
        meant = " or ".join(self.words) or f"a whole number from {self.least} to {self.most}"
        return Fault(f"{self.name}: write {meant}.", self.name, suggestions=self.words)


@dataclass(frozen=True, slots=True)
class Form:
    """One form of a list of events.

    A form with `page` is answered a page at a time. `whole` writes all of a list: what stands
    before the items, then one piece a batch, then what stands after, so that a file of any length
    takes the memory of one batch and can be gone on with after any piece. `one` writes a single
    event. `losses` says what of the record the form cannot express. `counted` wants to know how
    many items there are in all. A form that is not `resumable` ends in something made of all that
    stands before it. `styles` are the hashes of the style elements that its answers hold.
    `order` is that of its lists where the reader asks for none. A form with `tombstones` tells
    what was withdrawn, in the order of changes. A form with `keep` can make its page of items that
    were kept, where the reader asks for nothing in full and for no time zone.
    """

    media_type: str
    losses: str
    whole: Callable[[Whole, View], Iterator[bytes]]
    page: Callable[[Listing, View], bytes] | None = None
    one: Callable[[Recorded, Related, View], bytes] | None = None
    needs: frozenset[Needs] = ITEM
    options: tuple[Option, ...] = ()
    counted: bool = False
    resumable: bool = True
    styles: tuple[str, ...] = ()
    order: Sort = Sort.DATE
    tombstones: bool = False
    keep: Callable[[Recorded, Related, View], Kept] | None = None
