"""The ledger's one row: held by whoever writes, it gives one revision after the other."""

from datetime import UTC, datetime
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, select, update

from app.errors import Conflict, ReadOnlyMirror
from app.store.pins import Pin, instant, micros, of_commit
from app.store.prepared import ask, tell
from app.store.tables import ledger


class Head(NamedTuple):
    """What the row says; `mirror_of` is the address that this record is a mirror of, if it is."""

    epoch: str
    rev: int
    at: int
    mirror_of: str | None


_HELD = select(*(ledger.c[name] for name in Head._fields)).with_for_update()
_TAKEN = update(ledger).values(rev=bindparam("taken"), at=bindparam("now"))


def hold(connection: Connection) -> Head:
    """Holds the row until the end of the transaction: one writer at a time.

    A transaction that writes to SQLite holds everything from its beginning.
    """
    ((epoch, rev, at, mirror_of),) = ask(connection, _HELD, {})
    return Head(epoch, rev, at, mirror_of)


def take(connection: Connection, held: Head) -> Head:
    """The next revision; ReadOnlyMirror where the record is one.

    Instants rise: a clock that stands still, or went back, does not hold it up.
    """
    refuse_mirror(held)
    return _taken(connection, held, held.rev + 1, max(micros(datetime.now(UTC)), held.at + 1))


def take_repeated(connection: Connection, held: Head, rev: int, at: int) -> Head:
    """That revision of another record, in its mirror; Conflict where it is not what comes next."""
    if held.mirror_of is None or rev != held.rev + 1:
        raise Conflict(f"Revision {rev} is not what comes next in this mirror.")
    return _taken(connection, held, rev, at)


def _taken(connection: Connection, held: Head, rev: int, at: int) -> Head:
    tell(connection, _TAKEN, [{"taken": rev, "now": at}])
    return held._replace(rev=rev, at=at)


def refuse_mirror(held: Head) -> None:
    """ReadOnlyMirror where the record is one."""
    if held.mirror_of is not None:
        raise ReadOnlyMirror.of(held.mirror_of)


def pin_of(connection: Connection, held: Head) -> Pin:
    """The head as a revision to read at, which is what current rows say."""
    return of_commit(connection, held.epoch, held.rev, is_head=True) or Pin(
        held.epoch, 0, instant(0), directory_rev=0, told_rev=0, is_head=True
    )
