"""Merges: two things found to be one, followed by every token, and taken back."""

from typing import Any

import pytest
from sqlalchemy import delete

from app.domain.change import Nature
from app.domain.query import EventQuery
from app.domain.things import Thing
from app.errors import Conflict, Gone, NotFound, PreconditionFailed
from app.store import documents, identify
from app.store.check import check
from app.store.ledger import Merge, Put, Restore, Retract
from app.store.merging import survivor
from app.store.pins import pin
from app.store.tables import merges
from tests.store.test_ledger import asked, get, history
from tests.support.world import World, event, model, party

ONE, TWO, THREE = (f"ev_{number:08d}" for number in (1, 2, 3))


def found(world: World, token: str, as_of: int | None = None) -> str | None:
    with world.database.reading() as connection:
        return identify.find(connection, token, pin(connection, as_of))


def types(world: World, number: int) -> list[tuple[str, Any, Any]]:
    return [(c["type"], c["old"], c["new"]) for c in history(world, number)[-1]["changes"]]


@pytest.fixture
def merged(world: World) -> World:
    """Two is One: it gives its identifiers and loses itself."""
    called = [{"scheme": "feed", "value": "two"}]
    world.put(Thing.EVENT, event(1, slug="one"), event(2, slug="two", identifiers=called))
    winner = model(Thing.EVENT, event(1, slug="one", identifiers=called))
    world.commit(Put(Thing.EVENT, winner), Merge(Thing.EVENT, TWO, ONE))
    return world


@pytest.mark.parametrize("token", [TWO, "two", "feed:two", "FEED:Two", ONE, "one"])
def test_every_token_of_the_loser_means_the_winner(merged: World, token: str) -> None:
    assert found(merged, token) == ONE


@pytest.mark.parametrize("token", [TWO, "two", "feed:two"])
def test_before_it_means_what_it_meant(merged: World, token: str) -> None:
    assert found(merged, token, as_of=2) == TWO


def test_it_leaves_every_list_and_is_told_as_a_change_of_both(merged: World) -> None:
    assert asked(merged, EventQuery()) == ["1"]
    assert types(merged, 2) == [("merged", None, ONE)]
    assert ("merged", TWO, None) in types(merged, 1)
    with pytest.raises(Gone):
        get(merged, 2)
    assert check(merged.database, merged.directories) == []


def test_merges_follow_each_other(merged: World) -> None:
    merged.put(Thing.EVENT, event(3))
    merged.commit(Merge(Thing.EVENT, ONE, THREE))

    assert [found(merged, token) for token in (TWO, "two", ONE, "one")] == [THREE] * 4
    assert found(merged, TWO, as_of=3) == ONE


def test_what_was_merged_is_changed_no_more(merged: World) -> None:
    with pytest.raises(Conflict, match="merged"):
        merged.put(Thing.EVENT, event(2, "2023"))
    with pytest.raises(NotFound):
        merged.commit(Retract(Thing.EVENT, TWO))
    with pytest.raises(NotFound):
        merged.commit(Merge(Thing.EVENT, TWO, ONE))


def test_a_merge_is_taken_back(merged: World) -> None:
    """Its identifier is the winner's by now, and must be given up first."""
    merged.put(Thing.EVENT, event(1, slug="one"))
    merged.commit(Restore(Thing.EVENT, TWO, 1))

    assert [found(merged, token) for token in (TWO, "two", "feed:two")] == [TWO] * 3
    assert found(merged, TWO, as_of=3) == ONE
    assert asked(merged, EventQuery()) == ["1", "2"]
    assert types(merged, 2) == [("created", None, None)]
    assert check(merged.database, merged.directories) == []


def test_what_another_has_by_now_is_not_taken_from_it(merged: World) -> None:
    with pytest.raises(Conflict, match="feed:two"):
        merged.commit(Restore(Thing.EVENT, TWO, 1))


def test_it_can_be_merged_again_after_that(merged: World) -> None:
    merged.put(Thing.EVENT, event(1, slug="one"))
    merged.commit(Restore(Thing.EVENT, TWO, 1))
    merged.commit(Merge(Thing.EVENT, ONE, TWO))

    assert found(merged, "one") == TWO
    assert check(merged.database, merged.directories) == []


def test_nothing_may_point_at_what_is_merged(world: World) -> None:
    world.put(Thing.EVENT, event(1), event(2), event(3, part_of=TWO))
    with pytest.raises(Conflict, match="in use by event ev_00000003"):
        world.commit(Merge(Thing.EVENT, TWO, ONE))
    moved = Put(Thing.EVENT, model(Thing.EVENT, event(3, part_of=ONE)))
    world.commit(moved, Merge(Thing.EVENT, TWO, ONE))

    assert get(world, 3).document["part_of"] == ONE


def test_statements_are_merged_too(world: World) -> None:
    said = {"office": "minister", "date": "2021-12-28", "summary": {"en": "So."}, "source": "src_1"}
    world.put(Thing.STATEMENT, {"id": "st_1", **said}, {"id": "st_2", **said})
    world.commit(Merge(Thing.STATEMENT, "st_2", "st_1"))
    with world.database.reading() as connection:
        head = pin(connection)
        assert survivor(connection, Thing.STATEMENT, "st_2", head) == "st_1"
        assert survivor(connection, Thing.EVENT, "st_2", head) == "st_2"
        listed, _ = documents.listed(connection, Thing.STATEMENT, head, 10)

    assert [item.id for item in listed] == ["st_1"]


def test_a_version_is_restored_with_what_the_ledger_knew_of_it(world: World) -> None:
    world.put(Thing.EVENT, event(1, "2022-01-10"))
    world.put(Thing.EVENT, event(1, "2022-01-20", participants=[party("france")]))
    world.commit(Restore(Thing.EVENT, ONE, 1), nature=Nature.CORRECTION)

    assert get(world, 1).document == get(world, 1, as_of=2).document
    assert get(world, 1).version == 3
    assert [change[0] for change in types(world, 1)] == ["participant_left", "rescheduled"]
    assert world.commit(Restore(Thing.EVENT, ONE, 1)) is None


@pytest.mark.parametrize("version", [0, 3])
def test_there_is_no_other_version_to_restore(world: World, version: int) -> None:
    world.put(Thing.EVENT, event(1))
    world.commit(Retract(Thing.EVENT, ONE))
    with pytest.raises(NotFound):
        world.commit(Restore(Thing.EVENT, ONE, version))
    with pytest.raises(NotFound):
        world.commit(Restore(Thing.EVENT, TWO, 1))


def test_what_was_withdrawn_does_not_come_back(world: World) -> None:
    world.put(Thing.EVENT, event(1))
    world.commit(Retract(Thing.EVENT, ONE))
    with pytest.raises(Conflict, match="retracted"):
        world.commit(Restore(Thing.EVENT, ONE, 1))


def test_a_restore_expects_a_version_too(world: World) -> None:
    world.put(Thing.EVENT, event(1))
    world.put(Thing.EVENT, event(1, "2023"))
    with pytest.raises(PreconditionFailed):
        world.commit(Restore(Thing.EVENT, ONE, 1, expected=1))


def test_the_check_finds_a_merge_that_is_only_half_there(merged: World) -> None:
    with merged.database.writing() as connection:
        connection.execute(delete(merges))

    assert check(merged.database, merged.directories) == [
        f"event {TWO}: its version and its merge do not say the same."
    ]
