"""The unit of the timeline: a meeting, talks, a visit, a call, or a process that holds others."""

from typing import Annotated

from pydantic import AfterValidator, Field, model_validator

from app.domain.actor import Identifier
from app.domain.dates import When
from app.domain.participation import Participation, Position, agreement
from app.domain.text import Id, Names, Part, Slug, Texts
from app.domain.vocabulary import Agreement, Basis, EventKind, Mode, Status


class Place(Part):
    """Where; each member may be unknown."""

    name: Names | None = None
    city: Names | None = None
    country: Id | None = None
    lat: float | None = Field(None, ge=-90, le=90)
    lon: float | None = Field(None, ge=-180, le=180)


class Note(Part):
    """What a careful reader must know of one field."""

    field: Annotated[str, Field(pattern=r"^[a-z_]{1,40}$")]
    basis: Basis
    text: Texts = Field(min_length=1)


class Previous(Part):
    """An earlier date, and the revision that moved it."""

    when: When
    rev: int


def _once(ids: tuple[str, ...]) -> tuple[str, ...]:
    """Without repeats: a topic given twice is one topic."""
    return tuple(dict.fromkeys(ids))


Ids = Annotated[tuple[Id, ...], AfterValidator(_once)]
RESERVED_SLUGS = frozenset({"counts", "diff", "slips", "batch"})


class Event(Part):
    """One event as the ledger keeps it: ids instead of names, texts in every language known."""

    id: Annotated[str, Field(pattern=r"^ev_[a-z0-9]{8}$")]
    slug: Slug | None = None
    kind: EventKind
    status: Status
    agreement: Agreement = Agreement.NONE
    title: Names = Field(min_length=1)
    summary: Texts | None = None
    when: When
    previous: tuple[Previous, ...] = ()
    place: Place | None = None
    mode: Mode | None = None
    participants: tuple[Participation, ...] = ()
    positions: tuple[Position, ...] = ()
    forum: Id | None = None
    part_of: Id | None = None
    topics: Ids = ()
    sources: Ids = Field(min_length=1)
    notes: tuple[Note, ...] = ()
    identifiers: tuple[Identifier, ...] = ()

    @model_validator(mode="after")
    def _slug_is_free(self) -> "Event":
        if self.slug in RESERVED_SLUGS:
            raise ValueError(f"the slug {self.slug} is an address of the interface")
        return self

    @model_validator(mode="after")
    def _not_part_of_itself(self) -> "Event":
        if self.part_of == self.id:
            raise ValueError("an event cannot be part of itself")
        return self

    @model_validator(mode="after")
    def _derive_agreement(self) -> "Event":
        """Whatever was sent, the agreement follows from the positions."""
        derived = agreement(self.participants, self.positions)
        object.__setattr__(self, "agreement", derived)
        return self
