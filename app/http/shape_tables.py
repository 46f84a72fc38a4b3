"""The shapes of tables over the events of a filter, and how the filter is told in words."""

from datetime import datetime
from typing import Literal

from app.domain.cells import By
from app.domain.vocabulary import EventKind, Status
from app.http.shape_parts import ActorRef, CountryRef, Ref, Shape


class Resolved(Shape):
    token: str
    id: str
    by: Literal["id", "code", "identifier", "name"]
    name: str | None


class QueryInWords(Shape):
    text: str
    resolved: dict[str, list[Resolved]]


class CoverageShape(Shape):
    forum: str
    since: str
    every: str
    last_checked: str


class CountKey(Shape):
    """The members are those of `by`, and no others."""

    month: str | None = None
    year: str | None = None
    forum: Ref | None = None
    kind: EventKind | None = None
    status: Status | None = None
    actor: ActorRef | None = None
    place: CountryRef | None = None


class CountRow(Shape):
    key: CountKey
    count: int
    url: str


class Tabled(Shape):
    """What tables have beside their rows."""

    total: int
    by: list[By]
    exclusive: bool
    rev: int
    at: datetime
    query: QueryInWords
    coverage: list[CoverageShape]


class EventCounts(Tabled):
    items: list[CountRow]


class SpreadShape(Shape):
    """Days, later ones positive."""

    least: float
    first_quartile: float
    median: float
    third_quartile: float
    most: float


class SlipRow(Shape):
    key: CountKey
    events: int
    moved: int
    share: float
    moves: int
    later: int
    earlier: int
    days: SpreadShape | None
    url: str


class EventSlips(Tabled):
    items: list[SlipRow]
