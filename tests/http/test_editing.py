"""Editing what is published: every commit is for a version, says why, and shows what it did."""

from typing import Any

import pytest
from fastapi import FastAPI

from app.domain.scope import Scope
from tests.http.editing import EVENT, SECOND, app, desk, revision, small
from tests.support.editing import Editor, one, refusal, types
from tests.support.world import World

__all__ = ["app", "desk", "small"]


def test_a_change_is_a_revision_with_its_typed_changes(desk: Editor) -> None:
    before = revision(desk)
    answer = desk.patch(EVENT, {"when": "2022-01-12", "commit": {"reason": "Moved"}}, "1")
    written = one(answer)

    assert types(written) == ["rescheduled"]
    assert (written["changes"][0]["old"], written["changes"][0]["days"]) == ("2022-01-10", 2)
    assert written["item"] == desk.get(EVENT).json()
    assert (answer.headers["etag"], answer.headers["pourparlers-rev"]) == ('"2"', str(before + 1))
    assert answer.headers["cache-control"] == "private, no-store"
    assert answer.json() | {"at": None, "items": None} == {
        "rev": before + 1, "at": None, "dry_run": False, "nature": "world", "reason": "Moved",
        "source": None, "items": None,
    }  # fmt: skip


def test_a_moved_event_keeps_its_id_and_its_former_date(desk: Editor) -> None:
    moved = one(desk.patch(EVENT, {"when": "2022-01-12"}))["item"]

    assert (moved["id"], moved["version"]) == ("ev_00000001", 2)
    assert [former["when"]["edtf"] for former in moved["previous"]] == ["2022-01-10"]
    assert moved["previous"][0]["rev"] == moved["rev"]


def test_a_corrected_date_never_was(desk: Editor) -> None:
    body = {"when": "2022-01-12", "commit": {"nature": "correction", "reason": "Misread"}}
    answer = desk.patch(EVENT, body)

    assert one(answer)["item"]["previous"] == []
    assert answer.json()["nature"] == "correction"
    entry = desk.get(f"{EVENT}/history").json()["items"][-1]
    assert (entry["nature"], entry["reason"]) == ("correction", "Misread")


@pytest.mark.parametrize("query", ["", "?lang=fr", "?include=statements,sources,history"])
def test_what_was_read_can_be_sent_back(desk: Editor, query: str) -> None:
    answer = desk.get(EVENT + query)
    before, tag = revision(desk), answer.headers["etag"]
    sent = desk.ask("PATCH", EVENT, answer.json(), if_match=tag)

    assert (one(sent)["changes"], revision(desk)) == ([], before)
    assert sent.json()["rev"] == before


@pytest.mark.parametrize("tag", ['"1"', '"1.5f0e"', 'W/"1.5f0e"', '"7", "1"', "*", '"1.x" , "9.y"'])
def test_any_tag_of_the_version_will_do(desk: Editor, tag: str) -> None:
    assert one(desk.ask("PATCH", EVENT, {"kind": "visit"}, if_match=tag))["version"] == 2


@pytest.mark.parametrize(
    ("tag", "status"),
    [(None, 428), ("", 428), ('"2"', 412), ('"2", "3.x"', 412), ("1", 400), ('"one"', 400),
     ('"1" "2"', 400), ('"12345678901"', 400), ('*, "1"', 400)],
)  # fmt: skip
def test_another_version_or_none_changes_nothing(
    desk: Editor, tag: str | None, status: int
) -> None:
    before = desk.get(EVENT).json()
    headers = {} if tag is None else {"if_match": tag}
    answer = desk.ask("PATCH", EVENT, {"kind": "visit"}, **headers)

    assert refusal(answer, status) == []
    assert desk.get(EVENT).json() == before


@pytest.mark.parametrize("act", ["retract", "undo", "merge", "publish"])
def test_every_act_says_which_version_it_is_for(desk: Editor, act: str) -> None:
    assert refusal(desk.post(f"{EVENT}/{act}"), 428) == []


def test_a_dry_run_shows_what_would_change_and_changes_nothing(desk: Editor) -> None:
    before, was = revision(desk), desk.get(EVENT).json()
    answer = desk.patch(f"{EVENT}?dry_run=true", {"when": "2022-01-12", "status": "confirmed"}, "1")

    assert types(one(answer)) == ["status_changed", "rescheduled"]
    assert one(answer)["item"]["when"]["edtf"] == "2022-01-12"
    assert (answer.json()["dry_run"], revision(desk), desk.get(EVENT).json()) == (True, before, was)
    assert (answer.json()["rev"], answer.headers["pourparlers-rev"]) == (before, str(before))
    assert "etag" not in answer.headers


