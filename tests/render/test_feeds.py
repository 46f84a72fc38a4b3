"""Atom and JSON Feed: what they promise, and what readers of feeds make of them."""

import feedparser
import orjson
import pytest
from jsonschema import Draft202012Validator

from app.domain.query import Choice, EventQuery
from app.render.forms import FORMS
from app.render.xml import element
from tests.support import awkward
from tests.support.atom import ATOM, elements, links
from tests.support.feedschema import SCHEMA
from tests.support.forms import NEXT, page, written


def test_an_atom_page_says_where_it_is_and_where_to_go_on() -> None:
    address = f"{awkward.BASE_URL}/v1/events.atom?actor=RU,FR&q=a%26b"
    assert links(elements(page("atom", address=address))) == {
        "self": address,
        "alternate": f"{awkward.BASE_URL}/v1/events?actor=RU,FR&q=a%26b",
        "next": NEXT,
    }
    assert "next" not in links(elements(page("atom", next_=None)))


def test_an_atom_page_is_updated_when_its_newest_entry_was() -> None:
    newest = max(item.changed_at for item in awkward.items()[:3])
    found = elements(page("atom", 3)).findtext(f"{ATOM}updated")
    assert found == newest.isoformat().replace("+00:00", "Z")
    none = elements(page("atom", 0)).findtext(f"{ATOM}updated")
    assert none == "2022-06-01T12:00:00.250000Z"


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("/v1/events.atom", "events"),
        ("/v1/events?limit=2", "events"),
        ("/v1/events.atom?actor=RU,FR&as_of=3&lang=fr&limit=2", "events?actor=RU,FR"),
        ("/v1/events.atom?q=a%26b+c", "events?q=a%26b+c"),
    ],
)
def test_a_feed_has_one_id_on_every_host_page_and_day(address: str, name: str) -> None:
    for host in ("https://one.example", "http://127.0.0.1:8000"):
        found = elements(page("atom", address=host + address)).findtext(f"{ATOM}id")
        assert found == f"tag:pourparlers.example,2026:{name}"


def test_a_feed_is_titled_by_its_filter() -> None:
    query = EventQuery(status=Choice(("confirmed",)))
    found = elements(page("atom", query=query)).findtext(f"{ATOM}title")
    assert found == "Pourparlers: status confirmed"


def test_what_xml_cannot_hold_is_left_out_and_the_rest_is_kept() -> None:
    told = "a\x00\x08\x0b\x1f\ufffe\uffffb\t\n\u0085\u2028<&>\"'\U0001f54a"
    (found,) = elements(f"<x>{element('y', {'z': told}, told)}</x>")
    assert found.text == "ab\t\n\u0085\u2028<&>\"'\U0001f54a"
    assert found.attrib["z"].split() == ["ab", "<&>\"'\U0001f54a"]
    assert element("empty", {"a": None}, None) == "<empty/>"


def test_json_feed_has_the_dates_of_machines_in_its_extension() -> None:
    item = orjson.loads(page("jsonfeed", 1))["items"][0]
    assert item["_pourparlers"]["when"]["starts_at"] == "2022-01-10T08:30:00Z"
    assert item["date_published"] == item["date_modified"] == "2022-01-01T08:00:00Z"
    assert orjson.loads(page("jsonfeed", 1))["next_url"] == NEXT


def test_feedparser_reads_the_atom_feed_without_complaint() -> None:
    found = feedparser.parse(
        written("atom"), response_headers={"content-type": FORMS["atom"].media_type}
    )

    assert found.bozo == 0, found.get("bozo_exception")
    assert found.version == "atom10"
    items = awkward.items()
    ids = [f"tag:pourparlers.example,2026:event/{item.id}" for item in items]
    assert [entry.id for entry in found.entries] == ids
    read = [tuple(entry.updated_parsed[:6]) for entry in found.entries]
    assert read == [tuple(item.changed_at.timetuple()[:6]) for item in items]


def test_feedparser_reads_words_as_words() -> None:
    entries = feedparser.parse(written("atom")).entries
    first, hostile = entries[0], entries[5]

    assert hostile.title_detail.type == "text/plain"
    assert hostile.title == awkward.DOCUMENTS[5]["title"]["en"]
    assert first.link == f"{awkward.BASE_URL}/v1/events/ev_00000001"
    assert [tag.label for tag in first.tags] == ["Arms", "Trade", "consultation", "confirmed"]
    assert first.published == "2022-01-01T08:00:00Z"
    assert entries[3].title_detail.language == "ru"


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_json_feed_keeps_the_rules_of_its_version(lang: str) -> None:
    Draft202012Validator.check_schema(SCHEMA)
    checker = Draft202012Validator.FORMAT_CHECKER
    errors = Draft202012Validator(SCHEMA, format_checker=checker).iter_errors(
        orjson.loads(written("jsonfeed", lang))
    )
    assert [error.message for error in errors] == []


def test_a_feed_that_breaks_the_rules_is_caught() -> None:
    """The control of the schema above."""
    broken = {**orjson.loads(written("jsonfeed")), "next_url": None}
    del broken["items"][0]["content_text"]
    errors = list(Draft202012Validator(SCHEMA).iter_errors(broken))
    assert len(errors) == 2
