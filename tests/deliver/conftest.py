"""A record of the small world with webhooks, on each kind of database."""

from collections.abc import Iterator

import pytest

from tests.support.delivering import Hooks
from tests.support.receiver import Receiver, receiving
from tests.support.world import World


@pytest.fixture
def world(database_url: str) -> Iterator[World]:
    made = World(database_url)
    made.begin()
    yield made
    made.close()


@pytest.fixture
def hooks(world: World) -> Hooks:
    return Hooks(world.database)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as made:
        yield made
