"""The lists for people: the same answers as the interface, said in words, at one revision."""

import re
from typing import Any

import pytest
from sqlalchemy import event as sqlalchemy_event

from tests.http.conftest import Client
from tests.support import stage
from tests.support.readers import FIRST, ids, read


@pytest.mark.parametrize(
    ("accept", "lang"),
    [("fr-CA, en;q=0.5", "fr"), ("de, en;q=0.5", "en"), ("", "en"), ("en;q=0.2, fr", "fr")],
)
def test_the_root_leads_to_the_readers_language(client: Client, accept: str, lang: str) -> None:
    answer = client.get("/?actor=RU", headers={"Accept-Language": accept})

    assert answer.status_code == 302
    assert answer.headers["location"] == f"http://127.0.0.1:8000/{lang}/?actor=RU"
    assert answer.headers["vary"] == "Accept-Language"


def test_when_nothing_is_upcoming_the_latest_month_is_shown(client: Client) -> None:
    english, french = read(client, "/en/"), read(client, "/fr/")

    assert "Nothing is upcoming. The latest month that has events: January 2022." in english.text
    assert "Rien n’est à venir. Le dernier mois qui a des événements : janvier 2022." in french.text
    assert ids(english) == ids(french) == FIRST
    assert "13 janvier 2022" in french.text


def test_what_is_upcoming_comes_first(staged: Client) -> None:
    page = read(staged, "/en/")

    assert "What is next" in page.text
    assert "Nothing is upcoming" not in page.text
    assert set(ids(page)) == {
        stage.TIMED, stage.MOVED, stage.CANCELLED, stage.PROCESS, stage.PART, stage.IMPRECISE,
    }  # fmt: skip


@pytest.mark.parametrize(
    "query",
    [
        "actor=russia", "actor=russia&actor=nato", "date=2099-01", "kind=summit,meeting",
        "q=geneva", "status=-cancelled", "forum=osce", "sort=-changed", "topic=arms",
        "date=2099-02&match=certain", "upcoming=true&actor=russia", "actor=-russia",
        "part_of=ev_00000004",
    ],
)  # fmt: skip
def test_a_page_has_the_events_of_the_interface(staged: Client, query: str) -> None:
    listed = [item["id"] for item in staged.get(f"/v1/events?{query}").json()["items"]]

    assert listed
    assert sorted(ids(read(staged, f"/en/?{query}"))) == sorted(listed)
    assert sorted(ids(read(staged, f"/embed?{query}"))) == sorted(listed)


def test_pages_go_on_where_the_one_before_ended(staged: Client) -> None:
    found, address = [], "/en/?sort=-changed&limit=2"
    while address:
        page = read(staged, address)
        found += ids(page)
        following = [a["href"] for tag, a in page.tags if tag == "a" and a.get("rel") == "next"]
        address = (following[0] or "") if following else ""

    assert sorted(found) == sorted(set(found))
    assert len(found) == 6


def test_a_form_leaves_no_empty_field_in_the_address(client: Client) -> None:
    answer = client.get("/fr/?actor=RU&actor=&forum=&date=+&kind=")

    assert answer.status_code == 303
    assert answer.headers["location"] == "http://127.0.0.1:8000/fr/?actor=RU"


def test_the_form_shows_what_was_asked_and_keeps_the_rest(client: Client) -> None:
    page = read(client, "/en/?actor=RU&actor=US&match=certain&date=2022&kind=visit,consultation")
    fields = [a for tag, a in page.tags if tag == "input"]

    assert [f["value"] for f in fields if f.get("name") == "actor"] == ["RU", "US", ""]
    assert {"type": "hidden", "name": "match", "value": "certain"} in fields
    chosen = [a["value"] for tag, a in page.tags if tag == "option" and "selected" in a]
    assert chosen == ["visit,consultation"]
    assert "Actor: Russia" in page.text


