"""What requests about webhooks do, each in the transaction that it is given."""

import secrets
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import orjson
from fastapi import Request, Response

from app.domain import whsec
from app.domain.describe import describe
from app.domain.feed import Place
from app.domain.letters import Letter
from app.domain.webhook import Kind, Standing, Stop, Webhook
from app.errors import (
    AddressRefused,
    Fault,
    InvalidDocument,
    InvalidQuery,
    MalformedRequest,
    PreconditionFailed,
)
from app.http import places
from app.http.reading import Service, address_id
from app.http.subscriptions import subscription
from app.http.webhook_bodies import JSON, ChangedWebhook, NewWebhook, Rotation
from app.outbound import target
from app.outbound.addresses import networks
from app.outbound.guard import Guard
from app.render.webhook_item import webhook_item
from app.store import leases, outbox, webhooks
from app.store.pins import Pin, pin
from app.store.sessions import Connection
from app.store.webhooks import Wanted

PATH = "/v1/webhooks"


def service_of(request: Request) -> Service:
    """What the handlers work with."""
    service: Service = request.app.state.service
    return service


def answer(found: Any, status: int = 200, **headers: str) -> Response:
    """As JSON."""
    return Response(orjson.dumps(found), status, headers, media_type=JSON)


def shown(
    service: Service, connection: Connection, hooks: Iterable[Webhook]
) -> list[dict[str, Any]]:
    """Webhooks as JSON, with their filters in words."""
    head = pin(connection)
    return [
        webhook_item(
            hook,
            places.encode(hook.standing.epoch, hook.standing.place),
            _in_words(service, connection, head, hook.filter),
        )
        for hook in hooks
    ]


def _in_words(service: Service, connection: Connection, head: Pin, text: str) -> str | None:
    """The filter in words; None where it names what is no longer there."""
    try:
        found = subscription(connection, service.directories, head, text)
    except InvalidQuery:
        return None
    return describe(found.query, found.directory, found.lang)


def one(service: Service, connection: Connection, hook: Webhook, status: int = 200) -> Response:
    """A webhook with its ETag; a new one with its address."""
    where = f"{service.base_url}{PATH}/{hook.id}"
    headers = {"ETag": f'"{hook.version}"', "Location": where}
    if status != 201:
        del headers["Location"]
    (found,) = shown(service, connection, [hook])
    return answer(found, status, **headers)


def with_secret(request: Request, made: Response) -> Response:
    """Adds the secret to an answer that is kept without it, or was: so none is kept twice.

    One that was voided by a redaction says so instead, and stays as it is.
    """
    if made.status_code >= 400:
        return made
    service, found = service_of(request), orjson.loads(bytes(made.body))
    with service.database.reading() as connection:
        seed = webhooks.get(connection, found["id"]).seed
    secret = seed.secret(service.settings.signing_key)
    again = answer({**found, "secret": secret and whsec.shown(secret)}, made.status_code)
    kept = [(name, value) for name, value in made.raw_headers if name != b"content-length"]
    length = [(name, value) for name, value in again.raw_headers if name == b"content-length"]
    again.raw_headers = [*kept, *length]
    return again


def create(request: Request, connection: Connection, author: str, said: NewWebhook) -> Response:
    """Makes a webhook; 201 with it, without its secret."""
    service = service_of(request)
    wanted = Wanted(
        _checked_url(service, said.url),
        _checked_filter(service, connection, said.filter),
        said.description,
        None if said.enabled else Stop.ASKED,
    )
    seed = whsec.new_seed(service.settings.signing_key)
    standing = _standing(service, connection, said.since)
    made = webhooks.create(connection, wanted, seed, standing, author, leases.now(connection))
    return one(service, connection, made, 201)


def _checked_url(service: Service, url: str) -> str:
    allowed = networks(service.settings.outbound_networks)
    try:
        return target.checked(url, Guard(allowed))
    except AddressRefused as error:
        raise AddressRefused(error.detail, [Fault(error.detail, pointer="/url")]) from None


def _checked_filter(service: Service, connection: Connection, text: str) -> str:
    """As it was given; InvalidQuery, or InvalidDocument where it is no query string at all."""
    kept = text.strip().removeprefix("?")
    try:
        subscription(connection, service.directories, pin(connection), kept)
    except (MalformedRequest, UnicodeError):
        detail = "filter: write it as in an address, percent-encoded in UTF-8: actor=RU&date=2022."
        raise InvalidDocument(detail, [Fault(detail, pointer="/filter")]) from None
    return kept


def _standing(service: Service, connection: Connection, since: str | None) -> Standing:
    """From where it is told: from now on, or from a place of `/v1/changes`."""
    head = pin(connection)
    if since is None:
        return Standing(head.epoch, Place(head.rev))
    token = places.decode(since)
    if token is None:
        detail = "since: a revision, or the `since` of a page of /v1/changes."
        raise InvalidDocument(detail, [Fault(detail, pointer="/since")])
    places.refuse_ended(token, head, f"{service.base_url}/v1/changes?since=0")
    return Standing(head.epoch, token.place)


def change(request: Request, connection: Connection, id_: str, said: ChangedWebhook) -> Response:
    """Makes it as said, which is what is new of it; PreconditionFailed by If-Match."""
    service, hook = service_of(request), webhooks.get(connection, address_id(id_))
    _match(request, hook)
    given = said.model_fields_set
    stopped = hook.stopped
    if "enabled" in given:
        stopped = None if said.enabled else Stop.ASKED
    wanted = Wanted(
        _checked_url(service, said.url) if "url" in given else hook.url,
        _checked_filter(service, connection, said.filter) if "filter" in given else hook.filter,
        said.description if "description" in given else hook.description,
        stopped,
    )
    now = leases.now(connection)
    return one(service, connection, webhooks.change(connection, hook, wanted, now))


def _match(request: Request, hook: Webhook) -> None:
    """RFC 9110, section 13.1.1."""
    given = request.headers.get("if-match")
    tags = [tag.strip() for tag in (given or "*").split(",")]
    if "*" not in tags and f'"{hook.version}"' not in tags:
        raise PreconditionFailed("The webhook has changed since you read it; read it again.")


def rotate(request: Request, connection: Connection, id_: str, said: Rotation) -> Response:
    """Gives it another secret; 200 with it, without the secret."""
    service, hook = service_of(request), webhooks.get(connection, address_id(id_))
    seed = whsec.new_seed(service.settings.signing_key)
    grace = timedelta(hours=said.grace_hours)
    return one(
        service,
        connection,
        webhooks.rotate(connection, hook, seed, leases.now(connection), grace),
    )


def ping(connection: Connection, id_: str) -> Response:
    """Has a message sent that says nothing; 202 with its id."""
    hook, now = webhooks.get(connection, address_id(id_)), leases.now(connection)
    message = f"msg_{secrets.token_hex(13)}"
    letter = Letter(hook.id, message, Kind.PING, hook.filter, hook.standing.place.rev, None, now)
    outbox.put(connection, letter, now, dead=False)
    return answer({"message": message, "count": 1}, 202)


def replay(connection: Connection, id_: str, message: str | None) -> Response:
    """Has a dead letter sent again, or all of them; 202 with how many."""
    hook = webhooks.get(connection, address_id(id_))
    wanted = None if message is None else address_id(message)
    count = outbox.replay(connection, hook.id, wanted, leases.now(connection))
    return answer({"message": message, "count": count}, 202)
