"""Actors, forums, topics and sources: committed at once, and kept while in use."""

from typing import Any

import pytest

from tests.http.editing import EVENT, SECOND, app, desk, small
from tests.support.editing import Editor, one, refusal, types

__all__ = ["app", "desk", "small"]

NEW: tuple[tuple[str, dict[str, Any], str | None], ...] = (
    ("actors", {"kind": "person", "name": "Jean Dupont"}, "jean-dupont"),
    ("actors", {"id": "x-1", "kind": "country", "names": {"en": "X", "fr": "Ixe"}}, "x-1"),
    ("forums", {"kind": "organ", "names": {"fr": "Conseil"}, "organ_of": "OSCE"}, "conseil"),
    ("topics", {"name": "Grain"}, "grain"),
    ("sources", {"id": "src_2", **SECOND, "published": "2022-01"}, "src_2"),
    ("sources", SECOND, None),
)


@pytest.mark.parametrize(("path", "body", "id_"), NEW)
def test_they_are_made_changed_and_retracted(
    desk: Editor, path: str, body: dict[str, Any], id_: str | None
) -> None:
    answer = desk.post(f"/v1/{path}", body)
    made = one(answer, 201)
    address = f"/v1/{path}/{made['id']}"

    assert made["id"] == (id_ or made["id"])
    assert answer.headers["location"].endswith(address)
    assert made["item"] == desk.get(address).json()
    sent_back = desk.patch(address, desk.get(f"{address}?lang=ru").json(), "1")
    assert one(sent_back)["changes"] == []
    assert types(one(desk.act(f"{address}/retract", None, "1"))) == ["retracted"]
    assert desk.get(address).status_code == 410


def test_an_id_is_given_once(desk: Editor) -> None:
    body = {"kind": "country", "name": "Russia"}
    assert "id" in desk.post("/v1/actors", body).json()["detail"]
    assert desk.post("/v1/actors", body).status_code == 409


@pytest.mark.parametrize("id_", ["Not An Id", 7, "-", "é"])
def test_an_id_is_readable(desk: Editor, id_: Any) -> None:
    answer = desk.post("/v1/topics", {"id": id_, "name": "Grain"})

    assert [pointer for pointer, _ in refusal(answer, 422)] == ["/id"]


def test_what_is_in_use_stays_and_says_by_what(desk: Editor) -> None:
    answer = desk.act("/v1/actors/russia/retract")

    assert refusal(answer, 409)
    assert "event ev_00000001" in answer.json()["detail"]


def test_a_new_name_is_in_the_next_answer(desk: Editor) -> None:
    desk.patch("/v1/actors/russia", {"name": "Rossiya", "lang": "en"})
    participants = desk.get(EVENT).json()["participants"]

    assert participants[0]["actor"]["name"] == "Rossiya"


def test_a_relation_moves_events(desk: Editor) -> None:
    relation = {"relation": "body_of", "object": "FR"}
    named = {"identifiers": [{"scheme": "iso", "value": "FR"}]}
    desk.patch("/v1/actors/france", named)
    desk.patch("/v1/actors/russia", {"relations": [relation]})
    listed = desk.get("/v1/events?actor=france").json()["items"]

    assert [item["id"] for item in listed] == ["ev_00000001"]


def test_an_undo_is_theirs_too(desk: Editor) -> None:
    desk.patch("/v1/topics/arms", {"names": {"en": "Weapons", "fr": "Armes"}})

    assert one(desk.act("/v1/topics/arms/undo"))["item"]["names"] == {"en": "Arms"}


@pytest.mark.parametrize("act", ["merge", "publish"])
def test_they_have_no_drafts_and_no_merges(desk: Editor, act: str) -> None:
    assert desk.act(f"/v1/actors/russia/{act}").status_code == 404
    assert desk.patch("/v1/actors/russia?draft=true", {}).status_code == 422
