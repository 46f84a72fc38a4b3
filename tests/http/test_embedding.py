"""The page on embedding without a script: what it writes is what the form asks for."""

import re
from collections.abc import Iterator
from html import unescape
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from babel.messages.extract import extract_from_file

from app.render.embedding import LOOK, WEB
from app.render.widget import CURRENT, FOLDER
from tests.http.conftest import Client
from tests.support.payloads import PAYLOADS

TEMPLATE = WEB / "templates" / "embedding.html"
_JINJA = {"trim_blocks": "true", "lstrip_blocks": "true", "newstyle_gettext": "true"}


class Markup(HTMLParser):
    """The tags of a text, with their attributes as a browser reads them."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def of(self, tag: str) -> dict[str, str | None]:
        (found,) = (attributes for name, attributes in self.tags if name == tag)
        return found


def snippet(page: str, name: str) -> str:
    (found,) = re.findall(rf'<code id="{name}">(.*?)</code>', page, re.DOTALL)
    return unescape(found)


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_snippet_is_for_what_is_asked(client: Client, lang: str) -> None:
    asked = {
        "actor": "RU,US",
        "date": "2022-01",
        "q": 'a "b" & <c>',
        "layout": "list",
        "time": "venue",
    }
    page = client.get(f"/{lang}/embedding?{urlencode(asked)}&forum=&unknown=x").text
    element = Markup(snippet(page, "element"))
    widget, script = element.of("pourparlers-timeline"), element.of("script")

    address = urlsplit(widget["src"] or "")
    assert (address.path, dict(parse_qsl(address.query))) == (
        "/v1/events",
        {"actor": "RU,US", "date": "2022-01", "q": 'a "b" & <c>'},
    )
    assert set(widget) == {"lang", "layout", "src"}
    assert (widget["layout"], widget["lang"]) == ("list", lang)
    assert element.of("a")["href"] == (widget["src"] or "").replace("/v1/events", f"/{lang}/")
    assert script["src"] == f"http://127.0.0.1:8000{CURRENT.path}"
    assert (script["integrity"], script["type"]) == (CURRENT.integrity, "module")
    assert "crossorigin" in script
    frame = urlsplit(Markup(snippet(page, "frame")).of("iframe")["src"] or "")
    assert dict(parse_qsl(frame.query)) == {**dict(parse_qsl(address.query)), "lang": lang}


def test_the_preview_is_what_the_snippet_says(client: Client) -> None:
    page = client.get("/en/embedding?actor=RU&theme=dark&lang=fr").text
    shown, told = Markup(page), Markup(snippet(page, "element"))
    own, others = (found.of("pourparlers-timeline") for found in (shown, told))
    assert others["src"] == f"http://127.0.0.1:8000{own['src']}"
    assert {**others, "src": None} == {**own, "src": None}
    form = Markup(page).tags
    assert ("option", {"value": "dark", "selected": None}) in form
    assert ("option", {"value": "fr", "selected": None}) in form


def test_no_field_breaks_out(client: Client) -> None:
    plain = [tag for tag, _ in Markup(client.get("/en/embedding?actor=RU").text).tags]
    for payload in PAYLOADS:
        query = urlencode({"actor": payload, "q": payload, "theme": payload, "lang": payload})
        page = client.get(f"/en/embedding?{query}").text

        assert [tag for tag, _ in Markup(page).tags] == plain
        element, frame = (Markup(snippet(page, name)).tags for name in ("element", "frame"))
        assert [tag for tag, _ in element] == ["script", "pourparlers-timeline", "a"]
        assert [tag for tag, _ in frame] == ["iframe"]


def test_it_is_under_a_strict_policy_and_revalidated(client: Client) -> None:
    answer = client.get("/fr/embedding")
    policy = answer.headers["content-security-policy"]

    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["content-language"] == "fr"
    tags = Markup(answer.text).tags
    assert "style" not in {tag for tag, _ in tags}
    assert all("src" in attributes for tag, attributes in tags if tag == "script")
    assert not [n for _, attributes in tags for n in attributes if n == "style" or n[:2] == "on"]
    etag = {"If-None-Match": answer.headers["etag"]}
    assert client.get("/fr/embedding", headers=etag).status_code == 304
    for name in ("embedding.css", "embedding.js"):
        assert client.get(f"/{name}").text == (WEB / "static" / name).read_text(encoding="utf-8")


def test_it_names_what_can_be_set(client: Client) -> None:
    page = client.get("/en/embedding").text
    source = "".join(file.read_text(encoding="utf-8") for file in FOLDER.glob("*.js"))
    properties = set(re.findall(r"var\((--pourparlers-\w+)", source))
    assert [name for name in properties if f"{name}:" not in page] == []
    for attribute in ("src", "lang", "refresh", *LOOK):
        assert f"<dt><code>{attribute}</code></dt>" in page


def messages() -> Iterator[str]:
    found = extract_from_file("jinja2.ext:babel_extract", str(TEMPLATE), options=_JINJA)
    yield from (str(message) for _, message, _, _ in found)


def test_kinds_and_statuses_are_offered_with_the_readers_words(client: Client) -> None:
    page = client.get("/fr/embedding").text

    assert '<option value="council_meeting">réunion de conseil</option>' in page
    assert '<option value="under_way">en cours</option>' in page


def test_every_message_is_said(client: Client) -> None:
    wanted = {*messages(), "Events at Pourparlers"}

    assert len(wanted) > 40
    english = client.get("/en/embedding").text
    assert [text for text in wanted if "%" not in text and text not in unescape(english)] == []


def test_the_page_itself_is_nothing_to_embed(client: Client) -> None:
    answer = client.get("/oembed", params={"url": "http://127.0.0.1:8000/en/embedding"})
    assert answer.status_code == 404
