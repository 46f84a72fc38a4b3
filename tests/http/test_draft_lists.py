"""Lists of drafts: the filter of events, its meaning and its pages."""

import pytest

from tests.http.editing import (
    SAID,
    app,
    desk,
    drafted,
    proposed,
    small,
)
from tests.support.editing import Editor
from tests.support.selects import selects

__all__ = ["app", "desk", "small"]

FILTERS: tuple[tuple[str, list[str]], ...] = (
    ("", ["A", "B", "C", "S"]),
    ("?thing=event", ["A", "B", "C"]),
    ("?thing=statement", ["S"]),
    ("?actor=RU", ["A", "C", "S"]),
    ("?actor=russia&actor=france", ["C"]),
    ("?actor=russia,-france", ["A", "S"]),
    ("?date=2022-01", ["A", "S"]),
    ("?date=2022-01&undated=include", ["A", "C", "S"]),
    ("?date=2022-01/2022-02&match=certain", ["A", "B", "S"]),
    ("?kind=visit", ["A", "S"]),
    ("?kind=-visit", ["B", "C"]),
    ("?forum=osce", ["B"]),
    ("?q=grain", ["B"]),
    ("?q=spoke", ["A"]),
    ("?topic=arms&thing=event", ["B"]),
    ("?part_of=ev_00000003", ["C"]),
    ("?place=france", []),
    ("?sort=-date&thing=event", ["B", "A", "C"]),
    ("?sort=-changed&thing=event", ["C", "B", "A"]),
    ("?between=russia,france", ["C"]),
)


@pytest.fixture
def filled(desk: Editor) -> dict[str, str]:
    """Some drafts by the letter of each, one of them of a statement about the first."""
    a = drafted(desk, participants=[{"actor": "RU", "role": "party"}])
    b = drafted(desk, kind="call", when="2022-02-03", forum="group", topics=["arms"],
                title="On grain")  # fmt: skip
    both = [{"actor": name, "role": "party"} for name in ("russia", "france")]
    c = drafted(desk, kind="session", when=None, status="proposed", participants=both,
                part_of="ev_00000003")  # fmt: skip
    about = [{"event": a["item"]["id"], "relation": "comments"}]
    s = desk.post("/v1/statements", {**SAID, "summary": "He spoke of it.", "about": about}).json()
    return {draft["id"]: letter for draft, letter in ((a, "A"), (b, "B"), (c, "C"), (s, "S"))}


@pytest.mark.parametrize(("query", "letters"), FILTERS)
def test_drafts_are_listed_under_the_filter_of_events(
    desk: Editor, filled: dict[str, str], query: str, letters: list[str]
) -> None:
    page = desk.get(f"/v1/drafts{query}").json()
    found = [filled[item["id"]] for item in page["items"]]

    assert found == letters if "sort" in query else sorted(found) == letters
    assert page["query"]["text"]


def test_a_change_that_is_proposed_is_listed_as_it_would_be(desk: Editor) -> None:
    proposed(desk, {"when": "2023-05-05"})

    assert len(desk.get("/v1/drafts?date=2023").json()["items"]) == 1
    assert desk.get("/v1/drafts?date=2022").json()["items"] == []
    assert len(desk.get("/v1/drafts?id=ev_00000001").json()["items"]) == 1


@pytest.mark.parametrize("sort", ["date", "-date", "-changed"])
def test_pages_hold_every_draft_once(desk: Editor, sort: str) -> None:
    for day in ("2022-01-05", "2022-01-03", None, "2022-01-03", "2022"):
        drafted(desk, when=day, status="proposed")
    whole = desk.get(f"/v1/drafts?sort={sort}&count=true").json()
    walked, next_ = [], f"/v1/drafts?sort={sort}&limit=2"
    while next_:
        page = desk.get(next_).json()
        walked += page["items"]
        next_ = page["next"] and page["next"].removeprefix("http://127.0.0.1:8000")

    assert (whole["count"], whole["next"]) == (5, None)
    assert walked == whole["items"]
    other = desk.get(f"/v1/drafts?sort={sort}&limit=2").json()["next"].partition("cursor=")[2]
    assert desk.get(f"/v1/drafts?kind=visit&cursor={other}").status_code == 422


@pytest.mark.parametrize("query", ["as_of=1", "thing=actor", "thing=-event", "kind=vist", "x=1"])
def test_what_is_no_question_is_refused(desk: Editor, query: str) -> None:
    assert desk.get(f"/v1/drafts?{query}").status_code in (200, 422)
    assert desk.get(f"/v1/drafts?{query}").json().get("items", []) == []


def test_many_drafts_take_as_many_statements_as_one(desk: Editor) -> None:
    drafted(desk)
    proposed(desk, {"kind": "visit"})
    few = selects(desk, "/v1/drafts")
    for _ in range(5):
        drafted(desk)
        proposed(desk, {"kind": "call"})

    assert selects(desk, "/v1/drafts") == few
