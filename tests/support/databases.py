"""Empty databases, migrated and fresh: each a copy of a template that was migrated once."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from psycopg.sql import SQL, Identifier

Upgrade = Callable[[str], None]


class SqliteTemplate:
    """A migrated file; a fresh database is a copy of it."""

    def __init__(self, directory: Path, upgrade: Upgrade) -> None:
        self.file = directory / "template.db"
        upgrade(f"sqlite:///{self.file}")
        # What is still in a log beside the file would be missing from its copies.
        assert not Path(f"{self.file}-wal").exists(), "upgrade left its connection open"

    def copy(self, to: Path) -> str:
        shutil.copyfile(self.file, to)
        return f"sqlite:///{to}"


class PostgresTemplate:
    """A migrated database on `server`; `prefix` keeps parallel workers apart."""

    def __init__(self, server: str, prefix: str, upgrade: Upgrade) -> None:
        self.server, self.prefix, self.numbers = server, prefix, count(1)
        self._execute(SQL("CREATE DATABASE {}").format(Identifier(f"{prefix}_template")))
        upgrade(self._address(f"{prefix}_template"))

    @contextmanager
    def copy(self) -> Iterator[str]:
        name, template = f"{self.prefix}_{next(self.numbers)}", f"{self.prefix}_template"
        names = Identifier(name), Identifier(template)
        self._execute(SQL("CREATE DATABASE {} TEMPLATE {}").format(*names))
        yield self._address(name)
        # FORCE: what a test left connected must not fail the next one.
        self._execute(SQL("DROP DATABASE {} WITH (FORCE)").format(Identifier(name)))

    def _address(self, name: str) -> str:
        return urlsplit(self.server)._replace(path=f"/{name}").geturl()

    def _execute(self, statement: psycopg.sql.Composed) -> None:
        with psycopg.connect(self.server, autocommit=True) as connection:
            connection.execute(statement)
