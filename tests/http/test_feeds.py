"""Feeds over HTTP: newest first, page by page, each linked from the others."""

from dataclasses import replace

import feedparser
import pytest

from app.http import cursor as cursors
from tests.http.conftest import Client
from tests.support.selects import selects

NEWEST_FIRST = ("atom", "jsonfeed")


def entries(client: Client, address: str) -> list[str]:
    """The ids of all entries, page by page as a reader of feeds goes on."""
    found: list[str] = []
    while address:
        answer = client.get(address)
        assert answer.status_code == 200, answer.text
        feed = feedparser.parse(answer.content, response_headers=dict(answer.headers))
        assert feed.bozo == 0, feed.get("bozo_exception")
        found += [entry.id for entry in feed.entries]
        address = next((link.href for link in feed.feed.links if link.rel == "next"), "")
    return found


def next_cursor(client: Client, address: str) -> str:
    """What goes on after its first entry."""
    links = client.get(f"{address}?limit=1").headers["link"].split(", ")
    (link,) = (link for link in links if 'rel="next"' in link)
    return link.partition("cursor=")[2].partition(">")[0]


def test_the_pages_of_a_feed_are_the_list_last_changed_first(client: Client) -> None:
    listed = client.get("/v1/events?sort=-changed").json()["items"]

    assert entries(client, "/v1/events.atom?limit=1") == [
        f"tag:pourparlers.example,2026:event/{item['id']}" for item in listed
    ]


def test_a_feed_takes_another_order_where_it_is_asked_for(client: Client) -> None:
    by_date = client.get("/v1/events").json()["items"]
    asked = client.get("/v1/events.jsonfeed?sort=date").json()["items"]

    assert [item["_pourparlers"]["id"] for item in asked] == [item["id"] for item in by_date]


def test_the_pages_of_json_feed_lead_to_each_other(client: Client) -> None:
    address, found = "/v1/events.jsonfeed?limit=3", []
    while address:
        page = client.get(address).json()
        found += page["items"]
        address = page.get("next_url", "")
    assert found == client.get("/v1/events.jsonfeed").json()["items"]


@pytest.mark.parametrize("suffix", NEWEST_FIRST)
def test_the_document_says_in_which_order_a_feed_is(client: Client, suffix: str) -> None:
    operation = client.get("/openapi.json").json()["paths"][f"/v1/events.{suffix}"]["get"]
    (sort,) = (p for p in operation["parameters"] if p["name"] == "sort")
    assert sort["schema"]["default"] == "-changed"


@pytest.mark.parametrize("form", ["atom", "jsonfeed", "jsonld", "geojson"])
def test_a_form_is_found_by_its_media_type_and_linked(client: Client, form: str) -> None:
    media_type = client.get(f"/v1/events.{form}").headers["content-type"]
    found = client.get("/v1/events?actor=RU", headers={"Accept": media_type})

    assert found.headers["content-type"] == media_type
    link = f'/v1/events.{form}?actor=RU>; rel="alternate"; type="{media_type}"'
    assert link in client.get("/v1/events?actor=RU").headers["link"]


@pytest.mark.parametrize("form", ["jsonld", "geojson"])
def test_one_event_has_the_form_too(client: Client, form: str) -> None:
    by_slug = client.get(f"/v1/events/ru-us-consultations-geneva-2022-01.{form}")
    assert by_slug.status_code == 301
    assert by_slug.headers["location"].endswith(f"/v1/events/ev_7k2m9q4x.{form}")
    assert client.get(by_slug.headers["location"]).headers["etag"].startswith('"1.')


@pytest.mark.parametrize("form", ["atom", "jsonfeed", "jsonld"])
def test_a_page_asks_as_often_for_one_as_for_four(client: Client, form: str) -> None:
    # Each is a part of the same: without one there is no title to ask for.
    address = f"/v1/events.{form}?part_of=ev_3d8f1w6p&limit="
    client.get(address + "1")  # The directory is read once for all.
    assert selects(client, address + "1") == selects(client, address + "4")


def test_the_changes_of_a_filter_are_those_of_its_history(client: Client) -> None:
    ids = {item["id"] for item in client.get("/v1/events?actor=RU").json()["items"]}

    found = entries(client, "/v1/changes.atom?actor=RU&limit=1")
    assert len(found) == len(set(found)) == len(ids)
    assert set(found) == {f"tag:pourparlers.example,2026:change/{id_}/2" for id_ in ids}


def test_the_statements_of_an_event_are_a_feed_too(client: Client) -> None:
    listed = client.get("/v1/statements?event=ev_7k2m9q4x").json()["items"]

    found = entries(client, "/v1/statements.atom?event=ev_7k2m9q4x&limit=1")
    assert set(found) == {f"tag:pourparlers.example,2026:statement/{s['id']}" for s in listed}
    assert len(found) == len(listed) > 1


def test_the_list_and_the_feed_of_statements_lead_to_each_other(client: Client) -> None:
    asked = "?event=ev_7k2m9q4x"
    listed, feed = (client.get(f"/v1/statements{suffix}{asked}") for suffix in ("", ".atom"))

    link = f'/v1/statements.atom{asked}>; rel="alternate"; type="application/atom+xml"'
    assert link in listed.headers["link"]
    assert (
        f'/v1/statements{asked}>; rel="alternate"; type="application/json"'
        in (feed.headers["link"])
    )


@pytest.mark.parametrize("feed", ["changes", "statements"])
def test_a_feed_refuses_what_is_not_for_it(client: Client, feed: str) -> None:
    (other,) = {"changes", "statements"} - {feed}
    cursor = next_cursor(client, f"/v1/{other}.atom")

    assert client.get(f"/v1/{feed}.atom?cursor={cursor}").status_code == 422
    assert client.get(f"/v1/{feed}.atom?sort=date").status_code == 422
    assert client.get(f"/v1/{feed}.atom?as_of=2").headers["memento-datetime"]


@pytest.mark.parametrize("feed", ["changes", "statements"])
def test_a_feed_asks_as_often_for_one_as_for_four(client: Client, feed: str) -> None:
    address = f"/v1/{feed}.atom?limit="
    client.get(address + "1")  # The directory is read once for all.
    assert selects(client, address + "1") == selects(client, address + "4")


@pytest.mark.parametrize("address", ["events.atom", "changes.atom", "statements.atom"])
@pytest.mark.parametrize("key", [(1,), ("x",), (1, 2), (1, "x"), (1, 2, 3, 4), (1, 2, 3, "x")])
def test_a_cursor_with_a_key_of_another_list_is_refused(
    client: Client, address: str, key: tuple[int | str, ...]
) -> None:
    ours = cursors.decode(next_cursor(client, f"/v1/{address}"))
    forged = cursors.encode(replace(ours, key=key))
    same_types = tuple(map(type, key)) == tuple(map(type, ours.key))
    # An order by date has parts of its own, which a forged key may not name.
    fits = same_types and address != "events.atom"

    assert client.get(f"/v1/{address}?cursor={forged}").status_code == (200 if fits else 422)
