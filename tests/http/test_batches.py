"""Batches: many operations, one commit, all or nothing."""

from typing import Any

import pytest

from app.domain.things import Thing
from tests.http.editing import EVENT, app, desk, proposed, revision, small
from tests.support.editing import Editor, refusal, types
from tests.support.selects import counted
from tests.support.world import World, event

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


def test_more_operations_ask_the_record_no_more(desk: Editor, small: World) -> None:
    """What they need is read for all of them at once."""
    small.put(Thing.EVENT, *(event(n) for n in range(10, 50)))

    def asked(ids: range) -> int:
        operations = [
            {"change": f"ev_{n:08d}", "version": 1, "with": {"mode": "online"}} for n in ids
        ]
        with counted(desk.app, "writer") as made:
            answer = desk.post("/v1/events/batch", {"operations": operations})
        assert answer.status_code == 200, answer.text
        return len(made)

    desk.get(EVENT)
    few, many = asked(range(10, 12)), asked(range(12, 50))
    assert 0 < many == few


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
        ({"create": None}, 422, "/operations/1/create"),
        ({"change": "ev_00000002", "version": 1, "with": {"sources": ["src_9"]}}, 422,
         "/operations/1/with/sources/0"),
        ({"change": "ev_00000003", "version": 1, "with": {"part_of": "ev_00000001"}}, 422,
         "/operations/1/with/part_of"),
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
    first = {"change": "ev_00000001", "version": 1,
             "with": {"kind": "visit", "part_of": "ev_00000003"}}  # fmt: skip
    answer = desk.post("/v1/events/batch", {"operations": [first, broken]})

    assert pointer in [at for at, _ in refusal(answer, status)]
    assert (revision(desk), desk.get(EVENT).json()["kind"]) == (before, "meeting")


CHANGE = {"change": "ev_00000002", "version": 1, "with": {"kind": "visit"}}
RETRACT = {"retract": "ev_00000003", "version": 1}


@pytest.mark.parametrize(
    ("more", "said", "nature"),
    [
        ((), None, "correction"),
        ((RETRACT,), None, "correction"),
        ((CHANGE,), "correction", "correction"),
        ((CHANGE,), "world", "world"),
    ],
)
def test_a_draft_is_of_the_nature_that_its_author_proposed(
    desk: Editor, more: Any, said: str | None, nature: str
) -> None:
    draft = proposed(desk, {"when": "2022-01-12", "commit": {"nature": "correction"}})
    operations = [{"publish": draft["id"], "version": 1}, *more]
    answer = desk.post("/v1/events/batch", {"operations": operations, "commit": {"nature": said}})

    assert (answer.status_code, answer.json()["nature"]) == (200, nature)
    moved = [] if nature == "correction" else ["2022-01-10"]
    assert [p["when"]["edtf"] for p in desk.get(EVENT).json()["previous"]] == moved


def test_a_draft_is_not_told_as_what_it_is_not(desk: Editor) -> None:
    draft = proposed(desk, {"when": "2022-01-12", "commit": {"nature": "correction"}})
    operations = [CHANGE, {"publish": draft["id"], "version": 1}]
    answer = desk.post("/v1/events/batch", {"operations": operations})

    assert [p for p, _ in refusal(answer, 422)] == ["/operations/1/publish"]
    assert desk.get(f"/v1/drafts/{draft['id']}").status_code == 200


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
