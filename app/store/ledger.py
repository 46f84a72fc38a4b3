"""The one writer of the record: a commit takes a revision and does all that follows of it."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import orjson
from sqlalchemy import Connection, Row, case, insert, literal, select, update

from app.domain.change import Change as TypedChange
from app.domain.change import ChangeType, Nature
from app.domain.directory import Directory
from app.domain.things import DIRECTORY, MODELS, Model, Thing
from app.errors import Conflict, ReadOnlyMirror
from app.store import merging, rows
from app.store.affiliations import reindex
from app.store.directory import Directories
from app.store.directory import directory as build
from app.store.integrity import refuse_dangling, refuse_taken
from app.store.inuse import refuse_in_use
from app.store.pins import Pin, instant, micros, of_commit
from app.store.repetitions import repetitions
from app.store.rows import index_rows
from app.store.steps import Change, Merge, Put, Restore, Retract, Step, steps
from app.store.tables import changes as change_rows
from app.store.tables import commits, ledger, versions

__all__ = [
    "Entry",
    "Merge",
    "Original",
    "Put",
    "Restore",
    "Retract",
    "begin",
    "commit",
    "log",
    "new_epoch",
    "repeat",
]

_Taken = Row[str, int, int, str | None]
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
    epoch = _random()
    own = update(ledger).where(ledger.c.mirror_of.is_(None)).values(epoch=epoch)
    if not connection.execute(own).rowcount:
        _refuse_mirror(connection.scalar(select(ledger.c.mirror_of)))
    return epoch


def commit(
    connection: Connection, directories: Directories, changes: Sequence[Change], entry: Entry
) -> Pin | None:
    """Writes the changes as one revision, pinned; None where nothing differs from the record.

    Raises Conflict, PreconditionFailed, NotFound or InvalidDocument; the caller's transaction must
    then be rolled back, which `Database.writing` does.
    """
    if not steps(connection, changes):
        return None
    taken = _take_revision(connection)
    former = _former(connection, taken)
    # Held against the record again now that no other writer can come between.
    made = [step.moved(taken.rev, entry.nature) for step in steps(connection, changes)]
    before = directories.at(connection, former)
    after = _overlaid(before, made)
    documents = [(step.thing, step.after) for step in made if step.after is not None]
    gone = {(step.thing, step.id) for step in made if step.after is None}
    refuse_dangling(connection, after, documents, gone)
    refuse_taken(connection, [document for _, document in documents], {id_ for _, id_ in gone})
    # Events may go all the same: what was said of one that never should have been was said.
    wanted = [(step.thing, step.id) for step in made if step.unused]
    refuse_in_use(connection, after, wanted, gone, documents)
    pin = _record(connection, taken, former, made, entry)
    _write_versions(connection, pin.rev, made, after)
    _insert_changes(connection, _announced(pin.rev, made))
    reindex(connection, pin.rev, before, after, skip={step.id for step in made})
    return pin


def repeat(connection: Connection, directories: Directories, original: Original) -> None:
    """Writes a commit of another record into its mirror: the same revision, instant and rows.

    What follows of them is made here, as `commit` makes it. Conflict where the commit is not the
    one that comes next, or the record no mirror; InvalidDocument for what this release cannot read.
    """
    taken = _take_repeated(connection, original)
    before = directories.at(connection, _former(connection, taken))
    made = repetitions(connection, original.versions, _merged(original))
    after = _overlaid(before, made)
    connection.execute(insert(commits).values(rev=taken.rev, author=_REPEATING, **original.commit))
    _write_versions(connection, taken.rev, made, after)
    _insert_changes(connection, [{"rev": taken.rev, **row} for row in original.changes])
    reindex(connection, taken.rev, before, after, skip={step.id for step in made})


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
    taken = _take_revision(connection)
    return _record(connection, taken, _former(connection, taken), (), entry)


def _take_revision(connection: Connection) -> _Taken:
    """Holds the ledger's row until the end of the transaction: one writer at a time."""
    now = micros(datetime.now(UTC))
    later = case((literal(now) > ledger.c.at, now), else_=ledger.c.at + 1)
    taken = update(ledger).values(rev=ledger.c.rev + 1, at=later)
    row = connection.execute(taken.returning(*_TAKEN)).one()
    _refuse_mirror(row.mirror_of)
    return row


