"""The rules of a status: what may be said of an event, and on whose word."""

import pytest

from tests.http.editing import EVENT, SECOND, app, desk, small
from tests.support.editing import Editor, one, refusal, types

__all__ = ["app", "desk", "small"]


def test_held_is_said_by_a_source(desk: Editor) -> None:
    [(pointer, detail)] = refusal(desk.patch(EVENT, {"status": "held"}), 422)
    assert (pointer, "source" in detail) == ("/status", True)

    told = {"status": "held", "commit": {"source": "src_1"}}
    assert types(one(desk.patch(EVENT, told))) == ["status_changed"]


def test_a_source_newly_cited_says_so_too(desk: Editor) -> None:
    source = one(desk.post("/v1/sources", SECOND), 201)["id"]
    told = {"status": "held", "sources": ["src_1", source]}

    assert types(one(desk.patch(EVENT, told))) == ["source_added", "status_changed"]


@pytest.mark.parametrize("status", ["held", "under_way", "suspended"])
def test_what_is_to_come_has_not_begun(desk: Editor, status: str) -> None:
    told = {"status": status, "when": "2999-01-10", "commit": {"source": "src_1"}}

    assert [p for p, _ in refusal(desk.patch(EVENT, told), 422)] == ["/status"]


@pytest.mark.parametrize("status", ["announced", "confirmed"])
def test_what_has_no_date_is_not_announced(desk: Editor, status: str) -> None:
    desk.patch(EVENT, {"status": "proposed", "when": None})

    assert [p for p, _ in refusal(desk.patch(EVENT, {"status": status}), 422)] == ["/status"]


def test_what_was_held_is_only_corrected(desk: Editor) -> None:
    desk.patch(EVENT, {"status": "held", "commit": {"source": "src_1"}})
    moved = desk.patch(EVENT, {"when": "2022-01-12"})
    undone = desk.patch(EVENT, {"status": "postponed"})
    corrected = desk.patch(EVENT, {"when": "2022-01-12", "commit": {"nature": "correction"}})

    assert [p for p, _ in refusal(moved, 422)] == ["/when"]
    assert [p for p, _ in refusal(undone, 422)] == ["/status"]
    assert one(corrected)["item"]["previous"] == []


def test_what_is_cancelled_stays(desk: Editor) -> None:
    assert one(desk.patch(EVENT, {"status": "cancelled"}))["item"]["status"] == "cancelled"
    assert desk.get(EVENT).status_code == 200
