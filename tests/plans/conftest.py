"""A record of 100,000 events on each kind of database, built once for all tests and workers."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.store.directory import Directories
from app.store.sessions import Database
from benchmarks.build import build
from benchmarks.bulk import Scale
from tests.conftest import shared_url
from tests.plans.plan import Asking, asking
from tests.support.once import made_once, new_database

SCALE = Scale(block=5_000, copies=20, commits=20)
_NAME = "hundred_thousand"


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def hundred_thousand(request: pytest.FixtureRequest, shared_folder: Path) -> Iterator[Database]:
    """The record, which no test changes."""
    url = shared_url(request, _NAME)
    made_once(shared_folder, f"{_NAME}-{request.param}", lambda: _build(url))
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


def _build(url: str) -> None:
    new_database(url)
    build(url, SCALE)
