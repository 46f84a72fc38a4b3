"""A synthetic record of a size in a database: `python -m benchmarks.build 100000 sqlite:///f.db`."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, func, select, text, update

from app.store import migrate
from app.store.columns import metadata
from app.store.directory import Directories
from app.store.pins import Pin
from app.store.sessions import Database
from app.store.tables import ledger, versions
from benchmarks.bulk import Block, Row, Scale, columns, copied, instant_of
from benchmarks.cast import begin
from benchmarks.lives import lives

CACHE = Path(__file__).parent / "records"
_BLOCK = 20_000


def scale(count: int) -> Scale:
    """At most 20,000 events are made; a larger record holds copies of them."""
    copies = max(1, count // _BLOCK)
    return Scale(count // copies, copies, 50 if copies > 1 else 100)


def cached(count: int) -> str:
    """The address of a SQLite record of that size, built once and kept beside this file.

    One of an earlier release is brought to the schema of this one.
    """
    file = CACHE / f"{count}.db"
    if not file.exists():
        CACHE.mkdir(exist_ok=True)
        unfinished = file.with_suffix(".part.db")
        unfinished.unlink(missing_ok=True)
        migrate.upgrade(f"sqlite:///{unfinished}")
        build(f"sqlite:///{unfinished}", scale(count))
        unfinished.rename(file)
    migrate.upgrade(f"sqlite:///{file}")
    return f"sqlite:///{file}"


def build(url: str, size: Scale) -> None:
    """Fills a migrated, empty database."""
    database = Database(url)
    base = begin(database, directories := Directories())
    with database.writing() as connection:
        directory = directories.at(connection, base)
        first_id = (connection.scalar(select(func.max(versions.c.id))) or 0) + 1
        block = Block(base, directory, size, first_id)
        for life in lives(size.block, size.commits):
            block.add(life)
        with _without_indexes(connection):
            for copy in range(size.copies):
                for table, rows in copied(block, copy):
                    _write(connection, table, rows)
        _finish(connection, base, size)
    database.close()


def _write(connection: Connection, table: Table, rows: list[Row]) -> None:
    names = ", ".join(columns(table))
    if connection.dialect.name == "sqlite":
        marks = ", ".join("?" for _ in columns(table))
        # Names of our own tables alone, and no values.
        into = f"INSERT INTO {table.name} ({names}) VALUES ({marks})"  # noqa: S608
        connection.exec_driver_sql(into, rows)
        return
    driver: Any = connection.connection.driver_connection
    with driver.cursor() as cursor, cursor.copy(f"COPY {table.name} ({names}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


_NEXT_ID = "SELECT setval(pg_get_serial_sequence('versions', 'id'), max(id)) FROM versions"


@contextmanager
def _without_indexes(connection: Connection) -> Iterator[None]:
    """An index over sorted rows is made faster than it grows."""
    indexes = [
        index for table in metadata.sorted_tables for index in sorted(table.indexes, key=str)
    ]
    for index in indexes:
        index.drop(connection)
    yield
    for index in indexes:
        index.create(connection)


def _finish(connection: Connection, base: Pin, size: Scale) -> None:
    last = base.rev + size.last
    connection.execute(update(ledger).values(rev=last, at=instant_of(base, last)))
    if connection.dialect.name == "postgresql":
        # What autovacuum would do in time; and the next version takes the next number.
        connection.execute(text("ANALYZE"))
        connection.execute(text(_NEXT_ID))


if __name__ == "__main__":
    migrate.upgrade(sys.argv[2])
    build(sys.argv[2], scale(int(sys.argv[1])))
