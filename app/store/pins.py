"""The revision a read is pinned to, and the one predicate that holds every row to it."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    FromClause,
    Select,
    and_,
    bindparam,
    func,
    literal,
    or_,
    select,
)

from app.errors import EpochEnded, Fault, InvalidQuery
from app.store.prepared import ask
from app.store.tables import commits, ledger

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Pin:
    """A revision of the ledger: every row of an answer is as of it.

    Between two with the same `told_rev`, what an item shows of other things is the same.
    """

    epoch: str
    rev: int
    at: datetime
    directory_rev: int
    told_rev: int
    is_head: bool


def micros(instant: datetime) -> int:
    """Microseconds since 1970 in UTC."""
    return (instant - _EPOCH) // timedelta(microseconds=1)


def instant(microseconds: int) -> datetime:
    """The UTC instant of so many microseconds since 1970."""
    return _EPOCH + timedelta(microseconds=microseconds)


def at(table: FromClause, pin: Pin) -> ColumnElement[bool]:
    """The rows believed at the pinned revision."""
    return believed(table, None if pin.is_head else literal(pin.rev, BigInteger))


def kept_at(table: FromClause, *, at_head: bool) -> ColumnElement[bool]:
    """The same in a statement that is kept, which takes the revision as `pinned` gives it."""
    return believed(table, None if at_head else bindparam("rev", type_=BigInteger))


def believed(table: FromClause, rev: ColumnElement[int] | None) -> ColumnElement[bool]:
    """The rows believed at a revision; None is the head.

    Two shapes: the head has partial indexes, which SQLite takes only for this exact condition.
    """
    if rev is None:
        current: ColumnElement[bool] = table.c.to_rev.is_(None)
        return current
    begun = table.c.from_rev <= rev
    return and_(begun, or_(table.c.to_rev.is_(None), table.c.to_rev > rev))


def pinned(pin: Pin) -> dict[str, int]:
    """What a statement that is kept is told of the revision: nothing at the head."""
    return {} if pin.is_head else {"rev": pin.rev}


def pin(
    connection: Connection,
    as_of: int | datetime | None = None,
    epoch: str | None = None,
    named: str = "as_of",
) -> Pin:
    """The head, or the revision asked for; InvalidQuery, by its name, for one that is not there.

    An instant means the last revision made at or before it. EpochEnded where the revision was
    counted in another epoch than this record's.
    """
    head = _head(connection)
    if epoch not in (None, head.epoch):
        raise EpochEnded(
            "The record was replaced by a restored copy since this token was made; begin again."
        )
    if as_of is None or as_of == head.rev:
        return _at_head(head)
    found = _commit(connection, as_of)
    if found is None or _in_future(as_of):
        raise _no_such_revision(connection, head, named)
    return _pin(_Head(head.epoch, *found), is_head=found[0] == head.rev)


def _head(connection: Connection) -> "_Head":
    (row,) = ask(connection, _HEAD, {})
    return _Head(*row)


@lru_cache(8)
def _at_head(head: "_Head") -> Pin:
    return _pin(head, is_head=True)


def _commit(connection: Connection, as_of: int | datetime) -> tuple[Any, ...] | None:
    if isinstance(as_of, datetime):
        rows = ask(connection, _COMMIT_AT, {"at": micros(as_of)})
    else:
        rows = ask(connection, _COMMIT_OF, {"rev": as_of})
    return rows[0] if rows else None


def rev_at(connection: Connection, instant: datetime) -> int:
    """The last revision made at or before an instant; 0 where there was none yet."""
    return connection.scalar(_last_at(instant)) or 0


def _last_at(instant: datetime) -> Select[int]:
    return select(func.max(commits.c.rev)).where(commits.c.at <= micros(instant))


def of_commit(connection: Connection, epoch: str, rev: int, *, is_head: bool) -> Pin | None:
    """The pin of a revision; None where no commit made it."""
    found = ask(connection, _COMMIT_OF, {"rev": rev})
    return _pin(_Head(epoch, *found[0]), is_head=is_head) if found else None


class _Head(NamedTuple):
    """A revision as it is stored; the directory's is null before the first."""

    epoch: str
    rev: int
    at: int
    directory_rev: int | None
    told_rev: int | None


def _pin(stored: _Head, *, is_head: bool) -> Pin:
    return Pin(
        epoch=stored.epoch,
        rev=stored.rev,
        at=instant(stored.at),
        directory_rev=stored.directory_rev or 0,
        told_rev=stored.rev if stored.told_rev is None else stored.told_rev,
        is_head=is_head,
    )


def _in_future(as_of: int | datetime) -> bool:
    return isinstance(as_of, datetime) and as_of > datetime.now(UTC)


def _no_such_revision(connection: Connection, head: _Head, named: str) -> InvalidQuery:
    first = connection.execute(select(commits.c.rev, commits.c.at).order_by(commits.c.rev)).first()
    if first is None:
        detail = f"{named}: the record is empty, it has no revision yet."
    else:
        detail = (
            f"{named}: the record reaches from revision {first.rev} ({_z(first.at)}) "
            f"to revision {head.rev} ({_z(head.at)}); ask for one of these."
        )
    return InvalidQuery.of([Fault(detail, parameter=named)])


def _z(microseconds: int) -> str:
    return instant(microseconds).isoformat().replace("+00:00", "Z")


_HEAD: Select[str, int, int, int] = select(
    ledger.c.epoch, ledger.c.rev, ledger.c.at, commits.c.directory_rev, commits.c.told_rev
).select_from(ledger.outerjoin(commits, commits.c.rev == ledger.c.rev))
_COMMIT = select(commits.c.rev, commits.c.at, commits.c.directory_rev, commits.c.told_rev)
_COMMIT_OF = _COMMIT.where(commits.c.rev == bindparam("rev", type_=BigInteger))
_LAST = select(func.max(commits.c.rev)).where(commits.c.at <= bindparam("at", type_=BigInteger))
_COMMIT_AT = _COMMIT.where(commits.c.rev == _LAST.scalar_subquery())
