"""Webhooks: made, listed, changed, given another secret, removed."""

import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from app.domain.feed import Key, Place
from app.domain.things import Thing
from app.domain.webhook import Standing, Stop, Webhook
from app.domain.whsec import Seed, seed
from app.errors import Conflict, NotFound, PreconditionFailed
from app.store.pins import instant, micros
from app.store.webhook_tables import webhook_attempts, webhook_messages, webhooks

MOST = 1_000
_DIGITS = "abcdefghijklmnopqrstuvwxyz0123456789"


class Wanted(NamedTuple):
    """What the owner of a webhook says of it."""

    url: str
    filter: str
    description: str | None
    stopped: Stop | None


def create(
    connection: Connection,
    wanted: Wanted,
    made: Seed,
    standing: Standing,
    author: str,
    now: datetime,
) -> Webhook:
    """A new webhook, told from `standing` on. Conflict where there are as many as there may be."""
    if (connection.scalar(select(func.count()).select_from(webhooks)) or 0) >= MOST:
        raise Conflict(f"There are {MOST} webhooks, and that is the most there may be.")
    values = {
        "id": "wh_" + "".join(secrets.choice(_DIGITS) for _ in range(10)),
        "created_at": micros(now),
        "author": author,
        "version": 1,
        "seed": made.text,
        "attempts": 0,
        "due_at": micros(now),
        "leased_until": 0,
        **wanted._asdict(),
        **stands(standing),
    }
    return webhook(connection.execute(insert(webhooks).values(values).returning(webhooks)).one())


def get(connection: Connection, id_: str) -> Webhook:
    """The webhook of this id; NotFound."""
    row = connection.execute(select(webhooks).where(webhooks.c.id == id_)).one_or_none()
    if row is None:
        raise NotFound("There is no webhook of this id; /v1/webhooks lists those there are.")
    return webhook(row)


def listed(connection: Connection) -> list[Webhook]:
    """Every webhook, the oldest first."""
    order = select(webhooks).order_by(webhooks.c.created_at, webhooks.c.id)
    return [webhook(row) for row in connection.execute(order)]


def change(connection: Connection, before: Webhook, wanted: Wanted, now: datetime) -> Webhook:
    """Makes it as wanted and has it tried at once; PreconditionFailed where it is another now.

    What has been told stays told: the next message is the one after.
    """
    said = {**wanted._asdict(), "attempts": 0, "due_at": micros(now), "failing_since": None}
    return _changed(connection, before, said)


def rotate(
    connection: Connection, before: Webhook, made: Seed, now: datetime, grace: timedelta
) -> Webhook:
    """Another secret; messages are signed with the former one too, for so long.

    A secret that was still in its grace ends at once: two are valid at most.
    """
    former = {"former_seed": before.seed.text, "former_until": micros(now + grace)}
    if not grace:
        former = dict.fromkeys(former)
    # Whatever could not be signed can be now.
    stopped = None if before.stopped is Stop.KEY else before.stopped
    return _changed(connection, before, {"seed": made.text, "stopped": stopped, **former})


def remove(connection: Connection, id_: str) -> None:
    """Removes it with all that is kept of it; NotFound."""
    get(connection, id_)
    # Held first, as by those who send: two that hold each other's rows would wait for ever.
    held = update(webhooks).where(webhooks.c.id == id_)
    connection.execute(held.values(stopped=Stop.ASKED))
    for table in (webhook_attempts, webhook_messages):
        connection.execute(delete(table).where(table.c.webhook == id_))
    connection.execute(delete(webhooks).where(webhooks.c.id == id_))


def stands(standing: Standing) -> dict[str, Any]:
    """The columns that say how far a subscriber has been told."""
    last = standing.place.last
    return {
        "epoch": standing.epoch,
        "rev": standing.place.rev,
        "last_thing": last and last.thing,
        "last_id": last and last.id,
    }


def webhook(row: Row[Any]) -> Webhook:
    """A row as what it says."""
    last = Key(Thing(row.last_thing), row.last_id) if row.last_id else None
    instants = ("created_at", "former_until", "due_at", "failing_since", "delivered_at")
    at: dict[str, Any] = {name: _instant(getattr(row, name)) for name in instants}
    return Webhook(
        id=row.id,
        url=row.url,
        filter=row.filter,
        description=row.description,
        author=row.author,
        version=row.version,
        stopped=Stop(row.stopped) if row.stopped else None,
        seed=seed(row.seed),
        former_seed=seed(row.former_seed) if row.former_seed else None,
        standing=Standing(row.epoch, Place(row.rev, last)),
        attempts=row.attempts,
        **at,
    )


def _changed(connection: Connection, before: Webhook, values: Mapping[str, Any]) -> Webhook:
    same = (webhooks.c.id == before.id) & (webhooks.c.version == before.version)
    made = update(webhooks).where(same).values(version=before.version + 1, **values)
    row = connection.execute(made.returning(webhooks)).one_or_none()
    if row is None:
        raise PreconditionFailed("The webhook has changed since; read it again.")
    return webhook(row)


def _instant(microseconds: int | None) -> datetime | None:
    return None if microseconds is None else instant(microseconds)
