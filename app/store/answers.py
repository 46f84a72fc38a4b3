"""What was answered to a request with an Idempotency-Key, kept beside its effect for a day."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from typing import NamedTuple

import orjson
from sqlalchemy import Connection, delete, func, insert, select

from app.store.beside import answers
from app.store.pins import micros

KEPT = timedelta(hours=24)


class Asked(NamedTuple):
    """Which request it is: whose, under which key, and a hash of all that it says."""

    holder: str
    key: str
    request: str


class Answer(NamedTuple):
    """An answer, to be given again byte for byte; `request` is the hash of what it answered."""

    request: str
    status: int
    headers: Sequence[tuple[str, str]]
    body: bytes


def alone(connection: Connection, asked: Asked) -> bool:
    """Whether no other transaction is about the same key; held until the end of this one.

    On SQLite there is one writer at a time, who has waited for the one before. PostgreSQL has
    many: a lock of the transaction's own, by a hash of holder and key, keeps them apart.
    """
    if connection.dialect.name == "sqlite":
        return True
    number = sha256(f"{asked.holder} {asked.key}".encode()).digest()[:8]
    lock = func.pg_try_advisory_xact_lock(int.from_bytes(number, signed=True))
    return bool(connection.scalar(select(lock)))


def recall(connection: Connection, asked: Asked, now: datetime) -> Answer | None:
    """What was answered under this key in the last 24 hours; older answers are removed."""
    connection.execute(delete(answers).where(answers.c.at <= micros(now - KEPT)))
    wanted = (answers.c.holder == asked.holder) & (answers.c.key == asked.key)
    row = connection.execute(select(answers).where(wanted)).one_or_none()
    if row is None:
        return None
    headers = [(name, value) for name, value in orjson.loads(row.headers)]
    return Answer(row.request, row.status, headers, bytes(row.body))


def keep(connection: Connection, asked: Asked, answer: Answer, now: datetime) -> None:
    """Writes the answer; the key of the table decides a race that nothing else decided."""
    connection.execute(
        insert(answers).values(
            **asked._asdict(),
            at=micros(now),
            status=answer.status,
            headers=orjson.dumps(answer.headers).decode(),
            body=answer.body,
        )
    )
