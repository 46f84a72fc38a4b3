"""The parts that the shapes of our answers are made of."""

from datetime import date, datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict

from app.domain.actor import ActorKind
from app.domain.change import Change, Nature
from app.domain.dates import Precision
from app.domain.forum import Collective
from app.domain.source import About
from app.domain.vocabulary import (
    Attendance,
    Basis,
    Level,
    Role,
    Stance,
)


class Shape(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Ref(Shape):
    id: str
    name: str | None


class ActorRef(Shape):
    id: str
    kind: ActorKind | None
    code: str | None
    name: str | None


class CountryRef(Shape):
    id: str
    code: str | None
    name: str | None


class EventRef(Shape):
    id: str
    title: str | None


class WhenShape(Shape):
    text: str
    edtf: str | None
    precision: Precision
    earliest_start: date | None
    latest_start: date | None
    earliest_end: date | None
    latest_end: date | None
    starts_at: datetime | None
    ends_at: datetime | None
    timezone: str | None


class PreviousShape(Shape):
    when: WhenShape
    rev: int


class PlaceShape(Shape):
    name: str | None
    city: str | None
    country: CountryRef | None
    lat: float | None
    lon: float | None


class ParticipantShape(Shape):
    actor: ActorRef
    role: Role
    level: Level | None
    attendance: Attendance
    office: Ref | None
    represented_by: list[Ref]
    collective: Collective | None


class PositionShape(Shape):
    actor: str
    position: Stance
    on: str | None
    by: Ref | None
    source: str | None


class CitedSource(Shape):
    id: str
    publisher: str | None
    title: str | None
    lang: str | None
    url: str | None
    published: str | None
    document_type: str | None = None
    retrieved: str | None = None
    sha256: str | None = None


class NoteShape(Shape):
    field: str
    basis: Basis
    text: str | None


class Source(CitedSource):
    version: int
    rev: int
    changed_at: datetime


class Urls(Shape):
    self: str
    history: str | None = None
    events: str | None = None


class Statement(Shape):
    id: str
    version: int
    rev: int
    changed_at: datetime
    speaker: Ref | None
    office: Ref | None
    on_behalf_of: Ref | None
    date: str
    said_in: str | None
    summary: str
    lang: str
    quotation: str | None
    about: list[About]
    source: str
    urls: Urls


class StatementsOf(Shape):
    count: int
    url: str
    items: list[Statement] | None = None


class MatchedBy(Shape):
    actor: str
    via: Literal["named", "acted_through", "members", "organisations", "predecessors"]
    through: Ref | None
    sure: bool


class HistoryEntry(Shape):
    version: int
    rev: int
    at: datetime
    nature: Nature
    reason: str | None
    source: str | None
    state: Literal["live", "retracted"]
    changes: list[Change]
    url: str | None = None
