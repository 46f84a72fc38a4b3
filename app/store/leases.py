"""Leases: who may send for a webhook just now. Nobody else does, however many processes there are.

Whoever dies leaves a lease that ends by itself. Whoever was only halted finds, when it goes on,
that its lease is another's, and its word no longer counts. Instants are those of the database:
the clocks of two machines may differ.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    cast,
    exists,
    func,
    or_,
    select,
    update,
)

from app.domain.webhook import Kind, Stop, Webhook
from app.store.pins import instant, micros
from app.store.tables import ledger
from app.store.webhook_tables import webhook_messages, webhooks
from app.store.webhooks import webhook

_hooks, _messages = webhooks.c, webhook_messages.c


class Lease(NamedTuple):
    """A webhook as it was when the lease began, and what shows that the lease is ours."""

    webhook: Webhook
    token: str


def now(connection: Connection) -> datetime:
    """The instant by the clock of the database."""
    if connection.dialect.name == "sqlite":
        return datetime.now(UTC)
    seconds = func.extract("epoch", func.clock_timestamp()) * 1_000_000
    return instant(connection.execute(select(cast(seconds, BigInteger))).scalar_one())


def waiting(connection: Connection, at: datetime, most: int) -> Sequence[str]:
    """Webhooks that may have something to send, and for which nobody sends; longest due first."""
    order = select(_hooks.id).where(_free(at), or_(_is_behind(at), _has_letters(at)))
    return connection.scalars(order.order_by(_hooks.due_at, _hooks.id).limit(most)).all()


def take(
    connection: Connection, id_: str, token: str, at: datetime, lasts: timedelta
) -> Lease | None:
    """The lease of a webhook; None where another was faster, or it is gone."""
    taken = update(webhooks).where(_hooks.id == id_, _free(at))
    taken = taken.values(lease=token, leased_until=micros(at + lasts))
    row = connection.execute(taken.returning(webhooks)).one_or_none()
    return None if row is None else Lease(webhook(row), token)


def kept(
    connection: Connection, lease: Lease, until: datetime, values: dict[str, Any]
) -> Webhook | None:
    """Writes how it stands, and lets the lease last until then; None where it is no longer ours."""
    ours = (_hooks.id == lease.webhook.id) & (_hooks.lease == lease.token)
    made = update(webhooks).where(ours).values(leased_until=micros(until), **values)
    row = connection.execute(made.returning(webhooks)).one_or_none()
    return None if row is None else webhook(row)


def release(connection: Connection, lease: Lease) -> None:
    """Ends the lease, if it is still ours."""
    ours = (_hooks.id == lease.webhook.id) & (_hooks.lease == lease.token)
    connection.execute(update(webhooks).where(ours).values(lease=None, leased_until=0))


def _free(at: datetime) -> ColumnElement[bool]:
    return _hooks.leased_until <= micros(at)


def _is_behind(at: datetime) -> ColumnElement[bool]:
    head = select(ledger.c.rev).scalar_subquery()
    epoch = select(ledger.c.epoch).scalar_subquery()
    behind = or_(_hooks.rev < head, _hooks.last_id.is_not(None), _hooks.epoch != epoch)
    return _hooks.stopped.is_(None) & (_hooks.due_at <= micros(at)) & behind


def _has_letters(at: datetime) -> ColumnElement[bool]:
    due = ~_messages.dead & (_messages.due_at <= micros(at))
    # A ping tries the receiver of one that is stopped; but without the key of its secret nothing
    # can be signed, however often it is looked at.
    tries = (_messages.kind == Kind.PING) & (_hooks.stopped != Stop.KEY)
    sent = or_(_hooks.stopped.is_(None), tries)
    return exists().where(_messages.webhook == _hooks.id, due, sent)
