"""The shapes of answers about webhooks, for the OpenAPI document."""

from datetime import datetime

from app.domain.letters import Outcome
from app.domain.webhook import Kind, Stop
from app.http.shape_parts import Shape


class Webhook(Shape):
    """`secret` is shown when it is made or rotated, and null ever after."""

    id: str
    url: str
    filter: str
    text: str | None
    description: str | None
    enabled: bool
    stopped: Stop | None
    created_at: datetime
    version: int
    since: str
    attempts: int
    due_at: datetime | None
    failing_since: datetime | None
    delivered_at: datetime | None
    rotated_until: datetime | None
    secret: str | None


class WebhookList(Shape):
    items: list[Webhook]


class Delivery(Shape):
    message: str
    type: Kind
    rev: int
    event: str | None
    attempt: int
    at: datetime
    took_ms: int
    outcome: Outcome
    status: int | None
    detail: str | None


class DeliveryList(Shape):
    items: list[Delivery]


class DeadLetter(Shape):
    message: str
    type: Kind
    rev: int
    event: str | None
    filter: str
    attempts: int
    detail: str | None


class DeadLetterList(Shape):
    items: list[DeadLetter]


class Queued(Shape):
    """How many messages are about to be sent; of a single one its id."""

    message: str | None
    count: int
