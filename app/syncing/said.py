"""What another installation answers, as far as it is used here."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from app.domain.difference import Effect
from app.domain.things import Thing
from app.store.digest import Span


class Said(BaseModel):
    """A part of an answer: members that a later release adds are no reason to stop."""

    model_config = ConfigDict(extra="ignore", frozen=True)


class EndSaid(Said):
    """The last line of a page of /v1/ledger."""

    part: Literal["end"]
    epoch: str
    rev: int
    skipped: int
    head: int
    next: str | None


class ChangeSaid(Said):
    """An entry of /v1/changes."""

    id: str
    effect: Effect
    item: dict[str, Any] | None


class ChangesSaid(Said):
    """A page of /v1/changes."""

    items: tuple[ChangeSaid, ...]
    next: str | None
    since: str


class ListSaid(Said):
    """A page of /v1/events."""

    items: tuple[dict[str, Any], ...]
    next: str | None
    rev: int


class DigestSaid(Said):
    """What /v1/ledger/digest says."""

    epoch: str
    rev: int
    digest: str
    spans: tuple[Span, ...]


class CommitRow(Said):
    """A commit, as the ledger of this release stores it."""

    at: int
    nature: str
    reason: str | None
    source: str | None
    directory_rev: int
    told_rev: int | None


class VersionRow(Said):
    """A version that it made."""

    thing: Thing
    entity: str
    version: int
    state: str
    document: dict[str, Any]


class ChangeRow(Said):
    """A typed change that it told of."""

    seq: int
    thing: Thing
    entity: str
    type: str
    payload: dict[str, Any]
