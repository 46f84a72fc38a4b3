"""/v1/webhooks: who is told of the events of a filter, with what came of it."""

from collections.abc import Callable

from fastapi import APIRouter, Request, Response

from app.domain.scope import Scope
from app.http import raw, webhook_openapi
from app.http import webhook_effects as effects
from app.http.auth import Holder, holder
from app.http.once import once
from app.http.parameters import DEFAULT_LIMIT, LIMIT
from app.http.reading import address_id
from app.http.said import limit
from app.http.webhook_bodies import (
    JSON,
    MERGE_PATCH,
    ChangedWebhook,
    JsonRoute,
    NewWebhook,
    Rotation,
    body,
)
from app.render.webhook_item import dead_letter, delivery
from app.store import attempts, outbox, webhooks
from app.store.sessions import Connection

router = APIRouter(prefix=effects.PATH, tags=["webhooks"], route_class=JsonRoute)

_LIMITED = {"limit": LIMIT}


def _once(request: Request, effect: Callable[[Connection, Holder], Response]) -> Response:
    """The effect in one transaction, and the same answer to the same Idempotency-Key."""
    asks = holder(request, Scope.ADMIN)
    with effects.service_of(request).database.writing() as connection:
        sent: bytes = request.state.body
        return once(request, connection, asks, sent, lambda: effect(connection, asks))


def _most(request: Request) -> int:
    return limit(raw.read(request.scope["query_string"], _LIMITED)) or DEFAULT_LIMIT


@router.get(
    "",
    operation_id="listWebhooks",
    summary="Every webhook",
    **webhook_openapi.reads("WebhookList"),
)
def list_webhooks(request: Request) -> Response:
    """The oldest first."""
    service = effects.service_of(request)
    raw.read(request.scope["query_string"], {})
    with service.database.reading() as connection:
        items = effects.shown(service, connection, webhooks.listed(connection))
    return effects.answer({"items": items})


@router.post(
    "",
    operation_id="createWebhook",
    summary="Tell an address of what happens under a filter",
    **webhook_openapi.posts("Webhook", 201, NewWebhook),
)
def create_webhook(request: Request) -> Response:
    """The answer shows the secret, this once."""
    said = body(request, NewWebhook)
    made = _once(
        request, lambda connection, asks: effects.create(request, connection, asks.name, said)
    )
    return effects.with_secret(request, made)


@router.get(
    "/{webhook}",
    operation_id="getWebhook",
    summary="One webhook, and how it stands",
    **webhook_openapi.reads("Webhook"),
)
def get_webhook(request: Request, webhook: str) -> Response:
    """`since` is how far it was told."""
    service = effects.service_of(request)
    with service.database.reading() as connection:
        return effects.one(service, connection, webhooks.get(connection, address_id(webhook)))


@router.patch(
    "/{webhook}",
    operation_id="changeWebhook",
    summary="Change a webhook, stop it, or let it go on",
    **webhook_openapi.changes("Webhook", ChangedWebhook),
)
def change_webhook(request: Request, webhook: str) -> Response:
    """A message that failed is tried again at once."""
    said = body(request, ChangedWebhook, types=(MERGE_PATCH, JSON))
    with effects.service_of(request).database.writing() as connection:
        return effects.change(request, connection, webhook, said)


@router.delete(
    "/{webhook}",
    operation_id="removeWebhook",
    summary="Remove a webhook with its log and its dead letters",
    **webhook_openapi.removes(),
)
def remove_webhook(request: Request, webhook: str) -> Response:
    """A message that is on its way may still arrive."""
    with effects.service_of(request).database.writing() as connection:
        webhooks.remove(connection, address_id(webhook))
    return Response(status_code=204)


@router.post(
    "/{webhook}/rotate",
    operation_id="rotateWebhookSecret",
    summary="Give a webhook another secret",
    **webhook_openapi.posts("Webhook", 200, Rotation),
)
def rotate_secret(request: Request, webhook: str) -> Response:
    """The answer shows it, this once; for a while messages have a signature with either."""
    said = body(request, Rotation)
    made = _once(request, lambda connection, _: effects.rotate(request, connection, webhook, said))
    return effects.with_secret(request, made)


@router.post(
    "/{webhook}/ping",
    operation_id="pingWebhook",
    summary="Send a message that says nothing, to try the receiver",
    **webhook_openapi.posts("Queued", 202),
)
def ping_webhook(request: Request, webhook: str) -> Response:
    """Sent once, also where the webhook is stopped; its deliveries say what came of it."""
    return _once(request, lambda connection, _: effects.ping(connection, webhook))


@router.get(
    "/{webhook}/deliveries",
    operation_id="listDeliveries",
    summary="What was tried, and what came of it",
    **webhook_openapi.reads("DeliveryList", _LIMITED),
)
def list_deliveries(request: Request, webhook: str) -> Response:
    """The newest first, of the last 500."""
    most = _most(request)
    with effects.service_of(request).database.reading() as connection:
        hook = webhooks.get(connection, address_id(webhook))
        found = attempts.listed(connection, hook.id, most)
    return effects.answer({"items": [delivery(one) for one in found]})


@router.get(
    "/{webhook}/dead-letters",
    operation_id="listDeadLetters",
    summary="Messages that were given up",
    **webhook_openapi.reads("DeadLetterList", _LIMITED),
)
def list_dead_letters(request: Request, webhook: str) -> Response:
    """The oldest first."""
    most = _most(request)
    with effects.service_of(request).database.reading() as connection:
        hook = webhooks.get(connection, address_id(webhook))
        found = outbox.dead(connection, hook.id, most)
    return effects.answer({"items": [dead_letter(one) for one in found]})


@router.post(
    "/{webhook}/dead-letters/replay",
    operation_id="replayDeadLetters",
    summary="Send every dead letter again",
    **webhook_openapi.posts("Queued", 202),
)
def replay_dead_letters(request: Request, webhook: str) -> Response:
    """Beside the order of what follows in the ledger."""
    return _once(request, lambda connection, _: effects.replay(connection, webhook, None))


@router.post(
    "/{webhook}/dead-letters/{message}/replay",
    operation_id="replayDeadLetter",
    summary="Send one dead letter again",
    **webhook_openapi.posts("Queued", 202),
)
def replay_dead_letter(request: Request, webhook: str, message: str) -> Response:
    """Under the `webhook-id` that it had."""
    return _once(request, lambda connection, _: effects.replay(connection, webhook, message))
