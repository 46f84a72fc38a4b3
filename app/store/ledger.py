"""The one writer of the record: a commit takes a revision and does all that follows of it."""

import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from functools import lru_cache
from typing import NamedTuple

import orjson
from sqlalchemy import Connection, bindparam, insert, select, update
from sqlalchemy.sql.dml import ReturningInsert

from app.domain.change import Nature
from app.domain.directory import Directory
from app.domain.things import DIRECTORY, MODELS, Model
from app.store import merging, rows
from app.store.affiliations import reindex
from app.store.circles import refuse_circles
from app.store.directory import Directories
from app.store.directory import directory as build
from app.store.integrity import refuse_dangling, refuse_shared, refuse_taken
from app.store.inuse import refuse_in_use
from app.store.pins import Pin, instant, micros, of_commit
from app.store.prepared import ask, insertion, tell
from app.store.rows import index_rows
from app.store.steps import Change, Merge, Put, Restore, Retract, Step, steps
from app.store.tables import changes as change_rows
from app.store.tables import commits, ledger, versions

__all__ = [
    "Entry",
    "Merge",
    "Put",
    "Restore",
    "Retract",
    "begin",
    "commit",
    "log",
    "new_epoch",
]


@dataclass(frozen=True, slots=True)
class Entry:
    """Who commits, and why."""

    author: str
    nature: Nature
    reason: str | None = None
    source: str | None = None


def begin(connection: Connection) -> None:
    """The ledger's one row at revision 0, in a database just made."""
    if connection.execute(select(ledger.c.id)).first() is None:
        now = micros(datetime.now(UTC))
        connection.execute(insert(ledger).values(id=1, epoch=_random(), rev=0, at=now))


def new_epoch(connection: Connection) -> str:
    """Parts a restored copy from what it was: tokens of the former epoch answer 410 from now on."""
    epoch = _random()
    connection.execute(update(ledger).values(epoch=epoch))
    return epoch


def commit(
    connection: Connection, directories: Directories, changes: Sequence[Change], entry: Entry
) -> Pin | None:
    """Writes the changes as one revision, pinned; None where nothing differs from the record.

    Raises Conflict, PreconditionFailed, NotFound or InvalidDocument; the caller's transaction must
    then be rolled back, which `Database.writing` does.
    """
    held = _hold(connection)
    differing = steps(connection, changes)
    if not differing:
        return None
    former, taken = _former(connection, held), _take_revision(connection, held)
    made = [step.moved(taken.rev, entry.nature) for step in differing]
    before = directories.at(connection, former)
    after = _overlaid(before, made)
    _refuse_unsound(connection, (before, after), made, entry)
    pin = _record(connection, taken, former, made, entry)
    _write_versions(connection, pin.rev, made, after)
    reindex(connection, pin.rev, before, after, skip={step.id for step in made})
    return pin


def _refuse_unsound(
    connection: Connection,
    directories: tuple[Directory, Directory],
    made: Sequence[Step],
    entry: Entry,
) -> None:
    """What must hold of the whole record; the directory is given as it was, and as it will be."""
    before, after = directories
    documents = [(step.thing, step.after) for step in made if step.after is not None]
    models = [document for _, document in documents]
    gone = {(step.thing, step.id) for step in made if step.after is None}
    refuse_dangling(connection, after, documents, gone)
    refuse_circles(connection, after, models)
    if entry.nature is not Nature.IMPORT:
        # A later gazetteer is loaded as a whole; an editor then says whose the code is.
        refuse_shared(before, after, models)
    refuse_taken(connection, models, {id_ for _, id_ in gone})
    # Events may go all the same: what was said of one that never should have been was said.
    wanted = [(step.thing, step.id) for step in made if step.unused]
    refuse_in_use(connection, after, wanted, gone, documents)


def log(connection: Connection, entry: Entry) -> Pin:
    """A revision that says who did what and why, of what is no change of a document: a redaction.

    Holds the ledger until the end of the transaction, as `commit` does.
    """
    held = _hold(connection)
    former, taken = _former(connection, held), _take_revision(connection, held)
    return _record(connection, taken, former, (), entry)


class _Head(NamedTuple):
    """What the ledger's row says."""

    epoch: str
    rev: int
    at: int


def _hold(connection: Connection) -> _Head:
    """Holds the ledger's row until the end of the transaction: one writer at a time.

    A transaction that writes to SQLite holds everything from its beginning.
    """
    ((epoch, rev, at),) = ask(connection, _HELD, {})
    return _Head(epoch, rev, at)


def _take_revision(connection: Connection, held: _Head) -> _Head:
    """The next one: a clock that went back, or stands still, does not hold it up."""
    taken = held._replace(rev=held.rev + 1, at=max(micros(datetime.now(UTC)), held.at + 1))
    tell(connection, _TAKEN, [{"taken": taken.rev, "now": taken.at}])
    return taken


_HELD = select(ledger.c.epoch, ledger.c.rev, ledger.c.at).with_for_update()
_TAKEN = update(ledger).values(rev=bindparam("taken"), at=bindparam("now"))


def _former(connection: Connection, held: _Head) -> Pin:
    """The revision before, which is what current rows still say."""
    return of_commit(connection, held.epoch, held.rev, is_head=True) or Pin(
        held.epoch, 0, instant(0), directory_rev=0, told_rev=0, is_head=True
    )


def _record(
    connection: Connection,
    taken: _Head,
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
    row = {
        "rev": pin.rev,
        "at": taken.at,
        "directory_rev": pin.directory_rev,
        "told_rev": pin.told_rev,
        **asdict(entry),
    }
    tell(connection, insertion(commits, *row), [row])
    return pin


def _write_versions(
    connection: Connection, rev: int, made: Sequence[Step], directory: Directory
) -> None:
    rows.close(connection, versions, [s.before.row_id for s in made if s.before], rev)
    ids = _insert_versions(connection, rev, made)
    _insert_changes(connection, rev, made)
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
    if len(values) == 1:
        ((id_,),) = ask(connection, _numbered(*values[0]), values[0])
        return [id_]
    statement = insert(versions).returning(versions.c.id, sort_by_parameter_order=True)
    return connection.scalars(statement, values).all()


@lru_cache
def _numbered(*names: str) -> ReturningInsert[int]:
    return insertion(versions, *names).returning(versions.c.id)


def _insert_changes(connection: Connection, rev: int, made: Sequence[Step]) -> None:
    announced = [row for step in made for row in step.announced()]
    values = [
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
    if values:
        tell(connection, insertion(change_rows, *values[0]), values)


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


def _random() -> str:
    return secrets.token_hex(4)
