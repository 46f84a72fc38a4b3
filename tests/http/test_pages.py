"""The pages for people: the same answers as the interface, said in words, at one revision."""

import re
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

import pytest
from sqlalchemy import event as sqlalchemy_event

from app.http import pages
from app.main import create_app
from app.render import json_
from app.render.forms import FORMS
from tests.http.conftest import Client
from tests.support import stage
from tests.support.databases import SqliteTemplate
from tests.support.live import settings_for

FIRST = ["ev_3d8f1w6p", "ev_7k2m9q4x", "ev_5t1n8r3c", "ev_9b4h6z2v"]
BASE = "http://127.0.0.1:8000"
HTML = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


@pytest.fixture(scope="module")
def staged(request: pytest.FixtureRequest, tmp_path_factory: Any, kind: str) -> Iterator[Client]:
    """The record in which everything has happened, which no test writes to."""
    with ExitStack() as stack:
        template = request.getfixturevalue(f"{kind}_template")
        if isinstance(template, SqliteTemplate):
            url = template.copy(tmp_path_factory.mktemp("stage") / "record.db")
        else:
            url = stack.enter_context(template.copy())
        stage.set_up(url)
        app = create_app(settings_for(url))
        yield Client(app)
        app.state.service.database.close()


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


class Reader(HTMLParser):
    """What of a page its reader sees, and where it leads."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self._hidden = 0
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._hidden += tag in ("script", "style")

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in ("script", "style")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.texts.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.texts).split())

    def all(self, tag: str, name: str) -> list[str]:
        found = (attributes.get(name) for other, attributes in self.tags if other == tag)
        return [value for value in found if value is not None]


def read(client: Client, address: str, status: int = 200, **headers: str) -> Reader:
    answer = client.get(address, headers={**HTML, **headers})
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    return Reader(answer.text)


def ids(page: Reader) -> list[str]:
    return page.all("article", "id")


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


def test_a_page_of_the_past_is_as_it_was(staged: Client) -> None:
    before = read(staged, f"/en/events/{stage.MOVED}?as_of=2").text

    assert "12 January 2099" in before
    assert "15 January 2099" not in before
    assert "You see the record as it once was." in before


def test_pages_keep_to_themselves(client: Client) -> None:
    headers = client.get("/en/").headers

    assert "default-src 'none'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert headers["x-content-type-options"] == "nosniff"


def test_a_slug_leads_to_the_page_of_its_event(client: Client) -> None:
    answer = client.get("/fr/events/nato-russia-talks-2022-01")

    assert answer.status_code == 301
    assert answer.headers["location"] == "http://127.0.0.1:8000/fr/events/ev_5t1n8r3c"


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


def test_what_the_head_links_to_is_there(client: Client) -> None:
    page = read(client, "/fr/?date=2022-01")
    alternates = [a for tag, a in page.tags if tag == "link" and a.get("rel") == "alternate"]
    forms = {a["type"]: a["href"] for a in alternates if "type" in a}

    assert {a.get("hreflang") for a in alternates} >= {"en", "fr"}
    assert forms.keys() == {form.media_type.partition(";")[0] for form in FORMS.values()}
    for address in forms.values():
        assert address
        answer = client.get(address.removeprefix("http://127.0.0.1:8000"))
        assert answer.status_code == 200, address
    metas = {a.get("property"): a.get("content") for tag, a in page.tags if tag == "meta"}
    assert metas["og:title"] == "Janvier 2022"
    assert metas["og:image"] == "http://127.0.0.1:8000/v1/events.png?date=2022-01&lang=fr"


@pytest.mark.parametrize(
    "address",
    [
        "/en/",
        "/fr/?actor=RU&date=2022",
        "/en/events/ev_3d8f1w6p",
        "/fr/events/ev_9b4h6z2v",
        "/en/actors/zbigniew-rau",
        "/fr/forums/osce-permanent-council",
        "/embed",
    ],
)
def test_every_link_leads_somewhere(client: Client, address: str) -> None:
    hrefs = {href.removeprefix(BASE) for href in read(client, address).all("a", "href")}
    ours = [href for href in hrefs if href.startswith("/")]

    assert len(ours) > 5
    for href in ours:
        assert client.get(href, headers=HTML).status_code == 200, href


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


def test_the_page_on_embedding_and_oembed_are_linked_once_they_are_there(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "oembed" not in client.get("/fr/").text
    monkeypatch.setattr(pages, "EMBEDDING", True)
    page = read(client, "/fr/?actor=RU")

    (oembed,) = (a for _, a in page.tags if a.get("type") == "application/json+oembed")
    assert oembed["href"] == f"{BASE}/oembed?url=http://127.0.0.1:8000/fr/%3Factor%3DRU&format=json"
    assert "/fr/embedding" in page.all("a", "href")


def test_subscriptions_begin_with_last_month(client: Client) -> None:
    page = read(client, "/en/?actor=RU")
    (webcal,) = (href for href in page.all("a", "href") if href.startswith("webcal:"))

    assert re.fullmatch(
        r"webcal://127\.0\.0\.1:8000/v1/events\.ics\?actor=RU&lang=en&date=\d{4}-\d\d-01/\.\.",
        webcal,
    )


def test_the_snippet_is_what_a_page_can_hold(client: Client) -> None:
    page = read(client, '/en/?q="><b>x')
    (snippet,) = (text for text in page.texts if text.startswith("<iframe"))
    frame = Reader(snippet)

    assert [tag for tag, _ in frame.tags] == ["iframe", "script"]
    assert frame.all("iframe", "src") == ["http://127.0.0.1:8000/embed?q=%22%3E%3Cb%3Ex&lang=en"]


def test_who_may_frame_a_list_is_a_setting(client: Client, url: str) -> None:
    assert "frame-ancestors *" in client.get("/embed").headers["content-security-policy"]
    settings = settings_for(url).model_copy(
        update={"frame_ancestors": "https://news.example 'self'"}
    )
    app = create_app(settings)
    policy = Client(app).get("/embed?actor=RU").headers["content-security-policy"]
    app.state.service.database.close()

    assert policy.endswith("frame-ancestors https://news.example 'self'")


def test_the_embed_shows_what_the_front_shows(client: Client) -> None:
    page = read(client, "/embed?lang=fr&theme=dark")

    assert ids(page) == FIRST
    assert page.tags[0] == ("html", {"lang": "fr", "class": "dark"})
    assert "http://127.0.0.1:8000/fr/?date=2022-01" in page.all("a", "href")
    assert client.get("/embed?theme=pink").status_code == 422


def test_the_script_for_frames_keeps_its_address_and_is_asked_for_again(client: Client) -> None:
    first = client.get("/embed.js")
    again = client.get("/embed.js", headers={"If-None-Match": first.headers["etag"]})

    assert first.headers["content-type"].startswith("text/javascript")
    assert again.status_code == 304


def test_styles_and_scripts_never_change_under_their_address(client: Client) -> None:
    page = read(client, "/en/")
    files = [
        *page.all("script", "src"),
        *(
            a["href"]
            for tag, a in page.tags
            if tag == "link" and a["rel"] in ("stylesheet", "icon")
        ),
    ]

    assert len(files) == 3
    for file in files:
        assert file
        assert client.get(file).headers["cache-control"] == "public, max-age=31536000, immutable"
    assert client.get("/static/site-0000000000000000.css").status_code == 404
    assert client.get("/static/..%2Fsite.css").status_code == 404


def test_html_is_a_form_for_browsers_at_the_address_of_the_list(client: Client) -> None:
    answer = client.get("/v1/events?date=2022-01", headers={"Accept": "text/html"})
    one = client.get("/v1/events/ev_7k2m9q4x.html?lang=fr")

    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert len(ids(Reader(answer.text))) == 4
    assert "Consultations bilatérales russo-américaines à Genève" in one.text
    assert 'href="http://127.0.0.1:8000/fr/events/ev_7k2m9q4x"' in one.text


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
