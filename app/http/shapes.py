"""The shapes of our answers, for the OpenAPI document and for the tests that hold answers to it.

Never built on the way of a read: forms write what was stored.
"""

from datetime import datetime
from typing import Any, Literal

from pydantic import ConfigDict

from app.domain.actor import ActorKind, Alias, Identifier, MemberRole, RelationKind
from app.domain.change import Change, Nature
from app.domain.difference import Effect
from app.domain.forum import Collective, ForumKind
from app.domain.things import Thing
from app.domain.vocabulary import (
    Agreement,
    EventKind,
    Mode,
    Status,
)
from app.http.editing_shapes import Commit, Draft, DraftPage
from app.http.import_shapes import ImportReport
from app.http.shape_parts import (
    CitedSource,
    CountryRef,
    EventRef,
    HistoryEntry,
    MatchedBy,
    NoteShape,
    ParticipantShape,
    PlaceShape,
    PositionShape,
    PreviousShape,
    Ref,
    Shape,
    Source,
    Statement,
    StatementsOf,
    Urls,
    WhenShape,
)
from app.http.shape_tables import CoverageShape, EventCounts, EventSlips, QueryInWords
from app.http.webhook_shapes import DeadLetterList, DeliveryList, Queued, Webhook, WebhookList


class Event(Shape):
    id: str
    slug: str | None
    version: int
    rev: int
    changed_at: datetime
    kind: EventKind
    status: Status
    agreement: Agreement
    title: str
    lang: str
    summary: str | None
    when: WhenShape
    previous: list[PreviousShape]
    mode: Mode | None
    place: PlaceShape | None
    forum: Ref | None
    part_of: EventRef | None
    participants: list[ParticipantShape]
    positions: list[PositionShape]
    topics: list[Ref]
    sources: list[CitedSource]
    notes: list[NoteShape]
    identifiers: list[Identifier]
    statements: StatementsOf
    matched_by: list[MatchedBy] | None
    urls: Urls
    history: list[HistoryEntry] | None = None


class EventHistory(Shape):
    id: str
    items: list[HistoryEntry]
    rev: int


class Paged(Shape):
    next: str | None
    rev: int
    at: datetime


class EventPage(Paged):
    items: list[Event]
    count: int | None
    query: QueryInWords
    coverage: list[CoverageShape]


class MomentShape(Shape):
    rev: int
    at: datetime


class VersionsShape(Shape):
    """The event's version at each moment; null where the record did not have it."""

    a: int | None
    b: int | None


class EffectCounts(Shape):
    entered: int
    changed: int
    left: int
    retracted: int


class EventDifference(Shape):
    id: str
    effect: Effect
    versions: VersionsShape
    changes: list[Change]
    before: Event | None
    item: Event | None


class EventDiff(Shape):
    items: list[EventDifference]
    next: str | None
    a: MomentShape
    b: MomentShape
    count: EffectCounts | None
    query: QueryInWords


class EventChange(Shape):
    rev: int
    at: datetime
    nature: Nature
    reason: str | None
    source: str | None
    thing: Thing
    id: str
    effect: Effect
    changes: list[Change]
    item: Event | dict[str, Any] | None


class ChangePage(Shape):
    items: list[EventChange]
    next: str | None
    rev: int
    since: str
    query: QueryInWords | None


class SpanDigest(Shape):
    rev: int
    digest: str


class LedgerDigest(Shape):
    epoch: str
    rev: int
    at: datetime
    digest: str
    spans: list[SpanDigest]


class _Named(Shape):
    id: str
    version: int
    rev: int
    changed_at: datetime
    name: str
    lang: str
    names: dict[str, str]
    aliases: list[Alias]
    urls: Urls


class SeatShape(Shape):
    city: str | None
    country: CountryRef | None
    lat: float | None
    lon: float | None
    timezone: str | None


class RelationShape(Shape):
    model_config = ConfigDict(extra="allow")

    relation: RelationKind
    object: Ref
    role: MemberRole | None
    attested: str | None
    source: str | None


class Actor(_Named):
    kind: ActorKind
    code: str | None
    identifiers: list[Identifier]
    seats: list[SeatShape]
    relations: list[RelationShape]


class Forum(_Named):
    kind: ForumKind
    parent: Ref | None
    organ_of: Ref | None
    parties: list[Ref]
    members: Collective | None
    recurrence: str | None
    coverage: dict[str, str] | None


class Topic(_Named):
    pass


class ActorPage(Paged):
    items: list[Actor]


class ForumPage(Paged):
    items: list[Forum]


class TopicPage(Paged):
    items: list[Topic]


class StatementPage(Paged):
    items: list[Statement]


class SourcePage(Paged):
    items: list[Source]


class Oembed(Shape):
    """As oEmbed has it: https://oembed.com, section 2.3.4.4."""

    type: Literal["rich"]
    version: Literal["1.0"]
    title: str
    provider_name: str
    provider_url: str
    cache_age: int
    html: str
    width: int
    height: int


class ProblemFault(Shape):
    parameter: str | None
    position: int | None
    pointer: str | None
    detail: str
    suggestions: list[str]


class Problem(Shape):
    type: str
    code: str
    title: str
    status: int
    detail: str
    errors: list[ProblemFault]
    request_id: str


PUBLIC: dict[str, type[Shape]] = {
    shape.__name__: shape
    for shape in (
        Event, EventPage, EventHistory, EventCounts, EventSlips, EventDiff, ChangePage,
        LedgerDigest, Actor, ActorPage, Forum, ForumPage, Topic, TopicPage, Statement,
        StatementPage, Source, SourcePage, Oembed, Problem, ImportReport, Commit, Draft,
        DraftPage, DeadLetterList, DeliveryList, Queued, Webhook, WebhookList,
    )
}  # fmt: skip


def schemas() -> dict[str, Any]:
    """Every shape as JSON Schema, ready for `components`."""
    found: dict[str, Any] = {}
    for name, shape in PUBLIC.items():
        schema = shape.model_json_schema(
            mode="serialization", ref_template="#/components/schemas/{model}"
        )
        found |= schema.pop("$defs", {})
        found[name] = schema
    return found
