"""oEmbed, as consumers ask it: our own pages become a frame, and nobody else's."""

import re
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit
from xml.etree import ElementTree as ET

import pytest

from app.domain.things import Thing
from app.http.oembed import PARAMETERS
from app.http.ours import shown
from app.main import create_app
from app.render.oembed import FORMATS, Card, discovery
from tests.http.conftest import Client
from tests.support.live import settings_for
from tests.support.payloads import PAYLOADS
from tests.support.world import World, event

BASE = "http://127.0.0.1:8000"
EVENT = "ev_7k2m9q4x"
SLUG = "ru-us-consultations-geneva-2022-01"


def asked(client: Client, page: str, **more: Any) -> Any:
    answer = client.get("/oembed", params={"url": page, **more})
    assert answer.status_code == 200, answer.text
    return answer.json()


def framed(answer: Any) -> tuple[str, dict[str, str]]:
    """The path and the query of the frame's address."""
    (address,) = re.findall(r'^<iframe src="([^"]*)"', answer["html"])
    parts = urlsplit(unescape(address))
    assert f"{parts.scheme}://{parts.netloc}" == BASE
    return parts.path, dict(parse_qsl(parts.query, strict_parsing=True))


@pytest.mark.parametrize(
    ("page", "query"),
    [
        ("/", {"lang": "en"}),
        ("", {"lang": "en"}),
        ("/fr/", {"lang": "fr"}),
        ("/fr", {"lang": "fr"}),
        (
            "/en/?actor=RU&date=2022-01&lanes=forum",
            {"actor": "RU", "date": "2022-01", "lang": "en"},
        ),
        (f"/fr/events/{EVENT}", {"id": EVENT, "lang": "fr"}),
        (f"/fr/events/{EVENT}?actor=nobody&as_of=2", {"id": EVENT, "as_of": "2", "lang": "fr"}),
        (f"/en/events/{SLUG}", {"id": SLUG, "lang": "en"}),
        ("/en/actors/russia?date=2022", {"actor": "russia", "date": "2022", "lang": "en"}),
        ("/fr/forums/nato-russia-talks", {"forum": "nato-russia-talks", "lang": "fr"}),
        ("/embed?actor=RU&lang=fr", {"actor": "RU", "lang": "fr"}),
        ("/v1/events?actor=RU&limit=5&count=true", {"actor": "RU", "limit": "5", "lang": "en"}),
        ("/v1/events.csv?place=CH", {"place": "CH", "lang": "en"}),
        (f"/v1/events/{EVENT}.svg?width=400", {"id": EVENT, "lang": "en"}),
        ("/en/?q=a%26b%3D%22c%22", {"q": 'a&b="c"', "lang": "en"}),
    ],
)
def test_a_page_of_ours_is_framed_with_its_filter(
    client: Client, page: str, query: dict[str, str]
) -> None:
    assert framed(asked(client, BASE + page)) == ("/embed", query)


@pytest.mark.parametrize(
    "page",
    [
        "https://elsewhere.example/en/", f"{BASE}0/en/", f"{BASE}@elsewhere.example/en/",
        "http://127.0.0.1:8001/en/", "//127.0.0.1:8000/en/", "ftp://127.0.0.1:8000/en/",
        "javascript:alert(1)", "http://[", "no address", f"{BASE}/docs", f"{BASE}/de/",
        f"{BASE}/en/embedding", f"{BASE}/v1/actors", f"{BASE}/v1/events/counts?by=year",
        f"{BASE}/v1/events/diff?a=1", f"{BASE}/en/events/ev_00000000", f"{BASE}/en/events/../..",
        f"{BASE}/en/?actor=nobody-knows-this", f"{BASE}/en/?date=2022-13", f"{BASE}/en/?q=%FF",
        f"{BASE}/en/?q=%00", f"{BASE}/en/?as_of=99999", f"{BASE}//en/", f"{BASE}/en/?limit=0",
    ],
)  # fmt: skip
def test_what_is_not_there_is_not_found(client: Client, page: str) -> None:
    answer = client.get("/oembed", params={"url": page})
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"


