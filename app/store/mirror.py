"""A record that repeats another one: the same epoch, the same revisions, nothing of its own."""

from typing import NamedTuple

from sqlalchemy import Connection, delete, select, update

from app.errors import Conflict, ReadOnlyMirror
from app.store.prepared import ask
from app.store.record import DERIVED, PARTS
from app.store.tables import ledger


class Standing(NamedTuple):
    """Whose mirror a record is, None if nobody's, and how far it has come."""

    of: str | None
    epoch: str
    rev: int


def standing(connection: Connection) -> Standing:
    """What this record is."""
    row = connection.execute(select(ledger)).one()
    return Standing(row.mirror_of, row.epoch, row.rev)


def refuse(connection: Connection) -> None:
    """ReadOnlyMirror where this record is one."""
    for (of,) in ask(connection, _MIRROR_OF, {}):
        if of is not None:
            raise ReadOnlyMirror.of(of)


_MIRROR_OF = select(ledger.c.mirror_of)


def adopt(connection: Connection, of: str, epoch: str) -> None:
    """Makes an empty record the mirror of this address, in this epoch; Conflict if it is not empty.

    What the ledger of a mirror says is where it stands: both are written in one transaction.
    """
    adopted = update(ledger).where(ledger.c.rev == 0).values(mirror_of=of, epoch=epoch)
    if not connection.execute(adopted).rowcount:
        raise Conflict("This record has revisions of its own: a mirror begins with an empty one.")


def empty(connection: Connection) -> None:
    """Drops all that was mirrored; Conflict where the record is nobody's mirror."""
    emptied = update(ledger).where(ledger.c.mirror_of.is_not(None)).values(rev=0, at=0)
    if not connection.execute(emptied).rowcount:
        raise Conflict("This record has revisions of its own: they are not dropped for a mirror.")
    for table in (*DERIVED, *(part.table for part in reversed(PARTS))):
        connection.execute(delete(table))
