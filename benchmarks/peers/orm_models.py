"""The tables that the ordinary version of our list has, as SQLAlchemy's tutorial writes them.

One for each kind of thing, one for each list that an event holds, and a row for each actor that an
event is found by, which has what the list is ordered by.
"""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, Index
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

BASE = "http://127.0.0.1:8000/v1"
Json = dict[str, Any]


class Base(DeclarativeBase):
    """What all classes of rows derive from."""


class Actor(Base):
    """A country, a body, an office or a person."""

    __tablename__ = "actors"
    id: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    code: Mapped[str | None]
    name: Mapped[str]


class Forum(Base):
    """Where talks are held again and again."""

    __tablename__ = "forums"
    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]


class Topic(Base):
    """What talks are about."""

    __tablename__ = "topics"
    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]


class Source(Base):
    """Where a fact was read."""

    __tablename__ = "sources"
    id: Mapped[str] = mapped_column(primary_key=True)
    publisher: Mapped[str]
    title: Mapped[str]
    lang: Mapped[str | None]
    url: Mapped[str | None]
    published: Mapped[str | None]


class Involvement(Base):
    """An actor that an event is found by: one that is there, or for whom another is."""

    __tablename__ = "involvements"
    __table_args__ = (Index("ix_involvements", "actor_id", "starts", "ends", "event_id"),)
    event_id: Mapped[str] = mapped_column(ForeignKey("events.id"), primary_key=True)
    actor_id: Mapped[str] = mapped_column(ForeignKey("actors.id"), primary_key=True)
    starts: Mapped[int] = mapped_column(BigInteger)
    ends: Mapped[int] = mapped_column(BigInteger)


class Participation(Base):
    """Who takes part, and as what."""

    __tablename__ = "participations"
    event_id: Mapped[str] = mapped_column(ForeignKey("events.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    actor_id: Mapped[str] = mapped_column(ForeignKey("actors.id"))
    office_id: Mapped[str | None] = mapped_column(ForeignKey("actors.id"))
    role: Mapped[str]
    level: Mapped[str | None]
    attendance: Mapped[str]
    represented_by: Mapped[list[str]] = mapped_column(JSON)
    collective: Mapped[Json | None] = mapped_column(JSON)
    actor: Mapped[Actor] = relationship(foreign_keys=actor_id)
    office: Mapped[Actor | None] = relationship(foreign_keys=office_id)


class Position(Base):
    """What a party said of an event."""

    __tablename__ = "positions"
    event_id: Mapped[str] = mapped_column(ForeignKey("events.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    actor: Mapped[str] = mapped_column(ForeignKey("actors.id"))
    position: Mapped[str]
    on: Mapped[str | None]
    by_id: Mapped[str | None] = mapped_column(ForeignKey("actors.id"))
    source: Mapped[str | None]
    by: Mapped[Actor | None] = relationship(foreign_keys=by_id)


class EventTopic(Base):
    """That an event is about a topic."""

    __tablename__ = "event_topics"
    event_id: Mapped[str] = mapped_column(ForeignKey("events.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    topic_id: Mapped[str] = mapped_column(ForeignKey("topics.id"))


class EventSource(Base):
    """That an event is told by a source."""

    __tablename__ = "event_sources"
    event_id: Mapped[str] = mapped_column(ForeignKey("events.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    source_id: Mapped[str] = mapped_column(ForeignKey("sources.id"))


class Event(Base):
    """An event; what an answer nests is a property that its columns make."""

    __tablename__ = "events"
    id: Mapped[str] = mapped_column(primary_key=True)
    slug: Mapped[str | None]
    version: Mapped[int]
    rev: Mapped[int]
    changed_at: Mapped[datetime]
    kind: Mapped[str]
    status: Mapped[str]
    agreement: Mapped[str]
    title: Mapped[str]
    lang: Mapped[str]
    summary: Mapped[str | None]
    edtf: Mapped[str | None]
    precision: Mapped[str]
    earliest_start: Mapped[str | None]
    latest_start: Mapped[str | None]
    earliest_end: Mapped[str | None]
    latest_end: Mapped[str | None]
    starts_at: Mapped[str | None]
    ends_at: Mapped[str | None]
    timezone: Mapped[str | None]
    first_day: Mapped[int]
    dated: Mapped[bool]
    mode: Mapped[str | None]
    place_name: Mapped[str | None]
    city: Mapped[str | None]
    country_id: Mapped[str | None] = mapped_column(ForeignKey("actors.id"))
    lat: Mapped[float | None]
    lon: Mapped[float | None]
    forum_id: Mapped[str | None] = mapped_column(ForeignKey("forums.id"))
    part_of_id: Mapped[str | None] = mapped_column(ForeignKey("events.id"))
    previous: Mapped[list[Json]] = mapped_column(JSON)
    notes: Mapped[list[Json]] = mapped_column(JSON)
    identifiers: Mapped[list[Json]] = mapped_column(JSON)
    statement_count: Mapped[int]
    country: Mapped[Actor | None] = relationship()
    forum: Mapped[Forum | None] = relationship()
    part_of: Mapped["Event | None"] = relationship(remote_side="Event.id")
    participants: Mapped[list[Participation]] = relationship(order_by=Participation.number)
    positions: Mapped[list[Position]] = relationship(order_by=Position.number)
    topics: Mapped[list[Topic]] = relationship(
        secondary="event_topics", order_by=EventTopic.number, viewonly=True
    )
    sources: Mapped[list[Source]] = relationship(
        secondary="event_sources", order_by=EventSource.number, viewonly=True
    )

    @property
    def when(self) -> Json:
        """The date as precise as it was announced."""
        return {name: getattr(self, name) for name in WHEN}

    @property
    def place(self) -> Json | None:
        """Where; None where nothing is known of it."""
        if self.city is None and self.country is None:
            return None
        known = {name: getattr(self, name) for name in ("city", "country", "lat", "lon")}
        return {"name": self.place_name, **known}

    @property
    def statements(self) -> Json:
        """How many there are, and where."""
        return {"count": self.statement_count, "url": f"{BASE}/statements?event={self.id}"}

    @property
    def urls(self) -> Json:
        """The addresses of the event."""
        address = f"{BASE}/events/{self.id}"
        return {"self": address, "history": f"{address}/history"}


WHEN = (
    "edtf", "precision", "earliest_start", "latest_start", "earliest_end", "latest_end",
    "starts_at", "ends_at", "timezone",
)  # fmt: skip


def instant(micros: int) -> datetime:
    """Of microseconds since 1970, in UTC, without a zone, as a column without one keeps it."""
    return datetime.fromtimestamp(micros / 1e6, UTC).replace(tzinfo=None)
