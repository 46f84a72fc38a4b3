"""What others do to an event while a change of it is proposed."""

from typing import Any

import pytest

from tests.http.editing import (
    EVENT,
    app,
    at,
    desk,
    proposed,
    small,
)
from tests.support.editing import Editor, one, refusal, types

__all__ = ["app", "desk", "small"]


def test_other_members_are_merged(desk: Editor) -> None:
    draft = proposed(desk, {"when": "2022-01-12"})
    desk.patch(EVENT, {"kind": "visit"})
    shown = desk.get(at(draft)).json()
    published = one(desk.act(f"{at(draft)}/publish", None, "1"))

    assert (shown["obstacles"], len(shown["changes"])) == ([], 1)
    assert (types(published), published["version"]) == (["rescheduled"], 3)
    assert published["item"]["kind"] == "visit"


def test_the_same_change_is_no_conflict(desk: Editor) -> None:
    draft = proposed(desk, {"kind": "visit"})
    desk.patch(EVENT, {"kind": "visit"})

    assert one(desk.act(f"{at(draft)}/publish"))["changes"] == []
    assert desk.get(at(draft)).status_code == 404


def test_a_member_that_both_changed_is_explained(desk: Editor) -> None:
    draft = proposed(desk, {"when": "2022-01-12", "kind": "call"})
    desk.patch(EVENT, {"when": "2022-01-14", "title": "Renamed"})
    shown = desk.get(at(draft)).json()
    [(pointer, detail)] = refusal(desk.act(f"{at(draft)}/publish"), 409)

    assert pointer == "/when"
    assert ("version 1" in detail, "base_version 2" in detail) == (True, True)
    assert [obstacle["pointer"] for obstacle in shown["obstacles"]] == ["/when"]
    assert desk.get(at(draft)).status_code == 200
    assert desk.get(EVENT).json()["when"]["edtf"] == "2022-01-14"


def test_it_is_settled_by_what_should_stand(desk: Editor) -> None:
    draft = proposed(desk, {"when": "2022-01-12", "kind": "call"})
    desk.patch(EVENT, {"when": "2022-01-14", "title": "Renamed"})
    settled = desk.patch(at(draft), {"base_version": 2, "when": "2022-01-16"}, "1").json()
    published = one(desk.act(f"{at(draft)}/publish", None, "2"))["item"]

    assert (settled["base_version"], settled["obstacles"]) == (2, [])
    assert published["when"]["edtf"] == "2022-01-16"
    assert (published["title"], published["kind"]) == ("Renamed", "call")


def test_what_the_draft_says_stands_where_nothing_else_is_said(desk: Editor) -> None:
    draft = proposed(desk, {"when": "2022-01-12"})
    desk.patch(EVENT, {"when": "2022-01-14"})
    desk.patch(at(draft), {"base_version": 2})

    assert one(desk.act(f"{at(draft)}/publish"))["item"]["when"]["edtf"] == "2022-01-12"


@pytest.mark.parametrize("version", [0, 9, "2", None])
def test_the_base_is_a_version_that_there_is(desk: Editor, version: Any) -> None:
    draft = proposed(desk, {"kind": "visit"})
    answer = desk.patch(at(draft), {"base_version": version})

    if version is None:
        assert answer.json()["base_version"] == 1
    else:
        assert [pointer for pointer, _ in refusal(answer, 422)] == ["/base_version"]


@pytest.mark.parametrize("act", ["retract", "merge"])
def test_of_what_ended_nothing_is_changed(desk: Editor, act: str) -> None:
    draft = proposed(desk, {"kind": "visit"})
    ended = desk.act(f"{EVENT}/{act}", {"into": "ev_00000002"} if act == "merge" else None)

    if act == "merge":
        assert draft["id"] in ended.json()["detail"]
    else:
        assert desk.act(f"{at(draft)}/publish").status_code == 410
        assert "no longer" in desk.get(at(draft)).json()["obstacles"][0]["detail"]
    assert desk.ask("DELETE", at(draft), if_match="*").status_code == 204
