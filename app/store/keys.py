"""API keys: made, found by their token, turned over, revoked. Of a secret only its hash is kept."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, Select, bindparam, insert, or_, select, update

from app.domain.apikey import Key, Token, new_token, same
from app.domain.scope import Scope
from app.errors import Conflict, NotFound
from app.store.beside import api_keys
from app.store.pins import instant, micros
from app.store.prepared import ask

# How exact "last used" is: a key in constant use is written no more often than this.
USED_EVERY = timedelta(minutes=1)


def create(
    connection: Connection,
    name: str,
    scopes: Iterable[Scope],
    now: datetime,
    expires_at: datetime | None = None,
) -> Token:
    """A new key; its token cannot be had again. Conflict where a key in use has the name."""
    if connection.execute(_in_use(name)).first():
        raise Conflict("There is a key of this name: revoke it first, or rotate it.")
    made = new_token()
    connection.execute(
        insert(api_keys).values(
            id=made.id,
            name=name,
            scopes=" ".join(sorted(scopes)),
            digest=made.digest,
            created_at=micros(now),
            expires_at=micros(expires_at) if expires_at else None,
        )
    )
    return made


def rotate(connection: Connection, named: str, now: datetime, grace: timedelta) -> Token:
    """A new secret for a key; the former one opens what it did for so long. NotFound.

    A secret that was still in its grace ends at once: two are valid at most.
    """
    row = _one(connection, named)
    made = new_token(row.id)
    former = {"former_digest": row.digest, "former_until": micros(now + grace)}
    if not grace:
        former = dict.fromkeys(former)
    turned = update(api_keys).where(api_keys.c.id == row.id)
    connection.execute(turned.values(digest=made.digest, **former))
    return made


def revoke(connection: Connection, named: str, now: datetime) -> Key:
    """Ends a key for good, by its id or name; it stays listed. NotFound."""
    row = _one(connection, named)
    ended = update(api_keys).where(api_keys.c.id == row.id).values(revoked_at=micros(now))
    connection.execute(ended)
    return _key(row)


def listed(connection: Connection) -> list[Key]:
    """Every key, the oldest first, revoked ones included."""
    order = select(api_keys).order_by(api_keys.c.created_at, api_keys.c.id)
    return [_key(row) for row in connection.execute(order)]


def find(connection: Connection, token: Token, now: datetime) -> Key | None:
    """The key whose token this is, revoked or expired as it may be; None for a wrong secret.

    An id that is not known costs the same comparison as one that is.
    """
    known = ask(connection, _BY_ID, {"id": token.id})
    row = _Row(*known[0]) if known else None
    current = same(token.digest, row.digest if row else None)
    former = same(token.digest, row.former_digest if row else None)
    in_grace = former and row is not None and micros(now) < (row.former_until or 0)
    return _key(row) if row is not None and (current or in_grace) else None


def used(connection: Connection, id_: str, now: datetime) -> None:
    """Notes that a key was used, unless that was noted within the last minute."""
    before = micros(now - USED_EVERY)
    seen = api_keys.c.last_used_at
    due = (api_keys.c.id == id_) & or_(seen.is_(None), seen <= before)
    connection.execute(update(api_keys).where(due).values(last_used_at=micros(now)))


def _one(connection: Connection, named: str) -> Row[Any]:
    """The key of this id or name that is not revoked."""
    row = connection.execute(_in_use(named)).first()
    if row is None:
        raise NotFound("There is no key in use with this id or name; `keys list` lists them.")
    return row


class _Row(NamedTuple):
    """A row of the table."""

    id: str
    name: str
    scopes: str
    digest: str
    former_digest: str | None
    former_until: int | None
    created_at: int
    expires_at: int | None
    revoked_at: int | None
    last_used_at: int | None


_BY_ID = select(*(api_keys.c[name] for name in _Row._fields)).where(
    api_keys.c.id == bindparam("id")
)


def _in_use(named: str) -> Select[Any]:
    """An id comes before a name that looks like one."""
    which = or_(api_keys.c.id == named, api_keys.c.name == named)
    order = (api_keys.c.id == named).desc()
    return select(api_keys).where(which, api_keys.c.revoked_at.is_(None)).order_by(order)


def _key(row: Row[Any] | _Row) -> Key:
    instants = ("created_at", "expires_at", "revoked_at", "last_used_at")
    at = {name: _instant(getattr(row, name)) for name in instants}
    return Key(row.id, row.name, frozenset(map(Scope, row.scopes.split())), **at)  # type: ignore[arg-type]  # created_at is never null


def _instant(microseconds: int | None) -> datetime | None:
    return None if microseconds is None else instant(microseconds)
