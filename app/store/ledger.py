"""The one writer of the record: a commit takes a revision and does all that follows of it."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, insert, select, update

from app.domain.change import Change as TypedChange
from app.domain.change import ChangeType, Nature
from app.domain.things import DIRECTORY, Thing
from app.errors import PreconditionFailed
from app.store import head
from app.store.affiliations import reindex
from app.store.directory import Directories
from app.store.head import Head
from app.store.pins import Pin, instant, micros
from app.store.prepared import insertion, tell
from app.store.repetitions import repetitions
from app.store.sound import refuse_unsound
from app.store.states import Seen
from app.store.steps import Change, Merge, Put, Restore, Retract, States, Step, steps
from app.store.tables import commits, ledger
from app.store.written import Told, announced, overlaid, write_changes, write_versions

__all__ = [
    "Entry",
    "Made",
    "Merge",
    "Original",
    "Put",
    "Restore",
    "Retract",
    "begin",
    "commit",
    "log",
    "make",
    "new_epoch",
    "repeat",
]

# Who committed elsewhere is not told.
_REPEATING = "pourparlers sync"


@dataclass(frozen=True, slots=True)
class Entry:
    """Who commits, and why."""

    author: str
    nature: Nature
    reason: str | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Original:
    """A commit of another record, as it is stored there: its row, and those that it wrote."""

    rev: int
    commit: Mapping[str, Any]
    versions: Sequence[Mapping[str, Any]]
    changes: Sequence[Mapping[str, Any]]


def begin(connection: Connection) -> None:
    """The ledger's one row at revision 0, in a database just made."""
    if connection.execute(select(ledger.c.id)).first() is None:
        now = micros(datetime.now(UTC))
        connection.execute(insert(ledger).values(id=1, epoch=_random(), rev=0, at=now))


def new_epoch(connection: Connection) -> str:
    """Parts a restored copy from what it was: tokens of the former epoch answer 410 from now on."""
    head.refuse_mirror(head.hold(connection))
    epoch = _random()
    connection.execute(update(ledger).values(epoch=epoch))
    return epoch


class Made(NamedTuple):
    """A commit that was made: its revision, pinned, its steps, and the typed changes it told."""

    pin: Pin
    steps: Sequence[Step]
    told: Sequence[Told]


def commit(
    connection: Connection, directories: Directories, changes: Sequence[Change], entry: Entry
) -> Pin | None:
    """Writes the changes as one revision, pinned; None where nothing differs from the record.

    Raises Conflict, PreconditionFailed, NotFound or InvalidDocument; the caller's transaction must
    then be rolled back, which `Database.writing` does.
    """
    done = make(connection, directories, changes, entry)
    return done and done.pin


def make(
    connection: Connection,
    directories: Directories,
    changes: Sequence[Change],
    entry: Entry,
    seen: Seen | None = None,
) -> Made | None:
    """The same, with what it did. What was seen of the record in this transaction is not read
    again while its head is still the one that was seen; it raises PreconditionFailed where the
    record was redacted since, for the changes may hold what was.
    """
    held = head.hold(connection)
    former, known = _standing(connection, held, seen)
    differing = steps(connection, changes, known)
    if not differing:
        return None
    taken = head.take(connection, held)
    done = [step.moved(taken.rev, entry.nature) for step in differing]
    before = directories.at(connection, former)
    after = overlaid(before, done)
    refuse_unsound(connection, before, after, done, entry.nature)
    pin = _record(connection, taken, former, done, entry)
    told = [change for step in done for change in step.announced()]
    write_versions(connection, pin.rev, done, after)
    write_changes(connection, announced(pin.rev, told))
    reindex(connection, pin.rev, before, after, skip={step.id for step in done})
    return Made(pin, done, told)


def _standing(connection: Connection, held: Head, seen: Seen | None) -> tuple[Pin, States]:
    """The head as a pin, and the states that still stand at it."""
    if seen is not None and seen.pin.epoch != held.epoch:
        raise PreconditionFailed("A part of the record was removed: read it again.")
    if seen is not None and seen.pin.rev == held.rev:
        return seen.pin, seen.states
    return head.pin_of(connection, held), {}


def repeat(connection: Connection, directories: Directories, original: Original) -> None:
    """Writes a commit of another record into its mirror: the same revision, instant and rows.

    What follows of them is made here, as `commit` makes it. Conflict where the commit is not the
    one that comes next, or the record no mirror; InvalidDocument for what this release cannot read.
    """
    held = head.hold(connection)
    former = head.pin_of(connection, held)
    rev = head.take_repeated(connection, held, original.rev, original.commit["at"]).rev
    before = directories.at(connection, former)
    made = repetitions(connection, original.versions, _merged(original))
    after = overlaid(before, made)
    connection.execute(insert(commits).values(rev=rev, author=_REPEATING, **original.commit))
    write_versions(connection, rev, made, after)
    write_changes(connection, [{"rev": rev, **row} for row in original.changes])
    reindex(connection, rev, before, after, skip={step.id for step in made})


def _merged(original: Original) -> dict[tuple[Thing, str], str]:
    """Into what the things have gone that the commit says were merged."""
    told = ((row, TypedChange.model_validate_json(row["payload"])) for row in original.changes)
    return {
        (Thing(row["thing"]), row["entity"]): str(change.new)
        for row, change in told
        if change.type is ChangeType.MERGED and change.new is not None
    }


def log(connection: Connection, entry: Entry) -> Pin:
    """A revision that says who did what and why, of what is no change of a document: a redaction.

    Holds the ledger until the end of the transaction, as `commit` does.
    """
    held = head.hold(connection)
    former, taken = head.pin_of(connection, held), head.take(connection, held)
    return _record(connection, taken, former, (), entry)


def _record(
    connection: Connection, taken: Head, former: Pin, made: Sequence[Step], entry: Entry
) -> Pin:
    touches = any(step.thing in DIRECTORY for step in made)
    retold = any(step.retold for step in made)
    pin = replace(
        former,
        rev=taken.rev,
        at=instant(taken.at),
        directory_rev=taken.rev if touches else former.directory_rev,
        told_rev=taken.rev if retold else former.told_rev,
    )
    row = {
        "rev": pin.rev,
        "at": taken.at,
        "directory_rev": pin.directory_rev,
        "told_rev": pin.told_rev,
        "author": entry.author,
        "nature": entry.nature.value,
        "reason": entry.reason,
        "source": entry.source,
    }
    tell(connection, insertion(commits, *row), [row])
    return pin


def _random() -> str:
    return secrets.token_hex(4)
