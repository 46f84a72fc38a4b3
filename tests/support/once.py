"""What takes long to make and no test changes: made once, whichever worker needs it first."""

import fcntl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from psycopg.sql import SQL, Identifier

from app.store import migrate


def made_once(folder: Path, name: str, make: Callable[[], None]) -> None:
    """Makes it, unless another worker did; one that comes meanwhile waits."""
    with _locked(folder / f"{name}.lock"):
        done = folder / f"{name}.made"
        if not done.exists():
            make()
            done.touch()


def new_database(url: str) -> None:
    """A migrated, empty database at this address, where there is none yet."""
    if url.startswith("postgresql"):
        parts = urlsplit(url)
        server = parts._replace(path="/postgres").geturl()
        with psycopg.connect(server, autocommit=True) as connection:
            name = Identifier(parts.path.removeprefix("/"))
            connection.execute(SQL("CREATE DATABASE {}").format(name))
    migrate.upgrade(url)


@contextmanager
def _locked(file: Path) -> Iterator[None]:
    with file.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
