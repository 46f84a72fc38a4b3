"""HTTP as clients and caches expect it: validators, negotiation, links, errors, shapes."""

import csv
import io
import json
from collections.abc import Mapping
from itertools import pairwise

import pytest

from app.errors import AppError
from app.http import shapes
from app.render.columns import COLUMNS
from app.render.counts import COUNT_FORMS
from app.render.form import Typed
from app.render.forms import FORMS
from app.render.slips import SLIP_FORMS
from app.store import events
from tests.http.conftest import Client

LISTS = ("events", "actors", "forums", "topics", "statements", "sources")


@pytest.mark.parametrize("path", LISTS)
def test_each_list_has_its_shape_and_its_items_have_addresses(client: Client, path: str) -> None:
    title = path.removesuffix("s").title()
    page = client.get(f"/v1/{path}?limit=5")
    item = page.json()["items"][0]
    one = client.get(f"/v1/{path}/{item['id']}")

    shapes.PUBLIC[f"{title}Page"].model_validate_json(page.content, strict=False)
    shapes.PUBLIC[title].model_validate_json(one.content)
    assert one.json() == item


def test_the_full_forms_have_their_shape_too(client: Client) -> None:
    page = client.get("/v1/events?include=statements,sources,history&via=members&actor=nato")
    history = client.get("/v1/events/ev_7k2m9q4x/history")
    names = client.get("/v1/actors/russia?include=names")

    shapes.EventPage.model_validate_json(page.content)
    shapes.EventHistory.model_validate_json(history.content)
    assert len(shapes.Actor.model_validate_json(names.content).names) > 150


@pytest.mark.parametrize(
    "address",
    ["/v1/events", "/v1/events/ev_7k2m9q4x", "/v1/events.csv", "/v1/actors", "/v1/events.ndjson"],
)
def test_who_has_these_bytes_is_told_so(client: Client, address: str) -> None:
    first = client.get(address)
    tag = first.headers["etag"]
    again = client.get(address, headers={"If-None-Match": f'"other", W/{tag}'})

    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == tag
    assert client.get(address, headers={"If-None-Match": '"other"'}).status_code == 200


def test_the_tag_of_one_thing_begins_with_its_version(client: Client) -> None:
    assert client.get("/v1/events/ev_7k2m9q4x").headers["etag"].startswith('"1.')


@pytest.mark.parametrize(
    "address", ["/v1/events", "/v1/events.csv", "/v1/topics", "/live", "/docs"]
)
def test_head_is_get_without_a_body(client: Client, address: str) -> None:
    got, head = client.get(address), client.request("HEAD", address)

    assert (head.status_code, head.content) == (200, b"")
    assert head.headers.get("etag") == got.headers.get("etag")


def test_every_answer_may_be_read_from_any_origin_and_cached(client: Client) -> None:
    headers = client.get("/v1/events").headers

    assert headers["access-control-allow-origin"] == "*"
    assert "ETag" in headers["access-control-expose-headers"]
    assert headers["vary"] == "Accept, Accept-Language, Accept-Encoding"
    assert headers["cache-control"].startswith("public, max-age=")
    assert headers["pourparlers-rev"] == "2"


def test_a_page_of_another_origin_may_read_and_not_write(client: Client) -> None:
    asked = client.request("OPTIONS", "/v1/events").headers

    assert asked["access-control-allow-methods"] == "GET, HEAD, OPTIONS"
    assert "Authorization" not in asked["access-control-allow-headers"]


def test_links_come_from_the_settings_never_from_the_request(client: Client) -> None:
    answer = client.get("/v1/events?limit=2", headers={"Host": "evil.example"})

    assert "evil.example" not in answer.text + str(answer.headers)
    assert answer.json()["next"].startswith("http://127.0.0.1:8000/v1/events?limit=2&cursor=")
    assert f'<{answer.json()["next"]}>; rel="next"' in answer.headers["link"]


def test_memento_by_link_and_by_date(client: Client) -> None:
    answer = client.get("/v1/events?actor=RU")
    pinned = "http://127.0.0.1:8000/v1/events?actor=RU&as_of=2"
    early = {"Accept-Datetime": "Mon, 01 Jan 2001 00:00:00 GMT"}
    late = {"Accept-Datetime": "Thu, 01 Jan 2099 00:00:00 GMT"}

    assert f'<{pinned}>; rel="memento"' in answer.headers["link"]
    assert client.get(pinned).headers["memento-datetime"].endswith("GMT")
    assert client.get("/v1/events", headers=early).status_code == 422
    assert client.get("/v1/events", headers=late).status_code == 200


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("*/*", "application/json"),
        ("text/csv", "text/csv; charset=utf-8"),
        ("application/json;q=0.5, application/x-ndjson", "application/x-ndjson"),
        ("text/x-nothing, text/*;q=0.4", "text/csv; charset=utf-8"),
        ("text/html, */*;q=0.8", "text/html; charset=utf-8"),
        ("application/json;q=0, */*;q=0.1", "application/x-ndjson"),
        ("application/json;q=0.1, */*;q=0.9", "application/x-ndjson"),
        ("*/*, application/*;q=0", "text/csv; charset=utf-8"),
        ("text/csv;q=0.8, application/geo+json;q=0.9", "application/geo+json"),
        ("application/feed+json, application/atom+xml", "application/feed+json"),
    ],
)
def test_the_form_is_the_one_liked_best(client: Client, accept: str, media_type: str) -> None:
    answer = client.get("/v1/events", headers={"Accept": accept})

    assert answer.headers["content-type"] == media_type


