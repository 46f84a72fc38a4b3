"""Messages beside the order of revisions: pings, and dead letters, which wait for a replay."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, delete, insert, select, update

from app.domain.letters import Letter
from app.domain.webhook import Kind, Webhook
from app.errors import NotFound
from app.store.pins import instant, micros
from app.store.webhook_tables import webhook_messages

_messages = webhook_messages.c
_AT_ONCE = 50


def put(connection: Connection, letter: Letter, due: datetime, *, dead: bool) -> None:
    """Keeps a message, to be sent at an instant, or dead."""
    values = {**letter._asdict(), "made_at": micros(letter.made_at), "due_at": micros(due)}
    connection.execute(insert(webhook_messages).values(**values, dead=dead))


def due(connection: Connection, webhook: Webhook, now: datetime) -> list[Letter]:
    """Those to be sent, the longest due first: pings alone where the webhook is stopped."""
    wanted = _is_due(now) & (_messages.webhook == webhook.id)
    if webhook.stopped is not None:
        wanted &= _messages.kind == Kind.PING
    order = (
        select(webhook_messages)
        .where(wanted)
        .order_by(_messages.due_at, _messages.rev, _messages.entity)
    )
    return [_letter(row) for row in connection.execute(order.limit(_AT_ONCE))]


def dead(connection: Connection, webhook: str, most: int) -> list[Letter]:
    """The dead letters of a webhook, the oldest first."""
    wanted = (_messages.webhook == webhook) & _messages.dead
    order = select(webhook_messages).where(wanted).order_by(_messages.rev, _messages.entity)
    return [_letter(row) for row in connection.execute(order.limit(most))]


def replay(connection: Connection, webhook: str, id_: str | None, now: datetime) -> int:
    """Has one dead letter sent again, or all of them; how many. NotFound for one that is none."""
    wanted = (_messages.webhook == webhook) & _messages.dead
    if id_ is not None:
        wanted &= _messages.id == id_
    risen = update(webhook_messages).where(wanted)
    count = connection.execute(risen.values(dead=False, attempts=0, due_at=micros(now))).rowcount
    if id_ is not None and not count:
        raise NotFound("There is no dead letter of this id; …/dead-letters lists those there are.")
    return count


def tried(connection: Connection, letter: Letter, due: datetime | None) -> None:
    """Notes an attempt in vain: tried again at an instant, or dead."""
    values: dict[str, Any] = {"attempts": letter.attempts, "detail": letter.detail}
    values |= {"dead": True} if due is None else {"due_at": micros(due)}
    connection.execute(update(webhook_messages).where(_is(letter)).values(values))


def done(connection: Connection, letter: Letter) -> None:
    """Removes it."""
    connection.execute(delete(webhook_messages).where(_is(letter)))


def _is_due(now: datetime) -> ColumnElement[bool]:
    return ~_messages.dead & (_messages.due_at <= micros(now))


def _is(letter: Letter) -> ColumnElement[bool]:
    return (_messages.webhook == letter.webhook) & (_messages.id == letter.id)


def _letter(row: Row[Any]) -> Letter:
    return Letter(
        row.webhook,
        row.id,
        Kind(row.kind),
        row.filter,
        row.rev,
        row.entity,
        instant(row.made_at),
        row.attempts,
        row.detail,
    )