def _take_repeated(connection: Connection, original: Original) -> _Taken:
    """The same of a mirror, which takes the revisions of another record, one after the other."""
    next_ = (ledger.c.rev == original.rev - 1) & ledger.c.mirror_of.is_not(None)
    taken = update(ledger).where(next_).values(rev=original.rev, at=original.commit["at"])
    row = connection.execute(taken.returning(*_TAKEN)).one_or_none()
    if row is None:
        raise Conflict(f"Revision {original.rev} is not what comes next in this mirror.")
    return row


def _refuse_mirror(of: str | None) -> None:
    if of is not None:
        raise ReadOnlyMirror.of(of)


def _former(connection: Connection, taken: _Taken) -> Pin:
    """The revision before, which is what current rows still say."""
    return of_commit(connection, taken.epoch, taken.rev - 1, is_head=True) or Pin(
        taken.epoch, 0, instant(0), directory_rev=0, told_rev=0, is_head=True
    )


def _record(
    connection: Connection,
    taken: _Taken,
    former: Pin,
    made: Sequence[Step],
    entry: Entry,
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
    connection.execute(
        insert(commits).values(
            rev=pin.rev,
            at=taken.at,
            directory_rev=pin.directory_rev,
            told_rev=pin.told_rev,
            author=entry.author,
            nature=entry.nature,
            reason=entry.reason,
            source=entry.source,
        )
    )
    return pin


def _write_versions(
    connection: Connection, rev: int, made: Sequence[Step], directory: Directory
) -> None:
    rows.close(connection, versions, [s.before.row_id for s in made if s.before], rev)
    ids = _insert_versions(connection, rev, made)
    _close_rows(connection, rev, [step for step in made if step.after is None])
    merging.write(connection, rev, made)
    _index(connection, rev, dict(zip(ids, made, strict=True)), directory)


def _insert_versions(connection: Connection, rev: int, made: Sequence[Step]) -> Sequence[int]:
    values = [
        {
            "thing": step.thing,
            "entity": step.id,
            "version": step.version,
            "state": step.state,
            "from_rev": rev,
            "document": orjson.dumps(step.stored).decode(),
        }
        for step in made
    ]
    statement = insert(versions).returning(versions.c.id, sort_by_parameter_order=True)
    return connection.scalars(statement, values).all() if values else ()


def _announced(rev: int, made: Sequence[Step]) -> list[dict[str, Any]]:
    """The rows that tell what the steps changed."""
    announced = [row for step in made for row in step.announced()]
    return [
        {
            "rev": rev,
            "seq": seq,
            "thing": thing,
            "entity": entity,
            "type": change.type,
            "payload": change.model_dump_json(),
        }
        for seq, (thing, entity, change) in enumerate(announced)
    ]


def _insert_changes(connection: Connection, values: Sequence[Mapping[str, Any]]) -> None:
    if values:
        connection.execute(insert(change_rows), values)


def _index(connection: Connection, rev: int, made: dict[int, Step], directory: Directory) -> None:
    """Index rows by table, so that a commit of many documents makes few statements."""
    for thing, tables in rows.OWNED.items():
        found = {
            s.id: index_rows(s.after, directory, id_, rev)
            for id_, s in made.items()
            if s.thing is thing and s.after is not None
        }
        fresh = {s.id for s in made.values() if s.before is None}
        for owned in tables:
            wanted = {owner: kinds[owned.table] for owner, kinds in found.items()}
            rows.replace(connection, rev, owned, wanted, fresh)


def _close_rows(connection: Connection, rev: int, retracted: Sequence[Step]) -> None:
    for step in retracted:
        for owned in rows.OWNED.get(step.thing, ()):
            rows.replace(connection, rev, owned, {step.id: []})


def _overlaid(directory: Directory, made: Sequence[Step]) -> Directory:
    """The directory with what this commit changes in it."""
    touched = [step for step in made if step.thing in DIRECTORY]
    if not touched:
        return directory
    gone = {(MODELS[step.thing], step.id) for step in touched if step.after is None}
    kept: list[Model] = [
        *directory.actors.values(),
        *directory.forums.values(),
        *directory.topics.values(),
    ]
    kept += [step.after for step in touched if step.after is not None]
    return build(thing for thing in kept if (type(thing), thing.id) not in gone)


_TAKEN = (ledger.c.epoch, ledger.c.rev, ledger.c.at, ledger.c.mirror_of)


def _random() -> str:
    return secrets.token_hex(4)