def test_a_form_that_is_not_served_is_406_with_a_list(client: Client) -> None:
    for accept in ("application/pdf", "application/pdf, */*;q=0"):
        answer = client.get("/v1/events", headers={"Accept": accept})

        assert answer.status_code == 406
        assert [f for f in FORMS.values() if _type(f) not in answer.json()["detail"]] == []


@pytest.mark.parametrize(
    ("address", "forms"),
    [
        ("/v1/events", FORMS),
        *((f"/v1/events.{suffix}", FORMS) for suffix in FORMS),
        ("/v1/events/ev_7k2m9q4x", {s: f for s, f in FORMS.items() if f.one}),
        ("/v1/events/counts", COUNT_FORMS),
        ("/v1/events/counts.csv", COUNT_FORMS),
        ("/v1/events/slips", SLIP_FORMS),
    ],
)
def test_a_list_leads_to_itself_in_every_form(
    client: Client, address: str, forms: Mapping[str, Typed]
) -> None:
    query = "by=month&lang=fr" if "counts" in address or "slips" in address else "lang=fr"
    links = client.get(f"{address}?{query}").headers["link"].split(", ")

    plain = address.partition(".")[0]
    assert [link for link in links if 'rel="alternate"' in link] == [
        f'<http://127.0.0.1:8000{plain}.{suffix}?{query}>; rel="alternate"; type="{_type(form)}"'
        for suffix, form in forms.items()
    ]


def _type(form: Typed) -> str:
    return form.media_type.partition(";")[0]


@pytest.mark.parametrize(
    ("query", "header", "title", "lang"),
    [
        ("", "", "Russia–US bilateral consultations in Geneva", "en"),
        ("?lang=fr", "de", "Consultations bilatérales russo-américaines à Genève", "fr"),
        ("", "fr-CA, en;q=0.5", "Consultations bilatérales russo-américaines à Genève", "fr"),
        ("?lang=de", "fr", "Russia–US bilateral consultations in Geneva", "en"),
    ],
)
def test_the_item_says_which_language_it_got(
    client: Client, query: str, header: str, title: str, lang: str
) -> None:
    headers = {"Accept-Language": header} if header else {}
    item = client.get(f"/v1/events/ev_7k2m9q4x{query}", headers=headers).json()

    assert (item["title"], item["lang"]) == (title, lang)


def test_dates_are_as_precise_as_the_announcement(client: Client) -> None:
    french = client.get("/v1/events?lang=fr").json()["items"]

    assert [item["when"]["text"] for item in french[:2]] == ["janvier 2022", "10 janvier 2022"]
    assert french[0]["when"]["precision"] == "month"
    assert french[1]["when"]["starts_at"] is None


def test_a_slug_redirects_to_the_id(client: Client) -> None:
    answer = client.get("/v1/events/ru-us-consultations-geneva-2022-01?lang=fr")

    assert answer.status_code == 301
    assert answer.headers["location"] == "http://127.0.0.1:8000/v1/events/ev_7k2m9q4x?lang=fr"


@pytest.mark.parametrize(
    ("method", "address", "status", "code"),
    [
        ("GET", "/v1/nothing", 404, "not-found"),
        ("GET", "/v1/events/ev_00000000", 404, "not-found"),
        ("GET", "/v1/events/no-such-slug", 404, "not-found"),
        ("GET", "/v1/actors/%00", 404, "not-found"),
        ("GET", "/v1/actors/russia?include=everything", 422, "invalid-query"),
        ("GET", "/v1/actors?kind=contry", 422, "invalid-query"),
        ("GET", "/v1/forums?kind=person", 422, "invalid-query"),
        ("PUT", "/v1/events", 405, "method-not-allowed"),
        ("DELETE", "/v1/events/ev_7k2m9q4x", 405, "method-not-allowed"),
    ],
)
def test_every_error_is_a_problem(
    client: Client, method: str, address: str, status: int, code: str
) -> None:
    answer = client.request(method, address)

    assert (answer.status_code, answer.headers["content-type"]) == (
        status,
        "application/problem+json",
    )
    assert shapes.Problem.model_validate_json(answer.content).code == code


