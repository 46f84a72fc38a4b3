"""Undo: an old version again, as a new revision."""

from typing import Any

import pytest

from tests.http.editing import EVENT, app, desk, small
from tests.support.editing import Editor, one, refusal

__all__ = ["app", "desk", "small"]


def test_the_version_before_is_restored(desk: Editor) -> None:
    was = desk.get(EVENT).json()
    desk.patch(EVENT, {"when": "2022-01-12", "title": "Moved"})
    answer = desk.act(f"{EVENT}/undo", {"commit": {"reason": "Not so"}}, "2")
    now = one(answer)["item"]

    mine = {"version", "rev", "changed_at"}
    assert {n: v for n, v in now.items() if n not in mine} == {
        n: v for n, v in was.items() if n not in mine
    }
    assert (now["version"], answer.json()["nature"]) == (3, "correction")


def test_any_version_can_be(desk: Editor) -> None:
    for kind in ("visit", "call", "summit"):
        desk.patch(EVENT, {"kind": kind})

    assert one(desk.act(f"{EVENT}/undo", {"version": 2}))["item"]["kind"] == "visit"
    assert one(desk.act(f"{EVENT}/undo", {"version": 5}))["changes"] == []


def test_an_undo_is_undone(desk: Editor) -> None:
    desk.patch(EVENT, {"kind": "visit"})
    desk.act(f"{EVENT}/undo")

    assert one(desk.act(f"{EVENT}/undo"))["item"]["kind"] == "visit"


@pytest.mark.parametrize("version", [0, -1, "1", 1.5, True, 2**31])
def test_a_version_is_a_number(desk: Editor, version: Any) -> None:
    faults = refusal(desk.act(f"{EVENT}/undo", {"version": version}), 422)

    assert [pointer for pointer, _ in faults] == ["/version"]


def test_there_must_be_one(desk: Editor) -> None:
    assert refusal(desk.act(f"{EVENT}/undo", {"version": 9}), 404) == []


def test_the_world_does_not_undo(desk: Editor) -> None:
    faults = refusal(desk.act(f"{EVENT}/undo", {"commit": {"nature": "world"}}), 422)

    assert [pointer for pointer, _ in faults] == ["/commit/nature"]
