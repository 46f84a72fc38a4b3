"""The ledger against itself: revisions without gaps, documents valid, index rows as they say."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import orjson
from pydantic import ValidationError
from sqlalchemy import Connection, Row, Table, func, select

from app.domain.directory import Directory
from app.domain.things import MODELS, Thing, dump
from app.store.directory import Directories
from app.store.pins import pin
from app.store.rows import OWNED, Said, Values, chunks, comparable, current_rows, index_rows
from app.store.sessions import Database
from app.store.tables import commits, ledger, merges, versions


def check(database: Database, directories: Directories) -> list[str]:
    """A sentence for each fault found; none when the ledger is whole. Changes nothing."""
    with database.reading() as connection:
        directory = directories.at(connection, pin(connection))
        return [*_gaps(connection), *_merges(connection), *_documents(connection, directory)]


def _merges(connection: Connection) -> Iterator[str]:
    """What is merged says into what, and nothing else does."""
    state = versions.c.thing, versions.c.entity
    said = {tuple(r) for r in connection.execute(select(*state).where(_CURRENT, _MERGED))}
    known = select(merges.c.thing, merges.c.loser).where(merges.c.to_rev.is_(None))
    for thing, id_ in sorted(said ^ {tuple(row) for row in connection.execute(known)}):
        yield f"{thing} {id_}: its version and its merge do not say the same."


def _gaps(connection: Connection) -> Iterator[str]:
    head = connection.execute(select(ledger.c.rev, ledger.c.at)).one()
    counted = select(func.count(), func.max(commits.c.rev), func.max(commits.c.at))
    count, last, at = connection.execute(counted.select_from(commits)).one()
    if count != head.rev or (last or 0) != head.rev:
        yield f"The ledger is at revision {head.rev}, but holds {count} commits up to {last or 0}."
    if at is not None and at != head.at:
        yield "The ledger's instant is not that of its last commit."


def _documents(connection: Connection, directory: Directory) -> Iterator[str]:
    ids = connection.scalars(select(versions.c.id).where(_CURRENT).order_by(versions.c.id)).all()
    for some in chunks(ids):
        rows = connection.execute(select(versions).where(versions.c.id.in_(some))).all()
        yield from _some(connection, directory, sorted(rows, key=lambda row: row.id))


def _some(connection: Connection, directory: Directory, rows: Sequence[Row[Any]]) -> Iterator[str]:
    """The faults of some versions; their index rows are read together."""
    wanted: dict[Thing, dict[str, dict[Table, list[Values]]]] = {}
    labels: dict[tuple[Thing, str], str] = {}
    for row in rows:
        labels[Thing(row.thing), row.entity] = label = (
            f"{row.thing} {row.entity}, version {row.version}"
        )
        document = orjson.loads(row.document)
        try:
            model = MODELS[Thing(row.thing)].model_validate(document)
        except ValidationError as error:
            yield f"{label}: the document is not valid: {error.error_count()} errors."
            continue
        if dump(model) != document:
            yield f"{label}: the document is not as this release would store it."
        live = row.state == "live"
        owned = index_rows(model, directory, row.id, row.from_rev) if live else {}
        wanted.setdefault(Thing(row.thing), {})[row.entity] = owned
    for thing, by_id in wanted.items():
        for id_, table in _differing(connection, thing, by_id):
            yield f"{labels[thing, id_]}: rows of {table.name} are not what the document says."


def _differing(
    connection: Connection, thing: Thing, wanted: Mapping[str, Mapping[Table, list[Values]]]
) -> Iterator[tuple[str, Table]]:
    for owned in OWNED.get(thing, ()):
        found = current_rows(connection, owned, set(wanted))
        for id_, tables in wanted.items():
            if set(found[id_]) != set(_said(owned.table, tables)):
                yield id_, owned.table


def _said(table: Table, tables: Mapping[Table, list[Values]]) -> Iterator[Said]:
    return (comparable(table, row) for row in tables.get(table, ()))


_CURRENT = versions.c.to_rev.is_(None)
_MERGED = versions.c.state == "merged"
