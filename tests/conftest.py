"""Fixtures of every test: a database of each kind, and the rule that nothing is left out."""

import os
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.support import whole
from tests.support.databases import PostgresTemplate, SqliteTemplate
from tests.support.postgres import running
from tests.support.world import World

_SERVER = pytest.StashKey[tuple[ExitStack, str]]()


def pytest_configure(config: pytest.Config) -> None:
    """Forbids skipping where it counts; a developer's own settings are not the tests'."""
    config.pluginmanager.register(whole)
    for name in [name for name in os.environ if name.startswith("POURPARLERS_")]:
        if name not in whole.FORBIDDING:
            del os.environ[name]


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """With several workers, the controller starts the one server and hands its address out."""
    config: pytest.Config = node.config
    if _SERVER not in config.stash:
        stack = ExitStack()
        config.stash[_SERVER] = stack, stack.enter_context(running())
    node.workerinput["postgres"] = config.stash[_SERVER][1]


def pytest_unconfigure(config: pytest.Config) -> None:
    if _SERVER in config.stash:
        config.stash[_SERVER][0].close()


@pytest.fixture(scope="session")
def postgres(request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of the server that the tests share."""
    if given := getattr(request.config, "workerinput", {}).get("postgres"):
        yield given
    else:
        with running() as address:
            yield address


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> SqliteTemplate:
    return SqliteTemplate(tmp_path_factory.mktemp("sqlite"), _upgrade)


@pytest.fixture(scope="session")
def postgres_template(postgres: str, worker: str) -> PostgresTemplate:
    return PostgresTemplate(postgres, worker, _upgrade)


@pytest.fixture(scope="session")
def worker(request: pytest.FixtureRequest) -> str:
    """Which of the parallel processes this is: gw0, gw1, … or main."""
    return str(getattr(request.config, "workerinput", {}).get("workerid", "main"))


@pytest.fixture
def sqlite_url(sqlite_template: SqliteTemplate, tmp_path: Path) -> str:
    return sqlite_template.copy(tmp_path / "record.db")


@pytest.fixture
def postgresql_url(postgres_template: PostgresTemplate) -> Iterator[str]:
    with postgres_template.copy() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """A fresh, migrated, empty database: the test runs once on each kind."""
    return str(request.getfixturevalue(f"{request.param}_url"))


@pytest.fixture
def world(database_url: str) -> Iterator[World]:
    """A record of the small world, on each kind of database."""
    made = World(database_url)
    made.begin()
    yield made
    made.close()


@pytest.fixture
def live_server(database_url: str) -> Iterator[str]:
    """The address of the application on a real server, over each kind of database."""
    # Imported late, so that tests without HTTP do not load the web framework.
    from tests.support.live import serving  # noqa: PLC0415

    with serving(database_url) as address:
        yield address


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all workers of this run see, and no other run."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if base.name.startswith("popen-") else base


def shared_url(request: pytest.FixtureRequest, name: str) -> str:
    """The address of a database of the fixture's kind, the same for all workers of this run."""
    if request.param == "sqlite":
        return f"sqlite:///{request.getfixturevalue('shared_folder')}/{name}.db"
    server: str = request.getfixturevalue("postgres")
    return urlsplit(server)._replace(path=f"/{name}").geturl()


@pytest.fixture(scope="session")
def shared_data(pytestconfig: pytest.Config) -> Path:
    """The folder of real files that lies beside some checkouts; see the marker `shared`."""
    return pytestconfig.rootpath.parent / "shared" / "data"


def _upgrade(url: str) -> None:
    # Imported late, so that tests without a database do not load SQLAlchemy.
    from app.store.migrate import upgrade  # noqa: PLC0415

    upgrade(url)
