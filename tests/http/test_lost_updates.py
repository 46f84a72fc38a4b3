"""Sixteen clients that append to one list: what each was told is kept is there."""

import pytest

from app.store.check import check
from tests.support.appending import CLIENTS, appended
from tests.support.world import World

EACH = 3


@pytest.fixture
def begun(database_url: str) -> str:
    world = World(database_url)
    world.begin()
    world.close()
    return database_url


def test_no_append_is_lost(begun: str) -> None:
    done = appended(begun, EACH, guarded=True)
    world = World(begun)

    assert (done.acknowledged, done.lost) == (CLIENTS * EACH, 0)
    assert done.retried > 0
    assert check(world.database, world.directories) == []
    world.close()


def test_whoever_writes_any_version_loses_those_of_others(begun: str) -> None:
    """The control: the same appends, and nothing that says what they were made of."""
    done = appended(begun, EACH, guarded=False)

    assert done.acknowledged == CLIENTS * EACH
    assert done.lost > 0