@pytest.mark.parametrize(
    ("method", "address", "allowed"),
    [
        ("DELETE", "/v1/events/ev_7k2m9q4x", "GET, HEAD, PATCH, OPTIONS"),
        ("PUT", "/v1/events", "GET, HEAD, POST, OPTIONS"),
        ("GET", "/v1/imports", "POST, OPTIONS"),
    ],
)
def test_a_method_that_is_not_taken_is_told_which_are(
    client: Client, method: str, address: str, allowed: str
) -> None:
    """RFC 9110, section 15.5.6: the header lists them, and the sentence says the same.

    So does who asks first, with OPTIONS.
    """
    answer, asked = client.request(method, address), client.request("OPTIONS", address)

    assert (answer.status_code, answer.headers["allow"]) == (405, allowed)
    assert (asked.status_code, asked.headers["allow"]) == (204, allowed)
    *first, last = allowed.split(", ")
    assert f"takes {', '.join(first)} and {last}." in answer.json()["detail"]


def test_what_nobody_foresaw_is_a_problem_without_details(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.http.things.conditions", lambda *_: 1 / 0)
    answer = client.get("/v1/actors")

    assert (answer.status_code, answer.json()["code"]) == (500, "internal")
    assert "division" not in answer.text


def test_the_type_of_a_problem_is_a_page_that_explains_it(client: Client) -> None:
    address, _, code = client.get("/v1/nothing").json()["type"].partition("#")
    page = client.get(address)

    assert page.status_code == 200
    assert f'id="{code}"' in page.text


def _all(kind: type[AppError]) -> list[type[AppError]]:
    return [kind, *(below for sub in kind.__subclasses__() for below in _all(sub))]


def test_every_error_has_its_own_code_a_status_and_a_sentence() -> None:
    codes = [kind.code for kind in _all(AppError)]

    assert len(codes) == len(set(codes))
    assert all(400 <= kind.status <= 599 and kind.title for kind in _all(AppError))


def test_ndjson_lines_are_the_items(client: Client) -> None:
    lines = client.get("/v1/events.ndjson").text.splitlines()

    assert [json.loads(line) for line in lines] == client.get("/v1/events").json()["items"]


def test_csv_has_its_columns_and_a_row_an_event(client: Client) -> None:
    header, *rows = csv.reader(io.StringIO(client.get("/v1/events.csv?sort=date").text, newline=""))
    found = [dict(zip(COLUMNS, row, strict=True)) for row in rows]

    assert tuple(header) == COLUMNS
    assert [row["edtf"] for row in found] == ["2022-01", "2022-01-10", "2022-01-12", "2022-01-13"]
    assert found[1]["parties"] == "russia;united-states"
    assert all(a["earliest_start"] <= b["earliest_start"] for a, b in pairwise(found))


def test_the_reference_page_asks_nobody_else(client: Client) -> None:
    page = client.get("/docs")

    assert "://" not in page.text
    assert "script-src 'self'" in page.headers["content-security-policy"]
    for file in ("files/swagger-ui-bundle.js", "files/swagger-ui.css", "start.js"):
        assert client.get(f"/docs/{file}").status_code == 200


@pytest.mark.parametrize(
    ("query", "count"),
    [("", None), ("count=false", None), ("count=true", 4), ("count=true&limit=1&actor=RU", 3)],
)
def test_a_count_is_of_the_whole_filter_and_only_when_asked(
    client: Client, query: str, count: int | None
) -> None:
    assert client.get(f"/v1/events?{query}").json()["count"] == count


@pytest.mark.parametrize(
    ("include", "full"), [("", []), ("statements", ["items"]), ("history", ["history"])]
)
def test_what_is_included_is_there_in_full(client: Client, include: str, full: list[str]) -> None:
    asked = f"?include={include}" if include else ""
    item = client.get(f"/v1/events/ev_7k2m9q4x{asked}").json()

    found = [name for name in ("items",) if name in item["statements"]]
    assert found + [name for name in ("history",) if name in item] == full
    assert item["statements"]["count"] == 2


def test_sources_are_cited_and_in_full_when_asked(client: Client) -> None:
    cited = client.get("/v1/events/ev_7k2m9q4x").json()["sources"][0]
    full = client.get("/v1/events/ev_7k2m9q4x?include=sources").json()["sources"][0]

    assert set(full) - set(cited) == {"document_type", "retrieved", "sha256"}


def test_without_a_limit_a_page_has_fifty(client: Client) -> None:
    page = client.get("/v1/actors").json()

    assert len(page["items"]) == 50
    assert len(client.get(page["next"]).json()["items"]) == 50


@pytest.mark.parametrize("form", ["csv", "ndjson"])
def test_a_whole_form_goes_on_from_a_cursor_to_the_very_end(
    client: Client, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(events, "CHUNK", 1)
    after = client.get("/v1/events?limit=1").json()["next"].partition("cursor=")[2]
    whole, rest = (
        client.get(f"/v1/events.{form}{query}").text.splitlines()
        for query in ("", f"?cursor={after}")
    )

    header = 1 if form == "csv" else 0
    assert rest[header:] == whole[header + 1 :]
    assert len(rest) == 3 + header
