"""A record of 100,000 events on each kind of database, built once for all tests and workers."""

import fcntl
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from app.store import migrate
from app.store.directory import Directories
from app.store.sessions import Database
from benchmarks.build import build
from benchmarks.bulk import Scale
from tests.plans.plan import Asking, asking

SCALE = Scale(block=5_000, copies=20, commits=20)
_NAME = "hundred_thousand"


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all workers of this run see."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if base.name.startswith("popen-") else base


# All tests of one database in one worker. xdist does not see to it with pytest 9.2, which keeps the
# ids of tests elsewhere: so the first worker that needs a record builds it, and the others wait.
SQLITE, POSTGRESQL = (
    pytest.param(kind, marks=pytest.mark.xdist_group(f"plans-{kind}"))
    for kind in ("sqlite", "postgresql")
)


@pytest.fixture(scope="session", params=[SQLITE, POSTGRESQL])
def hundred_thousand(request: pytest.FixtureRequest, shared: Path) -> Iterator[Database]:
    """The record, which no test changes."""
    file = shared / f"{_NAME}.db"
    url = f"sqlite:///{file}" if request.param == "sqlite" else _postgres(request)
    with (shared / f"{request.param}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = shared / f"{request.param}.built"
        if not done.exists():
            _build(url)
            done.touch()
    database = Database(url)
    yield database
    database.close()


@pytest.fixture(scope="session")
def directories() -> Directories:
    return Directories()


@pytest.fixture
def large(hundred_thousand: Database, directories: Directories) -> Iterator[Asking]:
    """The record at its head."""
    with hundred_thousand.reading() as connection:
        yield asking(connection, directories)


@pytest.fixture
def crippled(hundred_thousand: Database, directories: Directories) -> Iterator[Asking]:
    """The same, in a transaction that may drop what it likes: it is rolled back."""
    with hundred_thousand.writer.connect() as connection, connection.begin() as transaction:
        yield asking(connection, directories)
        transaction.rollback()


def _postgres(request: pytest.FixtureRequest) -> str:
    server: str = request.getfixturevalue("postgres")
    return server.replace("/postgres?", f"/{_NAME}?")


def _build(url: str) -> None:
    if url.startswith("postgresql"):
        with psycopg.connect(url.replace(_NAME, "postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {_NAME}".encode())
    migrate.upgrade(url)
    build(url, SCALE)
