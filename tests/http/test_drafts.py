"""Drafts: what is not published, and changes that are proposed."""

import pytest
from fastapi import FastAPI

from app.domain.scope import Scope
from tests.http.editing import (
    EVENT,
    NEW,
    SAID,
    SECOND,
    app,
    at,
    desk,
    drafted,
    proposed,
    revision,
    small,
)
from tests.support.editing import Editor, one, refusal, types
from tests.support.world import World

__all__ = ["app", "desk", "small"]


def test_a_new_event_is_a_draft_and_nothing_public_moves(desk: Editor) -> None:
    before = desk.get("/v1/events").content
    answer = desk.post("/v1/events", NEW)
    draft = answer.json()

    assert (answer.status_code, answer.headers["etag"]) == (201, '"1"')
    assert answer.headers["location"].endswith(at(draft))
    assert (draft["thing"], draft["target"], draft["base_version"]) == ("event", None, None)
    assert [change["type"] for change in draft["changes"]] == ["created"]
    assert desk.get("/v1/events").content == before
    assert desk.get(f"/v1/events/{draft['item']['id']}").status_code == 404
    assert desk.get(at(draft)).json() == draft
    assert draft["author"] == "desk"


def test_what_keeps_a_draft_back_is_said(desk: Editor) -> None:
    draft = desk.post("/v1/events", NEW).json()
    assert [obstacle["pointer"] for obstacle in draft["obstacles"]] == ["/sources"]
    assert [p for p, _ in refusal(desk.act(f"{at(draft)}/publish"), 422)] == ["/sources"]

    desk.patch(at(draft), {"sources": ["src_1"]})
    assert desk.get(at(draft)).json()["obstacles"] == []
    assert one(desk.act(f"{at(draft)}/publish"))["version"] == 1


def test_publishing_is_the_commit(desk: Editor) -> None:
    before, draft = revision(desk), drafted(desk, commit={"reason": "Read in a gazette"})
    answer = desk.act(f"{at(draft)}/publish", None, "1")
    made = one(answer)

    assert (types(made), made["id"]) == (["created"], draft["item"]["id"])
    assert (answer.json()["rev"], answer.json()["reason"]) == (before + 1, "Read in a gazette")
    assert made["item"] == desk.get(f"/v1/events/{made['id']}").json()
    assert desk.get(at(draft)).status_code == 404


def test_what_the_publisher_says_counts_before_what_the_author_said(desk: Editor) -> None:
    draft = drafted(desk, commit={"reason": "Mine", "nature": "correction"})
    answer = desk.act(f"{at(draft)}/publish", {"commit": {"reason": "Ours"}})

    assert (answer.json()["reason"], answer.json()["nature"]) == ("Ours", "correction")


def test_a_draft_is_published_by_the_id_of_its_event_too(desk: Editor) -> None:
    draft = drafted(desk)
    assert one(desk.act(f"/v1/events/{draft['item']['id']}/publish", None, "1"))["version"] == 1

    change = proposed(desk, {"kind": "visit"})
    assert one(desk.act(f"{EVENT}/publish"))["item"]["kind"] == "visit"
    assert desk.act(f"{EVENT}/publish").status_code == 404
    assert desk.get(at(change)).status_code == 404


def test_of_several_drafts_one_must_be_named(desk: Editor) -> None:
    drafts = [proposed(desk, {"kind": kind}) for kind in ("visit", "call")]
    answer = desk.act(f"{EVENT}/publish")

    assert answer.status_code == 409
    assert answer.json()["errors"][0]["suggestions"] == [draft["id"] for draft in drafts]


def test_a_change_is_proposed_and_shown(desk: Editor) -> None:
    before = desk.get(EVENT).content
    draft = proposed(desk, {"when": "2022-01-12", "commit": {"reason": "Moved"}})

    assert desk.get(EVENT).content == before
    assert (draft["target"], draft["base_version"]) == ("ev_00000001", 1)
    assert [change["type"] for change in draft["changes"]] == ["rescheduled"]
    assert draft["commit"] == {"reason": "Moved", "source": None, "nature": None}
    assert draft["item"]["when"]["edtf"] == "2022-01-12"
    published = one(desk.act(f"{at(draft)}/publish"))
    assert types(published) == ["rescheduled"]
    assert [f["when"]["edtf"] for f in published["item"]["previous"]] == ["2022-01-10"]