def test_dates_are_never_more_precise_than_known(staged: Client) -> None:
    page = read(staged, "/en/?date=2099")

    assert page.all("section", "id")[:3] == ["m-2099", "m-2099-01", "m-2099-02"]
    assert "2099-02" in page.all("time", "datetime")
    assert not [iso for iso in page.all("time", "datetime") if iso.startswith("2099-01-01")]
    assert "February 2099" in page.text


def test_a_page_is_cached_and_cited_like_any_form(staged: Client) -> None:
    for address in ("/en/?date=2099-01", f"/en/events/{stage.TIMED}", "/en/actors/russia"):
        first = staged.get(address)
        again = staged.get(address, headers={"If-None-Match": first.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert first.headers["cache-control"].startswith("public, max-age=60")
        pinned = re.findall(r'href="([^"]*)" rel="memento"', first.text)[0].replace("&amp;", "&")
        kept = staged.get(pinned.removeprefix("http://127.0.0.1:8000"))
        assert kept.headers["memento-datetime"].endswith("GMT")
        assert "noindex" in kept.text


@pytest.mark.parametrize(
    ("address", "status", "said"),
    [
        ("/en/events/nothing", 404, "There is nothing here"),
        ("/fr/actors/nobody", 404, "Il n’y a rien ici"),
        ("/nowhere", 404, "There is nothing here"),
        (f"/en/events/{stage.WITHDRAWN}", 410, "This was withdrawn"),
        ("/en/?cursor=x", 422, "The filter cannot be read"),
        ("/en/?lanes=x", 422, "forum"),
        ("/en/?tz=Mars/Base&actor=russia", 422, "Time zone"),
        ("/en/?q=%FF", 400, "Something went wrong"),
    ],
)
def test_a_problem_is_a_page_for_people(
    staged: Client, address: str, status: int, said: str
) -> None:
    assert said in read(staged, address, status).text
    told = staged.get(address, headers={"Accept": "application/json"})
    assert told.headers["content-type"] == "application/problem+json"
    assert told.status_code == status


def test_a_name_nobody_knows_leads_to_those_that_are_near(client: Client) -> None:
    page = read(client, "/fr/?actor=RU&actor=Etats-Unix&date=2022", 422)
    links = {a["href"] for tag, a in page.tags if tag == "a"}

    assert "États-Unis" in page.text
    assert "/fr/?actor=RU&actor=united-states&date=2022" in links
    assert "/fr/?actor=RU&date=2022" in links


def test_a_filter_and_what_is_wrong_in_it_are_said_in_the_readers_words(client: Client) -> None:
    asked = read(client, "/fr/?kind=-visit,council_meeting&status=under_way").text
    assert "Genre : −visite, réunion de conseil" in asked
    assert "Statut : en cours" in asked
    # On its way to be removed, and in the form.
    assert asked.count("−visite, réunion de conseil") == 2

    page = read(client, "/fr/?kind=party&status=held,never&actor=xx&date=soon", 422)
    links = {a["href"] for tag, a in page.tags if tag == "a"}
    assert "réunion de conseil" in page.text
    assert "council_meeting" not in page.text
    assert "/fr/?kind=council_meeting&status=held,never&actor=xx&date=soon" in links
    assert "Personne et rien ici ne porte ce nom." in page.text
    assert "Un jour, un mois ou une année" in page.text
    assert "value 0" not in page.text


def test_a_page_of_three_asks_no_more_than_a_page_of_one(staged: Client) -> None:
    assert _selects(staged, "/en/?date=2099&limit=1") == _selects(staged, "/en/?date=2099&limit=3")


def _selects(client: Client, address: str) -> int:
    made: list[str] = []

    def note(_c: Any, _cursor: Any, statement: str, *_: Any) -> None:
        made.append(statement)

    client.get(address)
    reader = client.app.state.service.database.reader
    sqlalchemy_event.listen(reader, "before_cursor_execute", note)
    try:
        assert client.get(address).status_code == 200
    finally:
        sqlalchemy_event.remove(reader, "before_cursor_execute", note)
    return len([s for s in made if s.lstrip().upper().startswith("SELECT")])
