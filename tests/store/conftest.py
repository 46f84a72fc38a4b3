"""A record of the small world, on each kind of database."""

from collections.abc import Iterator

import pytest

from tests.support.world import World


@pytest.fixture
def world(database_url: str) -> Iterator[World]:
    made = World(database_url)
    made.begin()
    yield made
    made.close()
