"""The rows of a commit: its versions, what it changed, and the index rows that follow of them."""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

import orjson
from sqlalchemy import BigInteger, Connection, Select, Table, bindparam, select
from sqlalchemy.sql.dml import ReturningInsert

from app.domain.change import Change
from app.domain.directory import Directory
from app.domain.things import DIRECTORY, MODELS, Model, Thing
from app.store import merging, rows
from app.store.directory import directory as build
from app.store.prepared import ask, insertion, tell
from app.store.rows import Owned, index_rows
from app.store.steps import Step
from app.store.tables import changes, versions

# A thing, and what is told of it.
Told = tuple[Thing, str, Change]


def write_versions(
    connection: Connection, rev: int, made: Sequence[Step], directory: Directory
) -> None:
    """The versions that the steps make, and what finds them; the directory is as they leave it."""
    rows.close(connection, versions, [s.before.row_id for s in made if s.before], rev)
    ids = _insert_versions(connection, rev, made)
    _close_rows(connection, rev, [step for step in made if step.after is None])
    merging.write(connection, rev, made)
    _index(connection, rev, dict(zip(ids, made, strict=True)), directory)


def write_changes(connection: Connection, values: Sequence[Mapping[str, Any]]) -> None:
    """What a commit tells that it changed."""
    if values:
        tell(connection, insertion(changes, *values[0]), values)


def announced(rev: int, told: Iterable[Told]) -> list[dict[str, Any]]:
    """The rows that tell what a commit changed."""
    return [
        {
            "rev": rev,
            "seq": seq,
            "thing": thing,
            "entity": entity,
            "type": change.type,
            "payload": change.model_dump_json(),
        }
        for seq, (thing, entity, change) in enumerate(told)
    ]


def overlaid(directory: Directory, made: Sequence[Step]) -> Directory:
    """The directory with what the steps change in it; the same one where that is nothing."""
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


def _insert_versions(connection: Connection, rev: int, made: Sequence[Step]) -> Sequence[int]:
    values = [_version(rev, step) for step in made]
    if len(values) == 1:
        ((id_,),) = ask(connection, _numbered(*values[0]), values[0])
        return [id_]
    if not values:
        return ()
    tell(connection, insertion(versions, *values[0]), values)
    known = {(thing, entity): id_ for id_, thing, entity in ask(connection, _MADE, {"rev": rev})}
    return [known[step.thing.value, step.id] for step in made]


def _version(rev: int, step: Step) -> dict[str, Any]:
    return {
        "thing": step.thing.value,
        "entity": step.id,
        "version": step.version,
        "state": step.state,
        "from_rev": rev,
        "document": orjson.dumps(step.stored).decode(),
    }


# The same thing twice in one commit is refused: the revision and the thing name a version.
_MADE: Select[int, str, str] = select(versions.c.id, versions.c.thing, versions.c.entity).where(
    versions.c.from_rev == bindparam("rev", type_=BigInteger)
)


@lru_cache
def _numbered(*names: str) -> ReturningInsert[int]:
    return insertion(versions, *names).returning(versions.c.id)


def _index(connection: Connection, rev: int, made: dict[int, Step], directory: Directory) -> None:
    """Index rows by table, so that a commit of many documents makes few statements."""
    for thing, tables in rows.OWNED.items():
        found = {
            s.id: index_rows(s.after, directory, id_, rev, _staying(s, tables))
            for id_, s in made.items()
            if s.thing is thing and s.after is not None
        }
        fresh = {s.id for s in made.values() if s.before is None}
        for owned in tables:
            wanted = {
                id_: kinds[owned.table] for id_, kinds in found.items() if owned.table in kinds
            }
            rows.replace(connection, rev, owned, wanted, fresh)


def _staying(step: Step, tables: Sequence[Owned]) -> set[Table]:
    """Those of its tables in which nothing changes: they are neither read nor written."""
    was = step.was
    if was is None:
        return set()
    return {owned.table for owned in tables if owned.stays(was, step.stored)}


def _close_rows(connection: Connection, rev: int, retracted: Sequence[Step]) -> None:
    for step in retracted:
        for owned in rows.OWNED.get(step.thing, ()):
            rows.replace(connection, rev, owned, {step.id: []})
