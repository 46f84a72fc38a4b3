"""An installation that is written to, behind a real server, and an empty database beside it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.outbound.blocking import BlockingOutbound
from app.store.sessions import Database
from app.syncing.mirror import Mirror
from app.syncing.remote import Remote
from app.syncing.source import source
from tests.support.databases import PostgresTemplate
from tests.support.history import History
from tests.support.live import serving
from tests.support.mirrors import sending
from tests.support.world import World


@pytest.fixture
def history(world: World) -> History:
    """Twenty events, then thirty commits."""
    made = History(world, seed=29, count=20)
    made.go_on(30)
    return made


@pytest.fixture
def base(world: World) -> Iterator[str]:
    """The address of the one that is written to."""
    with serving(world.url) as address:
        yield address


@pytest.fixture
def here(request: pytest.FixtureRequest, world: World, tmp_path: Path) -> Iterator[str]:
    """An empty database of the other kind than the one that is written to."""
    if world.database.is_sqlite:
        postgres: PostgresTemplate = request.getfixturevalue("postgres_template")
        with postgres.copy() as url:
            yield url
    else:
        yield request.getfixturevalue("sqlite_template").copy(tmp_path / "here.db")


@pytest.fixture(scope="session")
def sender() -> Iterator[BlockingOutbound]:
    with sending() as made:
        yield made


@pytest.fixture
def remote(base: str, sender: BlockingOutbound) -> Remote:
    return Remote(sender, source(base), rest=lambda _: None)


@pytest.fixture
def mirror(here: str, remote: Remote) -> Iterator[Mirror]:
    database = Database(here)
    yield Mirror(database, remote)
    database.close()
