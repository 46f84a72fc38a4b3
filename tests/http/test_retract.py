"""Retraction: what should never have been published."""

from tests.http.editing import EVENT, app, desk, small
from tests.support.editing import Editor, one, refusal, types

__all__ = ["app", "desk", "small"]


def test_it_is_gone(desk: Editor) -> None:
    written = one(desk.act(f"{EVENT}/retract", {"commit": {"reason": "A hoax"}}, "1"))

    assert (types(written), written["item"]) == (["retracted"], None)
    assert desk.get(EVENT).status_code == 410
    for again in (desk.act(f"{EVENT}/retract"), desk.patch(EVENT, {"kind": "visit"})):
        assert again.status_code == 410
    assert desk.act(f"{EVENT}/undo").status_code == 409


def test_an_event_in_use_stays(desk: Editor) -> None:
    desk.patch("/v1/events/ev_00000002", {"part_of": "ev_00000003"})
    [(_, detail)] = refusal(desk.act("/v1/events/ev_00000003/retract"), 409)

    assert detail == "event ev_00000002/part_of points at it."


def test_delete_says_what_there_is_instead(desk: Editor) -> None:
    for address in (EVENT, "/v1/actors/russia", "/v1/statements/st_1"):
        answer = desk.ask("DELETE", address)
        assert answer.status_code == 405
        assert answer.headers["allow"] == "GET, HEAD, PATCH, OPTIONS"
        assert "cancelled" in answer.json()["detail"]
        assert "/retract" in answer.json()["detail"]
    assert "cancelled" not in desk.ask("DELETE", "/v1/events").json()["detail"]
