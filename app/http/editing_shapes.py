"""What editors are answered, for the OpenAPI document and for the tests that hold answers to it."""

from datetime import datetime
from typing import Any

from app.domain.change import Change, Nature
from app.domain.things import Thing
from app.http.shape_parts import Shape


class Written(Shape):
    """A thing that the commit touched; `item` is as its own address answers, null if it ended."""

    thing: Thing
    id: str
    version: int
    changes: list[Change]
    item: dict[str, Any] | None


class Commit(Shape):
    """What a commit did, or would do; `rev` is the head's where nothing changed or is kept."""

    rev: int
    at: datetime
    dry_run: bool
    nature: Nature
    reason: str | None
    source: str | None
    items: list[Written]


class Proposed(Shape):
    reason: str | None
    source: str | None
    nature: Nature | None


class Obstacle(Shape):
    pointer: str | None
    detail: str


class DraftUrls(Shape):
    self: str
    publish: str


class Draft(Shape):
    """`item` is the event or statement; its version and revision are those it is based on, or 0."""

    id: str
    thing: Thing
    target: str | None
    base_version: int | None
    version: int
    author: str
    created_at: datetime
    updated_at: datetime
    commit: Proposed
    evidence: list[dict[str, Any]]
    changes: list[Change]
    obstacles: list[Obstacle]
    item: dict[str, Any]
    urls: DraftUrls


class DraftQuery(Shape):
    text: str


class DraftPage(Shape):
    items: list[Draft]
    next: str | None
    count: int | None
    rev: int
    at: datetime
    query: DraftQuery
