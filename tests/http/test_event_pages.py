"""The pages of an event, an actor and a forum: what is known, who says so, what changed."""

import re
from dataclasses import replace

import pytest

from app.http import pages
from app.render import json_
from tests.http.conftest import Client
from tests.support import stage
from tests.support.readers import ids, read


def test_hours_are_told_at_the_venue_and_for_the_reader(staged: Client) -> None:
    here = read(staged, f"/en/events/{stage.TIMED}").text
    there = read(staged, f"/en/events/{stage.TIMED}?tz=Europe/London").text
    french = read(staged, f"/fr/events/{stage.TIMED}").text

    assert "10 January 2099, 09:30–17:00 in Geneva (CET)" in here
    assert "10 January 2099, 08:30–16:00 (Europe/London)" in there
    assert "(Genève, CET)" in french


def test_what_is_cancelled_or_moved_is_said_in_words(staged: Client) -> None:
    page = read(staged, "/en/?date=2099-01")
    text = page.text

    assert "Cancelled : Summit" in text.replace("Cancelled: ", "Cancelled : ")
    assert "Moved 12 January 2099" in text
    cancelled = read(staged, f"/en/events/{stage.CANCELLED}").text
    assert "This was cancelled." in cancelled


def test_an_event_tells_what_each_side_says_and_what_changed(staged: Client) -> None:
    text = read(staged, f"/en/events/{stage.TIMED}").text

    assert "The sides contradict each other." in text
    assert "Russia proposes it (1 December 2098)" in text
    assert "France denies it (10 December 2098)" in text
    assert "Lavrov , Minister for Russia · 1 December 2098 Calls the talks useful." in text
    assert "A gazette, Talks announced" in text
    assert "Announced, no longer proposed." in text
    assert "France denies it, where before: does not comment." in text
    assert "we were wrong" in text
    assert "Place: Hall XX, Geneva, France instead of" in text
    assert "Kind corrected. consultation → meeting" in text


def test_the_history_of_a_moved_event_reads_as_sentences(staged: Client) -> None:
    english = read(staged, f"/en/events/{stage.MOVED}").text
    french = read(staged, f"/fr/events/{stage.MOVED}").text

    assert "Moved from 12 January 2099 to 15 January 2099." in english
    assert "Poland joins." in english
    assert "Date modifiée : 15 janvier 2099 au lieu de 12 janvier 2099." in french


def test_a_process_shows_its_parts(staged: Client) -> None:
    assert stage.PART in ids(read(staged, f"/en/events/{stage.PROCESS}"))


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/en/actors/russia", "successor"),
        ("/fr/actors/lavrov", "Exerce Minister"),
        ("/en/forums/group", "Part of Council"),
        ("/en/forums/council", "Below it Group"),
    ],
)
def test_an_actor_and_a_forum_have_their_events(staged: Client, address: str, said: str) -> None:
    page = read(staged, address)

    assert said.lower() in page.text.lower()
    assert ids(page)


def test_a_page_of_the_past_is_as_it_was(staged: Client) -> None:
    before = read(staged, f"/en/events/{stage.MOVED}?as_of=2").text

    assert "12 January 2099" in before
    assert "15 January 2099" not in before
    assert "You see the record as it once was." in before


def test_a_slug_leads_to_the_page_of_its_event(client: Client) -> None:
    answer = client.get("/fr/events/nato-russia-talks-2022-01")

    assert answer.status_code == 301
    assert answer.headers["location"] == "http://127.0.0.1:8000/fr/events/ev_5t1n8r3c"


def test_an_event_carries_schema_org_and_no_text_ends_its_script(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    hostile = b'{"name": "</script><script>alert(1)</script><!-- & "}'
    form = replace(json_.FORM, one=lambda *_: hostile)
    monkeypatch.setitem(pages.OF_ONE, "jsonld", form)

    page = client.get("/en/events/ev_7k2m9q4x").text

    scripts = re.findall(r"<script([^>]*)>(.*?)</script>", page, re.DOTALL)
    assert len(scripts) == 2
    assert scripts[0][0] == ' type="application/ld+json"'
    assert "\\u003c/script\\u003e" in scripts[0][1]
