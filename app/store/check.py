"""The ledger against itself: revisions without gaps, documents valid, index rows as they say."""

from collections.abc import Iterator

import orjson
from pydantic import ValidationError
from sqlalchemy import Connection, Table, func, select

from app.domain.directory import Directory
from app.domain.things import MODELS, Thing
from app.store.directory import Directories
from app.store.pins import pin
from app.store.rows import OWNED, Values, comparable, index_rows
from app.store.sessions import Database
from app.store.steps import dump
from app.store.tables import commits, ledger, versions


def check(database: Database, directories: Directories) -> list[str]:
    """A sentence for each fault found; none when the ledger is whole. Changes nothing."""
    with database.reading() as connection:
        directory = directories.at(connection, pin(connection))
        return [*_gaps(connection), *_documents(connection, directory)]


def _gaps(connection: Connection) -> Iterator[str]:
    head = connection.execute(select(ledger.c.rev, ledger.c.at)).one()
    counted = select(func.count(), func.max(commits.c.rev), func.max(commits.c.at))
    count, last, at = connection.execute(counted.select_from(commits)).one()
    if count != head.rev or (last or 0) != head.rev:
        yield f"The ledger is at revision {head.rev}, but holds {count} commits up to {last or 0}."
    if at is not None and at != head.at:
        yield "The ledger's instant is not that of its last commit."


def _documents(connection: Connection, directory: Directory) -> Iterator[str]:
    current = select(versions).where(versions.c.to_rev.is_(None)).order_by(versions.c.id)
    for row in connection.execute(current).all():
        document = orjson.loads(row.document)
        label = f"{row.thing} {row.entity}, version {row.version}"
        try:
            model = MODELS[Thing(row.thing)].model_validate(document)
        except ValidationError as error:
            yield f"{label}: the document is not valid: {error.error_count()} errors."
            continue
        if dump(model) != document:
            yield f"{label}: the document is not as this release would store it."
        wanted = index_rows(model, directory, row.id, row.from_rev) if row.state == "live" else {}
        yield from (
            f"{label}: rows of {table.name} are not what the document says."
            for table in _differing(connection, Thing(row.thing), row.entity, wanted)
        )


def _differing(
    connection: Connection, thing: Thing, id_: str, wanted: dict[Table, list[Values]]
) -> Iterator[Table]:
    for owned in OWNED.get(thing, ()):
        current = select(owned.table).where(owned.owner == id_, owned.table.c.to_rev.is_(None))
        found = {comparable(row) for row in connection.execute(current).mappings()}
        if found != {comparable(row) for row in wanted.get(owned.table, [])}:
            yield owned.table
