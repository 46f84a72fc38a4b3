"""What pages give to others: links, other forms, feeds, frames, files; and what they keep."""

import re

import pytest

from app.main import create_app
from app.render.forms import FORMS
from tests.http.conftest import Client
from tests.support.live import settings_for
from tests.support.readers import BASE, FIRST, HTML, Reader, ids, read


def test_pages_keep_to_themselves(client: Client) -> None:
    headers = client.get("/en/").headers

    assert "default-src 'none'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert headers["x-content-type-options"] == "nosniff"


def test_what_the_head_links_to_is_there(client: Client) -> None:
    page = read(client, "/fr/?date=2022-01")
    alternates = [a for tag, a in page.tags if tag == "link" and a.get("rel") == "alternate"]
    forms = {
        a["type"]: a["href"] for a in alternates if "oembed" not in (a.get("type") or "oembed")
    }

    assert {a.get("hreflang") for a in alternates} >= {"en", "fr"}
    assert forms.keys() == {form.media_type.partition(";")[0] for form in FORMS.values()}
    for address in forms.values():
        assert address
        answer = client.get(address.removeprefix("http://127.0.0.1:8000"))
        assert answer.status_code == 200, address
    metas = {a.get("property"): a.get("content") for tag, a in page.tags if tag == "meta"}
    assert metas["og:title"] == "Janvier 2022"
    assert metas["og:image"] == "http://127.0.0.1:8000/v1/events.png?date=2022-01&lang=fr"


def test_forms_are_called_as_their_makers_call_them(client: Client) -> None:
    told = "JSON", "CSV", "iCalendar", "JSCalendar", "Atom", "JSON Feed", "JSON-LD", "GeoJSON"
    shouted = {"ICS", "JSCALENDAR", "ATOM", "JSONFEED", "JSONLD", "GEOJSON", "PARQUET"}
    for address in ("/fr/", "/en/events/ev_7k2m9q4x"):
        page = read(client, address)
        titles = {a.get("title") for tag, a in page.tags if tag == "link"}
        assert not shouted & {*page.texts, *titles}
    assert {*read(client, "/fr/").texts}.issuperset(told)


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


def test_a_page_leads_to_the_one_on_embedding_and_to_oembed(client: Client) -> None:
    page = read(client, "/fr/?actor=RU")
    formats = {a.get("type"): a["href"] for _, a in page.tags if "oembed" in (a.get("type") or "")}

    assert formats.keys() == {"application/json+oembed", "text/xml+oembed"}
    for href in formats.values():
        assert href is not None
        answer = client.get(href.removeprefix(BASE))
        assert answer.status_code == 200
        assert "/embed?actor=RU" in answer.text
    assert "/fr/embedding" in page.all("a", "href")


def test_subscriptions_begin_with_last_month(client: Client) -> None:
    page = read(client, "/en/?actor=RU")
    (webcal,) = (href for href in page.all("a", "href") if href.startswith("webcal:"))

    assert re.fullmatch(
        r"webcal://127\.0\.0\.1:8000/v1/events\.ics\?actor=RU&lang=en&date=\d{4}-\d\d-01/\.\.",
        webcal,
    )


def test_what_is_taken_from_the_front_goes_on_with_it(client: Client, staged: Client) -> None:
    """Not with the month that it shows while nothing is upcoming."""
    assert "Rien n’est à venir" in read(client, "/fr/").text
    assert "Rien n’est à venir" not in read(staged, "/fr/").text
    for record in (client, staged):
        _goes_on(read(record, "/fr/"))


def _goes_on(page: Reader) -> None:
    links = [a for tag, a in page.tags if tag == "link"]
    hrefs = {a.get("hreflang") or a.get("type") or a["rel"]: a["href"] for a in links}
    (snippet,) = (text for text in page.texts if text.startswith("<iframe"))
    (webcal,) = (href for href in page.all("a", "href") if href.startswith("webcal:"))

    assert hrefs["canonical"] == hrefs["fr"] == f"{BASE}/fr/"
    assert hrefs["en"] == f"{BASE}/en/"
    assert hrefs["application/atom+xml"] == f"{BASE}/v1/events.atom?lang=fr"
    assert hrefs["application/feed+json"] == f"{BASE}/v1/events.jsonfeed?lang=fr"
    assert str(hrefs["application/json+oembed"]).endswith("fr%2F&format=json")
    assert Reader(snippet).all("iframe", "src") == [f"{BASE}/embed?lang=fr"]
    assert Reader(snippet).all("iframe", "title") == ["Ce qui vient"]
    assert re.search(r"events\.ics\?lang=fr&date=\d{4}-\d\d-01/\.\.$", webcal)
    assert f"{BASE}/v1/changes.atom?lang=fr" in page.all("a", "href")


def test_the_snippet_is_what_a_page_can_hold(client: Client) -> None:
    page = read(client, '/en/?q="><b>x')
    (snippet,) = (text for text in page.texts if text.startswith("<iframe"))
    frame = Reader(snippet)

    assert [tag for tag, _ in frame.tags] == ["iframe", "script"]
    assert frame.all("iframe", "src") == ["http://127.0.0.1:8000/embed?q=%22%3E%3Cb%3Ex&lang=en"]


def test_a_frame_is_the_same_wherever_it_is_taken_from(client: Client) -> None:
    """From a page, the playground and oEmbed: but for its size, and what it is called."""
    page = read(client, "/en/?actor=RU&date=2022-01")
    playground = read(client, "/en/embedding")
    told = client.get("/oembed", params={"url": f"{BASE}/en/?actor=RU&date=2022-01"}).json()
    snippets = [t for p in (page, playground) for t in p.texts if t.startswith("<iframe")]
    frames = [Reader(s).tags[0][1] for s in (*snippets, told["html"])]

    assert len(frames) == 3
    assert len({tuple(sorted({**f, "width": "", "title": ""}.items())) for f in frames}) == 1
    assert frames[0]["style"] == "border:0;max-width:100%"


def test_who_may_frame_a_list_is_a_setting(client: Client, url: str) -> None:
    assert "frame-ancestors *" in client.get("/embed").headers["content-security-policy"]
    settings = settings_for(url).model_copy(
        update={"frame_ancestors": "https://news.example 'self'"}
    )
    app = create_app(settings)
    policy = Client(app).get("/embed?actor=RU").headers["content-security-policy"]
    app.state.service.database.close()

    assert policy.endswith("frame-ancestors https://news.example 'self'")


def test_the_embed_speaks_one_language_at_a_time(client: Client) -> None:
    """We speak no German: names that we know in it would stand between English words."""
    german, english = read(client, "/embed?lang=de"), read(client, "/embed?lang=en")

    assert german.text == english.text
    assert "Geneva, Switzerland" in german.text
    assert client.get("/embed?lang=de").headers["content-language"] == "en"


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
