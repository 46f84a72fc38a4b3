"""Messages to webhooks beside the order of revisions, and what was tried to send any."""

from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from app.domain.webhook import Kind


class Letter(NamedTuple):
    """A message by what it is about: the revision and the event, under the filter of then."""

    webhook: str
    id: str
    kind: Kind
    filter: str
    rev: int
    entity: str | None
    made_at: datetime
    attempts: int = 0
    detail: str | None = None


class Outcome(StrEnum):
    """How an attempt ended: it was taken, or tried again later, or not any more."""

    DELIVERED = "delivered"
    FAILED = "failed"
    DEAD = "dead"
    DROPPED = "dropped"


class Attempt(NamedTuple):
    """One request, or none where it could not be made. `status` is that of the answer."""

    webhook: str
    message: str
    kind: Kind
    rev: int
    entity: str | None
    attempt: int
    at: datetime
    took_ms: int
    outcome: Outcome
    status: int | None = None
    detail: str | None = None