def test_a_draft_is_changed_and_dropped_for_a_version(desk: Editor) -> None:
    draft = drafted(desk)
    changed = desk.patch(at(draft), {"title": "Other", "commit": {"reason": "Why"}}, "1")

    assert (changed.json()["version"], changed.headers["etag"]) == (2, '"2"')
    assert changed.json()["item"]["title"] == "Other"
    assert changed.json()["commit"]["reason"] == "Why"
    for late in (
        desk.patch(at(draft), {"title": "Lost"}, "1"),
        desk.act(f"{at(draft)}/publish", None, "1"),
        desk.ask("DELETE", at(draft), if_match='"1"'),
    ):
        assert late.status_code == 412
    for early in (desk.patch(at(draft), {}, ""), desk.ask("DELETE", at(draft))):
        assert early.status_code == 428
    assert desk.ask("DELETE", at(draft), if_match='"2"').status_code == 204
    assert desk.get(at(draft)).status_code == 404


def test_a_draft_read_can_be_sent_back(desk: Editor) -> None:
    draft = proposed(desk, {"kind": "visit"})
    sent = desk.patch(at(draft), draft["item"], "1").json()

    assert sent["item"] | {"changed_at": None} == draft["item"] | {"changed_at": None}
    assert sent["changes"] == draft["changes"]


def test_a_dry_run_keeps_no_draft(desk: Editor) -> None:
    answer = desk.post("/v1/events?dry_run=true", NEW)

    assert (answer.status_code, answer.json()["item"]["title"]) == (200, "Visit")
    assert desk.get("/v1/drafts").json()["items"] == []


def test_a_draft_sent_again_is_one_draft(desk: Editor) -> None:
    for _ in range(2):
        desk.post("/v1/events", NEW, idempotency_key="once")

    assert len(desk.get("/v1/drafts").json()["items"]) == 1


def test_drafts_point_at_drafts_and_are_published_in_order(desk: Editor) -> None:
    process = drafted(desk, kind="process")
    part = drafted(desk, part_of=process["item"]["id"])
    said = desk.post(
        "/v1/statements",
        {**SAID, "about": [{"event": part["item"]["id"], "relation": "announces"}]},
    ).json()

    assert [obstacle["pointer"] for obstacle in part["obstacles"]] == ["/part_of"]
    assert [obstacle["pointer"] for obstacle in said["obstacles"]] == ["/about/0/event"]
    assert [p for p, _ in refusal(desk.act(f"{at(part)}/publish"), 422)] == ["/part_of"]
    for draft in (process, part, said):
        assert desk.act(f"{at(draft)}/publish").status_code == 200
    assert desk.get(f"/v1/events/{part['item']['id']}").json()["statements"]["count"] == 1


def test_a_change_of_a_statement_is_proposed_too(desk: Editor) -> None:
    made = desk.act(f"{at(desk.post('/v1/statements', SAID).json())}/publish")
    address = f"/v1/statements/{one(made)['id']}"
    draft = desk.patch(f"{address}?draft=true", {"summary": "Dit ainsi.", "lang": "fr"}).json()
    published = one(desk.act(f"{address}/publish"))

    assert draft["thing"] == "statement"
    assert published["item"]["summary"] == "So."
    assert desk.get(f"{address}?lang=fr").json()["summary"] == "Dit ainsi."


@pytest.mark.parametrize("scope", Scope)
def test_each_scope_opens_its_own_part(app: FastAPI, small: World, scope: Scope) -> None:
    whole = Editor(app, small.url)
    draft, editor = drafted(whole), Editor(app, small.url, scope, name=scope)
    answers = {
        Scope.READ_DRAFTS: [editor.get("/v1/drafts"), editor.get(at(draft))],
        Scope.WRITE: [
            editor.post("/v1/events", NEW),
            editor.patch(f"{EVENT}?draft=true", {}),
            editor.patch(at(draft), {}),
        ],
        Scope.PUBLISH: [editor.act(f"{at(draft)}/publish")],
    }

    for wanted, asked in answers.items():
        assert {answer.status_code == 403 for answer in asked} == {wanted is not scope}


def test_what_lacks_what_an_event_needs_is_no_draft(desk: Editor) -> None:
    faults = refusal(desk.post("/v1/events", {"summary": "x", "sources": ["src_1"]}), 422)

    assert {pointer for pointer, _ in faults} == {"/kind", "/status", "/title", "/when"}


def test_held_needs_its_source_when_it_is_published(desk: Editor) -> None:
    change = proposed(desk, {"status": "held"})
    assert [p for p, _ in refusal(desk.act(f"{at(change)}/publish"), 422)] == ["/status"]

    source = one(desk.post("/v1/sources", SECOND), 201)["id"]
    answer = desk.act(f"{at(change)}/publish", {"commit": {"source": source}})
    assert types(one(answer)) == ["source_added", "status_changed"]
