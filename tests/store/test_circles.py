"""An event is no part of its own parts, nor a forum below its own: whoever says so is refused."""

from collections.abc import Iterator
from typing import Any

import pytest

from app.domain.things import Thing
from app.errors import InvalidDocument
from app.store.check import check
from tests.support.world import World, event

FIRST, SECOND, THIRD = (f"ev_0000000{n}" for n in (1, 2, 3))


def forum(id_: str, parent: str | None = None) -> dict[str, Any]:
    return {"id": id_, "kind": "format", "names": {"en": id_.upper()}, "parent": parent}


@pytest.fixture
def world(database_url: str) -> Iterator[World]:
    """Three events, each a part of the next; three forums, each below the next."""
    made = World(database_url)
    made.begin()
    made.put(Thing.EVENT, event(3), event(2, part_of=THIRD), event(1, part_of=SECOND))
    made.put(Thing.FORUM, forum("c"), forum("b", parent="c"), forum("a", parent="b"))
    yield made
    assert check(made.database, made.directories) == []
    made.close()


@pytest.mark.parametrize(
    ("thing", "document", "pointer"),
    [
        (Thing.EVENT, event(3, part_of=FIRST), "/part_of"),
        (Thing.EVENT, event(3, part_of=SECOND), "/part_of"),
        (Thing.FORUM, forum("c", parent="a"), "/parent"),
        (Thing.FORUM, forum("c", parent="c"), "/parent"),
    ],
)
def test_nothing_is_above_itself(
    world: World, thing: Thing, document: dict[str, Any], pointer: str
) -> None:
    with pytest.raises(InvalidDocument) as refused:
        world.put(thing, document)

    assert [fault.pointer for fault in refused.value.faults] == [pointer]


def test_nor_by_a_circle_that_one_commit_makes(world: World) -> None:
    with pytest.raises(InvalidDocument) as refused:
        world.put(Thing.EVENT, event(4, part_of="ev_00000005"), event(5, part_of="ev_00000004"))

    assert len(refused.value.faults) == 2


def test_what_one_commit_turns_round_is_no_circle(world: World) -> None:
    turned = event(3, part_of=FIRST), event(2), event(1, part_of=SECOND)

    assert world.put(Thing.EVENT, *turned)
