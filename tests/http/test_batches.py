"""Batches: many operations, one commit, all or nothing."""

from typing import Any

import pytest

from tests.http.editing import EVENT, app, desk, revision, small
from tests.support.editing import Editor, refusal, types

__all__ = ["app", "desk", "small"]


def test_all_of_it_is_one_revision(desk: Editor) -> None:
    before = revision(desk)
    draft = desk.post("/v1/events", {"kind": "call", "status": "proposed", "title": "C",
                                     "when": None, "sources": ["src_1"]}).json()  # fmt: skip
    operations = [
        {"change": "one", "version": 1, "with": {"kind": "visit"}},
        {"retract": "ev_00000002", "version": 1},
        {"create": {"kind": "call", "status": "proposed", "title": "New", "when": None,
                    "sources": ["src_1"]}},
        {"publish": draft["id"], "version": 1},
    ]  # fmt: skip
    answer = desk.post("/v1/events/batch", {"operations": operations})

    assert answer.status_code == 200, answer.text
    assert [types(written) for written in answer.json()["items"]] == [
        ["corrected"], ["retracted"], ["created"], ["created"],
    ]  # fmt: skip
    assert (answer.json()["rev"], revision(desk)) == (before + 1, before + 1)
    assert desk.get("/v1/drafts").json()["items"] == []


@pytest.mark.parametrize(
    ("broken", "status", "pointer"),
    [
        ({"change": "ev_00000002", "version": 1, "with": {"kind": "vist"}}, 422,
         "/operations/1/with/kind"),
        ({"change": "ev_00000002", "version": 2, "with": {}}, 412, "/operations/1"),
        ({"change": "ev_00000002", "with": {}}, 422, "/operations/1/version"),
        ({"change": "ev_00000002", "version": 1}, 422, "/operations/1/with"),
        ({"change": "nothing", "version": 1, "with": {}}, 404, "/operations/1"),
        ({"retract": "ev_00000009", "version": 1}, 404, "/operations/1"),
        ({"create": {"kind": "call"}}, 422, "/operations/1/create/status"),
        ({"change": "ev_00000002", "version": 1, "with": {"sources": ["src_9"]}}, 422,
         "/operations/1/with/sources/0"),
        ({"publish": "dr_none", "version": 1}, 404, "/operations/1"),
        ({"drop": "ev_00000002"}, 422, "/operations/1"),
        ({"retract": "ev_00000002", "create": {}}, 422, "/operations/1"),
        ({"retract": "ev_00000002", "version": 1, "why": 1}, 422, "/operations/1"),
        ("retract", 422, "/operations/1"),
    ],
)  # fmt: skip
def test_one_that_fails_leaves_nothing_of_the_others(
    desk: Editor, broken: Any, status: int, pointer: str
) -> None:
    before = revision(desk)
    first = {"change": "ev_00000001", "version": 1, "with": {"kind": "visit"}}
    answer = desk.post("/v1/events/batch", {"operations": [first, broken]})

    assert pointer in [at for at, _ in refusal(answer, status)]
    assert (revision(desk), desk.get(EVENT).json()["kind"]) == (before, "meeting")


def test_a_thing_is_changed_once(desk: Editor) -> None:
    twice = [{"change": "ev_00000001", "version": 1, "with": {"kind": "visit"}}] * 2

    assert desk.post("/v1/events/batch", {"operations": twice}).status_code == 409


@pytest.mark.parametrize("operations", [None, [], {}, [{"retract": "x", "version": 1}] * 101])
def test_there_are_one_to_a_hundred(desk: Editor, operations: Any) -> None:
    answer = desk.post("/v1/events/batch", {"operations": operations})

    assert [pointer for pointer, _ in refusal(answer, 422)] == ["/operations"]


def test_a_hundred_are_one_commit(desk: Editor) -> None:
    made = {"kind": "call", "status": "proposed", "title": "T", "when": None,
            "sources": ["src_1"]}  # fmt: skip
    before = revision(desk)
    answer = desk.post("/v1/events/batch", {"operations": [{"create": made}] * 100})

    assert (answer.status_code, len(answer.json()["items"])) == (200, 100)
    assert revision(desk) == before + 1
