"""What two states of a thing differ in, as typed changes."""

from typing import Any

import pytest

from app.domain.change import diff
from app.domain.things import Thing, dump
from tests.support.world import event, model, party

BASE = event(1, participants=[party("russia"), party("france")])


def document(**changed: Any) -> dict[str, Any]:
    return dump(model(Thing.EVENT, {**BASE, **changed}))


CASES: tuple[tuple[dict[str, Any], list[tuple[str, str | None]]], ...] = (
    ({}, []),
    ({"when": "2022-01-12"}, [("rescheduled", "when")]),
    ({"status": "cancelled"}, [("status_changed", "status")]),
    ({"place": {"country": "france"}}, [("place_changed", "place")]),
    ({"mode": "online"}, [("place_changed", "mode")]),
    ({"title": {"en": "Other"}}, [("renamed", "title")]),
    ({"slug": "other"}, [("renamed", "slug")]),
    ({"sources": ["src_1", "src_2"]}, [("source_added", "sources")]),
    ({"sources": ["src_2"]}, [("source_added", "sources"), ("corrected", "sources")]),
    ({"kind": "visit"}, [("corrected", "kind")]),
    ({"participants": [party("russia")]}, [("participant_left", "participants")]),
    (
        {"participants": [party("russia"), party("france"), party("poland")]},
        [("participant_joined", "participants")],
    ),
    (
        {"participants": [party("russia", level="minister"), party("france")]},
        [("level_changed", "participants")],
    ),
    (
        {"participants": [party("russia", attendance="declined"), party("france")]},
        [("corrected", "participants")],
    ),
    (
        {"positions": [{"actor": "russia", "position": "confirmed"}]},
        [("position_changed", "positions")],
    ),
)


@pytest.mark.parametrize(("changed", "types"), CASES)
def test_each_difference_has_its_type(
    changed: dict[str, Any], types: list[tuple[str, str | None]]
) -> None:
    found = diff(document(), document(**changed))

    assert [(change.type.value, change.field) for change in found] == types


def test_the_first_state_is_a_creation_and_none_a_retraction() -> None:
    assert [change.type for change in diff(None, document())] == ["created"]
    assert [change.type for change in diff(document(), None)] == ["retracted"]


def test_a_move_is_counted_in_days_where_both_dates_are_known() -> None:
    (later,) = diff(document(), document(when="2022-01-24"))
    (unknown,) = diff(document(), document(when=None))

    assert (later.days, unknown.days) == (14, None)
