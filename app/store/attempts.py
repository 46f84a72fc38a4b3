"""The log of what was tried: the last attempts of each webhook, and no more."""

from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select

from app.domain.letters import Attempt, Outcome
from app.domain.webhook import Kind
from app.store.pins import instant, micros
from app.store.webhook_tables import webhook_attempts

KEPT = 500
_attempts = webhook_attempts.c


def note(connection: Connection, attempt: Attempt) -> None:
    """Writes it down, and removes what is too old to be kept."""
    values = {**attempt._asdict(), "at": micros(attempt.at)}
    connection.execute(insert(webhook_attempts).values(values))
    _prune(connection, attempt.webhook)


def listed(connection: Connection, webhook: str, most: int) -> list[Attempt]:
    """Those of a webhook, the newest first."""
    wanted = select(webhook_attempts).where(_attempts.webhook == webhook)
    rows = connection.execute(wanted.order_by(_attempts.id.desc()).limit(most))
    return [_attempt(row) for row in rows]


def _prune(connection: Connection, webhook: str) -> None:
    own = _attempts.webhook == webhook
    oldest = select(_attempts.id).where(own).order_by(_attempts.id.desc()).offset(KEPT).limit(1)
    last = oldest.scalar_subquery()
    connection.execute(delete(webhook_attempts).where(own, _attempts.id <= last))


def _attempt(row: Row[Any]) -> Attempt:
    values = {name: getattr(row, name) for name in Attempt._fields}
    at = {"at": instant(row.at), "kind": Kind(row.kind), "outcome": Outcome(row.outcome)}
    return Attempt(**{**values, **at})