def test_a_dry_run_of_a_thing_of_the_directory_leaves_no_name_behind(desk: Editor) -> None:
    """What was only rehearsed must not be remembered under the number of the next revision."""
    rehearsed = desk.patch("/v1/actors/russia?dry_run=true", {"names": {"en": "Elsewhere"}})
    made = desk.patch("/v1/actors/france", {"names": {"en": "Gaul"}})
    names = [p["actor"]["name"] for p in desk.get(EVENT).json()["participants"]]

    assert (one(rehearsed)["item"]["name"], one(made)["item"]["name"]) == ("Elsewhere", "Gaul")
    assert names == ["Russia", "Gaul"]


@pytest.mark.parametrize(
    ("method", "address", "body"),
    [
        (
            "POST",
            "/v1/events",
            {"kind": "visit", "status": "announced", "title": "V", "when": "2022"},
        ),
        ("POST", "/v1/sources", SECOND),
        ("POST", f"{EVENT}/retract", {}),
        ("POST", f"{EVENT}/merge", {"into": "ev_00000002"}),
        ("POST", "/v1/events/batch", {"operations": [{"retract": "ev_00000001", "version": 1}]}),
    ],
)
def test_a_dry_run_of_anything_leaves_the_record_as_it_is(
    desk: Editor, method: str, address: str, body: Any
) -> None:
    before = revision(desk)
    answer = desk.ask(method, f"{address}?dry_run=true", body, if_match="*")

    assert answer.status_code == 200, answer.text
    assert "location" not in answer.headers or method == "POST"
    assert (revision(desk), desk.get("/v1/drafts").json()["items"]) == (before, [])
    assert desk.get(EVENT).status_code == 200


def test_all_that_is_wrong_is_said_with_pointers_and_suggestions(desk: Editor) -> None:
    body = {"titel": "x", "participants": [{"actor": "Rusia", "role": "partie"}], "status": "hold"}
    answer = desk.patch(EVENT, body)
    faults = refusal(answer, 422)

    assert [pointer for pointer, _ in faults] == [
        "/titel", "/participants/0/actor", "/status", "/participants/0/role",
    ]  # fmt: skip
    suggested = [fault["suggestions"] for fault in answer.json()["errors"]]
    assert [s[0] for s in suggested] == ["title", "russia", "held", "party"]


def test_what_a_body_points_at_must_be_there(desk: Editor) -> None:
    faults = refusal(desk.patch(EVENT, {"sources": ["src_1", "src_9"]}), 422)

    assert [pointer for pointer, _ in faults] == ["/sources/1"]


@pytest.mark.parametrize(
    ("commit", "pointer"),
    [
        ({"nature": "import"}, "/commit/nature"),
        ({"natur": "world"}, "/commit/natur"),
        ({"reason": "x" * 501}, "/commit/reason"),
        ({"source": "src_9"}, "/commit/source"),
        ({"source": 1}, "/commit/source"),
        ("because", "/commit"),
        ({"author": "me"}, "/commit/author"),
    ],
)
def test_a_commit_says_only_what_a_commit_can(desk: Editor, commit: Any, pointer: str) -> None:
    faults = refusal(desk.patch(EVENT, {"kind": "visit", "commit": commit}), 422)

    assert [at for at, _ in faults] == [pointer]


def test_the_source_of_a_commit_is_kept_and_cited(desk: Editor) -> None:
    source = one(desk.post("/v1/sources", SECOND), 201)["id"]
    answer = desk.patch(EVENT, {"kind": "visit", "commit": {"source": source}})

    assert answer.json()["source"] == source
    assert types(one(answer)) == ["corrected", "source_added"]
    assert desk.get(f"{EVENT}/history").json()["items"][-1]["source"] == source


def test_who_commits_is_not_public(desk: Editor) -> None:
    desk.patch(EVENT, {"kind": "visit"})

    assert "desk" not in desk.get(f"{EVENT}?include=history").text.replace("/desk", "")


def test_a_request_sent_again_is_one_commit(desk: Editor) -> None:
    answers = [desk.patch(EVENT, {"kind": "visit"}, "1", idempotency_key="once") for _ in range(2)]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].content == answers[1].content
    assert desk.get(EVENT).json()["version"] == 2


@pytest.mark.parametrize("scope", Scope)
def test_only_publish_opens_what_is_published(app: FastAPI, small: World, scope: Scope) -> None:
    editor = Editor(app, small.url, scope, name=scope)
    answer = editor.patch(EVENT, {"kind": "visit"})

    assert answer.status_code == (200 if scope is Scope.PUBLISH else 403)
