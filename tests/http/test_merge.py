"""Merges over HTTP: what the loser gives, where it leads, how it is taken back."""

from typing import Any

import pytest

from tests.http.editing import EVENT, SECOND, app, desk, small
from tests.support.editing import Editor, Json, one, refusal, types

__all__ = ["app", "desk", "small"]

SAID = {"office": "minister", "date": "2021-12-28", "summary": "So.", "source": "src_1"}


def test_the_loser_leads_to_the_winner_and_gives_what_says_so(desk: Editor) -> None:
    source = one(desk.post("/v1/sources", SECOND), 201)["id"]
    named = {"identifiers": [{"scheme": "feed", "value": "a"}], "sources": [source]}
    desk.patch(EVENT, named)
    desk.patch("/v1/events/ev_00000003", {"part_of": "one"})
    said = desk.post("/v1/statements", {**SAID, "about": [
        {"event": "one", "relation": "announces"}]})  # fmt: skip
    desk.act(said.json()["urls"]["publish"])
    answer = desk.act(f"{EVENT}/merge", {"into": "ev_00000002"}, "2")

    assert answer.status_code == 200, answer.text
    touched = {written["id"]: types(written) for written in answer.json()["items"]}
    assert touched["ev_00000001"] == ["merged"]
    assert set(touched["ev_00000002"]) >= {"merged", "source_added", "statement_added"}
    winner = desk.get("/v1/events/ev_00000002").json()
    assert [s["id"] for s in winner["sources"]] == ["src_1", source]
    assert winner["identifiers"] == named["identifiers"]
    assert winner["statements"]["count"] == 1
    assert desk.get("/v1/events/ev_00000003").json()["part_of"]["id"] == "ev_00000002"
    assert desk.get("/v1/events/one").headers["location"].endswith("/v1/events/ev_00000002")


@pytest.mark.parametrize("into", ["ev_00000001", "one"])
def test_nothing_is_merged_into_itself(desk: Editor, into: str) -> None:
    faults = refusal(desk.act(f"{EVENT}/merge", {"into": into}), 422)

    assert [pointer for pointer, _ in faults] == ["/into"]


@pytest.mark.parametrize("into", [None, 1, "nothing", {"id": None}, []])
def test_there_must_be_another(desk: Editor, into: Any) -> None:
    faults = refusal(desk.act(f"{EVENT}/merge", {"into": into}), 422)

    assert [pointer for pointer, _ in faults] == ["/into"]


@pytest.mark.parametrize("into", ["ev_00000002", "ev_00000009"])
def test_nothing_is_merged_into_what_is_not_there(desk: Editor, into: str) -> None:
    one(desk.act("/v1/events/ev_00000002/retract"))
    faults = refusal(desk.act(f"{EVENT}/merge", {"into": into}), 422)

    assert [pointer for pointer, _ in faults] == ["/into"]


def test_a_statement_is_merged_into_a_statement(desk: Editor) -> None:
    made = desk.post("/v1/statements", SAID).json()
    id_ = one(desk.act(made["urls"]["publish"]))["id"]
    faults = refusal(desk.act(f"/v1/statements/{id_}/merge", {"into": "ev_00000002"}), 422)

    assert [pointer for pointer, _ in faults] == ["/into"]


def test_a_part_merged_with_its_whole_is_no_part_of_itself(desk: Editor) -> None:
    desk.patch(EVENT, {"part_of": "ev_00000003"})
    desk.act("/v1/events/ev_00000003/merge", {"into": "ev_00000001"})

    assert desk.get(EVENT).json()["part_of"] is None


def test_nor_by_way_of_another(desk: Editor) -> None:
    desk.patch("/v1/events/ev_00000002", {"part_of": "ev_00000003"})
    desk.patch(EVENT, {"part_of": "ev_00000002"})
    faults = refusal(desk.act("/v1/events/ev_00000003/merge", {"into": "ev_00000001"}), 422)

    assert {pointer for pointer, _ in faults} == {"/part_of"}


def test_it_is_written_to_no_more_and_taken_back(desk: Editor) -> None:
    desk.act(f"{EVENT}/merge", {"into": "ev_00000002"})
    late = desk.patch(EVENT, {"kind": "visit"})
    back = desk.act(f"{EVENT}/undo", {"version": 1})

    assert "ev_00000002" in late.json()["detail"]
    assert late.status_code == 409
    assert (types(one(back)), desk.get(EVENT).status_code) == (["created"], 200)


def test_statements_are_merged_too(desk: Editor) -> None:
    made = [desk.post("/v1/statements", SAID).json() for _ in range(2)]
    ids = [one(desk.act(draft["urls"]["publish"]))["id"] for draft in made]
    answer = desk.act(f"/v1/statements/{ids[0]}/merge", {"into": ids[1]})

    assert answer.status_code == 200, answer.text
    assert desk.get(f"/v1/statements/{ids[0]}").status_code == 301


def test_an_undo_gives_back_what_the_merge_took(desk: Editor) -> None:
    """To the one that is restored, and to what pointed at it; what was done since stays."""
    told = {"identifiers": [{"scheme": "feed", "value": "1"}], "sources": ["src_1"]}
    desk.patch(EVENT, told)
    desk.patch("/v1/events/ev_00000003", {"part_of": "ev_00000001"})
    said = desk.post("/v1/statements", SAID | {"about": [
        {"event": "ev_00000001", "relation": "comments"}
    ]}).json()  # fmt: skip
    statement = one(desk.act(said["urls"]["publish"]))["id"]
    other, part = "/v1/events/ev_00000002", "/v1/events/ev_00000003"
    addresses = [EVENT, other, part, f"/v1/statements/{statement}"]
    was = [_lasting(desk.get(address).json()) for address in addresses]
    desk.act(f"{EVENT}/merge", {"into": "ev_00000002"})
    desk.patch(other, {"mode": "online"})
    answer = desk.act(f"{EVENT}/undo")

    assert answer.status_code == 200, answer.text
    was[1]["mode"] = "online"
    assert [_lasting(desk.get(address).json()) for address in addresses] == was


def _lasting(item: Json) -> Json:
    """Without what each version has its own of."""
    return {n: v for n, v in item.items() if n not in ("version", "rev", "changed_at", "urls")}
