"""The first record, and the small world, on each kind of database."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from app.editing.reading import Desk
from tests.http.conftest import url
from tests.support.world import World

__all__ = ["desk_of", "first", "url"]


@contextmanager
def desk_of(world: World) -> Iterator[Desk]:
    """The record as an editor's transaction sees it; nothing of it is kept."""
    with world.database.rehearsing() as connection:
        yield Desk(connection, world.directories)


@pytest.fixture
def first(url: str) -> Iterator[World]:
    """The gazetteer and the first record, which no test may change."""
    made = World(url)
    yield made
    made.close()
