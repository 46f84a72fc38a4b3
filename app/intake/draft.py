"""What one line of a file says of the record, and what of it cannot be read."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Protocol

from app.domain.actor import Identifier
from app.domain.directory import Directory
from app.domain.resolve import FindEvent
from app.domain.things import Thing

Json = dict[str, Any]


class Trouble(NamedTuple):
    """A line that cannot be imported: where it is wrong, what is, and what the file says there."""

    line: int
    at: str | None
    detail: str
    said: str | None = None


class Unresolved(NamedTuple):
    """A name that the record does not know, or that several have; the line comes in without it."""

    at: str
    token: str
    wanted: str
    near: tuple[str, ...] = ()


class Doubtful(NamedTuple):
    """A name read as a code or an id although something else is called that as well."""

    at: str
    token: str
    id: str
    other: str


@dataclass(slots=True)
class Draft:
    """The event of a line, with the things that it needs and the record may lack.

    The document has no id yet where `identity` is what finds it; `part_of` is the identity of the
    event that holds it, `holder` that event. `support` are documents to put where the record has
    none with their id. `base` is the version the line was made from, where it says so.
    """

    line: int
    document: Json = field(default_factory=dict)
    thing: Thing = Thing.EVENT
    identity: Identifier | None = None
    part_of: Identifier | None = None
    holder: Json | None = None
    support: list[tuple[Thing, Json]] = field(default_factory=list)
    base: tuple[int, int] | None = None
    troubles: list[Trouble] = field(default_factory=list)
    unresolved: list[Unresolved] = field(default_factory=list)
    doubtful: list[Doubtful] = field(default_factory=list)

    def trouble(self, at: str | None, detail: str, said: str | None = None) -> None:
        """Notes what is wrong with the line."""
        self.troubles.append(Trouble(self.line, at, detail, said))


CurrentEvent = Callable[[str], Json | None]


class Known(NamedTuple):
    """The record as a line is read: names, events by token, an event's present document."""

    directory: Directory
    find: FindEvent
    current: CurrentEvent


class Line(NamedTuple):
    """A line with its number in the file, from 1, not yet understood."""

    number: int
    content: Any
    trouble: Trouble | None = None


class Reader(Protocol):
    """One kind of file: its lines, and what each means."""

    @property
    def publisher(self) -> str:
        """Who speaks in it: what the same said before is what it says anew over."""
        ...

    def lines(self) -> Iterator[Line]:
        """The lines in order; each may be asked for again from the start."""
        ...

    def prepared(self, lines: Sequence[Line], known: Known) -> Known:
        """The record with what these lines bring and others of them refer to."""
        ...

    def draft(self, line: Line, known: Known) -> Draft:
        """What a line says, against the record as it is."""
        ...
