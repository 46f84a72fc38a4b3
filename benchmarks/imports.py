"""A validated import, and the same rows by `executemany` alone with the same indexes.

`python -m benchmarks.imports FROM TO` writes all rows of one record into an empty one, and prints
the seconds of a core that this took.
"""

import os
import resource
import subprocess
import sys
import time
from pathlib import Path
from shutil import copyfile
from typing import Any

from sqlalchemy import Table, select

from app.store import migrate
from app.store.columns import metadata
from app.store.directory import Directories
from app.store.sessions import Database
from benchmarks.cast import begin
from benchmarks.server import on_core

_PROGRAM = Path(sys.executable).with_name("pourparlers")


class Imports:
    """The events of a record as a file, and an empty record that has all they refer to."""

    def __init__(self, record: str, folder: Path) -> None:
        self.folder, self.lines = folder, folder / "import.ndjson"
        self.base, self.empty = folder / "import-base.db", folder / "import-empty.db"
        _run(record, "export", "--form", "ndjson", "--output", str(self.lines))
        for file in (self.base, self.empty):
            migrate.upgrade(f"sqlite:///{file}")
        database = Database(f"sqlite:///{self.base}")
        begin(database, Directories())
        database.close()

    def share(self) -> float:
        """The seconds of a core of bare `executemany`, by those of the import."""
        full, bare = self.folder / "import-full.db", self.folder / "import-bare.db"
        copyfile(self.base, full)
        copyfile(self.empty, bare)
        before = _spent()
        _run(f"sqlite:///{full}", "import", str(self.lines))
        took = _spent() - before
        command = [sys.executable, "-m", "benchmarks.imports", str(full), str(bare)]
        with on_core(1):
            done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
        return float(done.stdout) / took


def _run(record: str, *arguments: str) -> None:
    """Our command line over a record, on the core of servers; it must succeed."""
    environment = os.environ | {"POURPARLERS_DATABASE_URL": record}
    with on_core(1):
        subprocess.run(
            [_PROGRAM, *arguments], check=True, env=environment, stdout=subprocess.DEVNULL
        )


def _spent() -> float:
    """Of all processes that this one has waited for."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main(full: str, bare: str) -> None:
    """Reads first, and then times the writing alone."""
    tables = [(table, _rows(full, table)) for table in metadata.sorted_tables]
    database = Database(f"sqlite:///{bare}")
    connection = database.writer.raw_connection()
    cursor = connection.cursor()
    begun = time.process_time()
    cursor.execute("BEGIN IMMEDIATE")
    for table, rows in tables:
        names, marks = ", ".join(table.columns.keys()), ", ".join("?" for _ in table.columns)
        into = f"INSERT INTO {table.name} ({names}) VALUES ({marks})"  # noqa: S608  Our own names.
        cursor.execute(f"DELETE FROM {table.name}")  # noqa: S608  What every new record has.
        cursor.executemany(into, rows)
    cursor.execute("COMMIT")
    print(time.process_time() - begun)
    connection.close()
    database.close()


def _rows(file: str, table: Table) -> list[tuple[Any, ...]]:
    database = Database(f"sqlite:///{file}")
    with database.reading() as connection:
        sql = str(select(table).compile(dialect=connection.dialect))
        driver: Any = connection.connection.driver_connection
        rows: list[tuple[Any, ...]] = driver.execute(sql).fetchall()
    database.close()
    return rows


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
