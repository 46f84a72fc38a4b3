"""A webhook, its deliveries and its dead letters as JSON."""

from datetime import datetime
from typing import Any

from app.domain.letters import Attempt, Letter
from app.domain.webhook import Webhook
from app.render import refs

Json = dict[str, Any]


def webhook_item(hook: Webhook, since: str, text: str | None, secret: str | None = None) -> Json:
    """A webhook. `since` is how far it was told, `text` its filter in words."""
    return {
        "id": hook.id,
        "url": hook.url,
        "filter": hook.filter,
        "text": text,
        "description": hook.description,
        "enabled": hook.stopped is None,
        "stopped": hook.stopped,
        "created_at": _utc(hook.created_at),
        "version": hook.version,
        "since": since,
        "attempts": hook.attempts,
        "due_at": _utc(hook.due_at if hook.attempts else None),
        "failing_since": _utc(hook.failing_since),
        "delivered_at": _utc(hook.delivered_at),
        "rotated_until": _utc(hook.former_until),
        "secret": secret,
    }


def _utc(instant: datetime | None) -> str | None:
    return None if instant is None else refs.utc(instant)


def delivery(tried: Attempt) -> Json:
    """One attempt."""
    named = {"type": tried.kind, "event": tried.entity, "at": refs.utc(tried.at)}
    kept = ("message", "rev", "attempt", "took_ms", "outcome", "status", "detail")
    return {**named, **{name: getattr(tried, name) for name in kept}}


def dead_letter(letter: Letter) -> Json:
    """A message that waits for a replay."""
    named = {"message": letter.id, "type": letter.kind, "event": letter.entity}
    kept = ("rev", "filter", "attempts", "detail")
    return {**named, **{name: getattr(letter, name) for name in kept}}