def test_the_answer_is_as_the_protocol_has_it(client: Client) -> None:
    answer = client.get("/oembed", params={"url": f"{BASE}/fr/events/{EVENT}"})
    card = answer.json()

    assert answer.headers["content-type"] == "application/json"
    assert (card["type"], card["version"], card["provider_url"]) == ("rich", "1.0", f"{BASE}/")
    assert card["title"] == "Consultations bilatérales russo-américaines à Genève"
    assert asked(client, f"{BASE}/en/?actor=RU")["title"] == "Pourparlers: with Russia"
    assert asked(client, f"{BASE}/fr/?actor=RU")["title"] == "Pourparlers : avec Russie"
    # Without a filter the frame shows what the front does, and not all events.
    assert asked(client, f"{BASE}/fr/?tz=Europe/Paris")["title"] == "Pourparlers : Ce qui vient"
    assert asked(client, f"{BASE}/en/?sort=date")["title"] == "Pourparlers: all events"
    assert 'sandbox="allow-scripts ' in card["html"]
    assert "allow-top-navigation" not in card["html"]
    again = client.get(
        "/oembed",
        params={"url": f"{BASE}/fr/events/{EVENT}"},
        headers={"If-None-Match": answer.headers["etag"]},
    )
    assert again.status_code == 304


@pytest.mark.parametrize(
    ("asked_for", "given"), [({}, (640, 480)), ({"maxwidth": 300}, (300, 480)),
                             ({"maxwidth": 9999, "maxheight": 100}, (640, 100))],
)  # fmt: skip
def test_it_is_no_larger_than_asked(
    client: Client, asked_for: dict[str, int], given: tuple[int, int]
) -> None:
    card = asked(client, f"{BASE}/en/", **asked_for)
    assert (card["width"], card["height"]) == given
    assert f'width="{given[0]}" height="{given[1]}"' in card["html"]


@pytest.mark.parametrize(
    ("parameters", "status"),
    [
        ({}, 422), ({"url": ""}, 422), ({"url": f"{BASE}/", "maxwidth": "wide"}, 422),
        ({"url": f"{BASE}/", "maxheight": "0"}, 422), ({"url": f"{BASE}/", "maxwidth": "-1"}, 422),
        ({"url": f"{BASE}/", "format": "yaml"}, 501), ({"url": f"{BASE}/", "format": "JSON"}, 501),
        ({"url": [f"{BASE}/", f"{BASE}/"]}, 422),
        # What consumers add of their own is no mistake.
        ({"url": f"{BASE}/", "dnt": "1", "callback": "x"}, 200),
    ],
)  # fmt: skip
def test_a_question_is_answered_by_its_status(
    client: Client, parameters: dict[str, str], status: int
) -> None:
    assert client.get("/oembed", params=parameters).status_code == status


def test_xml_says_the_same_as_json(client: Client) -> None:
    page = f"{BASE}/fr/?q=%22%3Ctalks+%26+gas%3E%27&actor=RU"
    answer = client.get("/oembed", params={"url": page, "format": "xml"})

    assert answer.headers["content-type"] == "text/xml; charset=utf-8"
    found = {member.tag: member.text for member in ET.fromstring(answer.content)}  # noqa: S314
    assert found == {name: str(value) for name, value in asked(client, page).items()}


def test_no_title_breaks_out() -> None:
    for payload in PAYLOADS:
        card = Card(BASE, f"{BASE}/embed?q={payload}", payload)
        members = ET.fromstring(FORMATS["xml"].render(card))  # noqa: S314
        html = members.findtext("html") or ""

        assert members.findtext("title") == payload
        assert re.fullmatch(r'<iframe( [a-z]+="[^"<>]*")+></iframe>', html)


def test_a_title_of_the_record_is_escaped_once(database_url: str) -> None:
    world = World(database_url)
    world.begin()
    world.put(Thing.EVENT, event(1, title={"en": PAYLOADS[1]}))
    world.close()
    app = create_app(settings_for(database_url))
    card = asked(Client(app), f"{BASE}/en/events/ev_00000001")
    app.state.service.database.close()

    assert card["title"] == PAYLOADS[1]
    assert "&lt;img src=x onerror=alert(1)&gt;" in card["html"]


def test_a_page_below_a_path_is_ours_only_there() -> None:
    base = "https://example.org/talks"
    assert shown("http://EXAMPLE.org/talks/fr/", base) == ((("lang", "fr"),), None)
    assert shown("https://example.org/fr/", base) is None
    assert shown("https://example.org/talksfr/", base) is None


def test_discovery_leads_back(client: Client) -> None:
    page = f"{BASE}/en/?actor=RU&q=a%26b"
    json, xml = discovery(BASE, page)
    assert (json.media_type, xml.media_type) == ("application/json+oembed", "text/xml+oembed")
    for link in (json, xml):
        answer = client.get(link.href.removeprefix(BASE))
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith(link.media_type.removesuffix("+oembed"))
    assert client.get(json.href.removeprefix(BASE)).json() == asked(client, page)


def test_its_parameters_are_documented() -> None:
    text = (Path(__file__).parents[2] / "docs" / "embedding.md").read_text(encoding="utf-8")
    assert [name for name in PARAMETERS if f"| `{name}` |" not in text] == []
