"""What the ordinary version answers: nested as ours, in models as FastAPI's tutorial has them."""

from datetime import date, datetime
from typing import Any

from pydantic import BaseModel, ConfigDict


class Shape(BaseModel):
    """Read from a row and its relationships."""

    model_config = ConfigDict(from_attributes=True)


class Ref(Shape):
    """A thing by its id and name."""

    id: str
    name: str | None


class ActorRef(Ref):
    """An actor, with its kind and its country's code."""

    kind: str | None
    code: str | None


class CountryRef(Ref):
    """A country with its code."""

    code: str | None


class EventRef(Shape):
    """Another event by its title."""

    id: str
    title: str | None


class WhenOut(Shape):
    """A date as precise as it was announced."""

    edtf: str | None
    precision: str
    earliest_start: date | None
    latest_start: date | None
    earliest_end: date | None
    latest_end: date | None
    starts_at: datetime | None
    ends_at: datetime | None
    timezone: str | None


class PreviousOut(Shape):
    """A date that was given up, and when."""

    when: WhenOut
    rev: int


class PlaceOut(Shape):
    """Where."""

    name: str | None
    city: str | None
    country: CountryRef | None
    lat: float | None
    lon: float | None


class ParticipantOut(Shape):
    """Who takes part, and as what."""

    actor: ActorRef
    role: str
    level: str | None
    attendance: str
    office: Ref | None
    represented_by: list[str]
    collective: Any


class PositionOut(Shape):
    """What a party said of it."""

    actor: str
    position: str
    on: str | None
    by: Ref | None
    source: str | None


class SourceOut(Shape):
    """Where a fact was read."""

    id: str
    publisher: str | None
    title: str | None
    lang: str | None
    url: str | None
    published: str | None


class StatementsOut(Shape):
    """How many statements there are, and where."""

    count: int
    url: str


class UrlsOut(Shape):
    """The addresses of an event."""

    self: str
    history: str


class EventOut(Shape):
    """An event, complete."""

    id: str
    slug: str | None
    version: int
    rev: int
    changed_at: datetime
    kind: str
    status: str
    agreement: str
    title: str
    lang: str
    summary: str | None
    when: WhenOut
    previous: list[PreviousOut]
    mode: str | None
    place: PlaceOut | None
    forum: Ref | None
    part_of: EventRef | None
    participants: list[ParticipantOut]
    positions: list[PositionOut]
    topics: list[Ref]
    sources: list[SourceOut]
    notes: list[Any]
    identifiers: list[Any]
    statements: StatementsOut
    urls: UrlsOut


class EventPage(Shape):
    """Some events, and where there are more."""

    items: list[EventOut]
    next: str | None
