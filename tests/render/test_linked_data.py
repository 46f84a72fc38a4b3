"""JSON-LD: what it says in the words of schema.org, and that others read it as RDF."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import extruct
import orjson
import pytest
from rdflib import Graph, Namespace

from tests.support import awkward
from tests.support.forms import one, written
from tests.support.schemaorg import complaints, rdf

SCHEMA_ORG = Namespace("http://schema.org/")
SHAPES = Path(__file__).with_name("shapes.ttl")


def linked(id_: str) -> dict[str, Any]:
    events = orjson.loads(written("jsonld"))["itemListElement"]
    (found,) = (event for event in events if event["@id"].endswith(id_))
    return {name: found.get(name) for name in ("startDate", "endDate", "eventStatus")}


_STATUS = "https://schema.org/Event"


@pytest.mark.parametrize(
    ("id_", "start", "end", "status"),
    [
        ("01", "2022-01-10T09:30:00+01:00", "2022-01-10T17:00:00+01:00", None),
        ("02", "2022-01-11T06:15:00+09:00", None, None),
        ("03", "2022-01-12", "2022-01-12", None),
        ("04", "2022-01-30", "2022-02-01", None),
        ("08", "2022-03-27T01:30:00+01:00", "2022-03-27T03:30:00+02:00", None),
        ("09", "2022-10-30T02:30:00+02:00", None, None),
        ("10", "2022-04-05T10:00:00-04:00", "2022-04-05T11:00:00-04:00", "Rescheduled"),
        ("11", "2022-05-01", "2022-05-01", "Cancelled"),
        ("13", "2022-05-03", "2022-05-03", "Postponed"),
        ("20", None, None, None),  # A month, a season, a year, a decade:
        ("21", None, None, None),
        ("22", None, None, None),
        ("23", None, None, None),
        ("24", None, None, None),  # one day of three,
        ("25", "2022-07-08", None, None),
        ("26", None, "2022-07-09", None),
        ("27", None, None, None),  # about a day,
        ("28", None, None, None),  # perhaps a day,
        ("29", None, None, None),  # until some day of a month.
        ("31", "1866-07-12T11:50:39Z", None, None),
        ("35", None, None, None),
    ],
)
def test_schema_org_gets_only_what_is_known_to_the_day(
    id_: str, start: str | None, end: str | None, status: str | None
) -> None:
    wanted = {"startDate": start, "endDate": end, "eventStatus": status and _STATUS + status}
    assert linked(f"ev_000000{id_}") == wanted


def test_who_stays_away_does_not_attend() -> None:
    item = awkward.items()[1]
    rows = [
        {**row, "attendance": attendance, "role": role}
        for row, attendance, role in zip(
            item.document["participants"] * 2,
            ("declined", "absent", "expected", "attended"),
            ("party", "party", "invited", "speaker"),
            strict=True,
        )
    ]
    document = {**item.document, "participants": rows}
    found = orjson.loads(one("jsonld", replace(item, document=document)))
    assert "attendee" not in found
    assert [actor["name"] for actor in found["performer"]] == ["France"]


def test_linked_data_may_stand_in_a_page() -> None:
    assert not any(character in written("jsonld") for character in b"<>&")


def test_extruct_finds_the_events_in_a_page() -> None:
    document = written("jsonld")
    page = f'<html><body><script type="application/ld+json">{document.decode()}</script></body>'
    (found,) = extruct.extract(page, syntaxes=["json-ld"])["json-ld"]
    assert found == orjson.loads(document)


@pytest.fixture(scope="module")
def graph() -> Graph:
    return rdf(written("jsonld"))


def test_rdflib_reads_every_event(graph: Graph) -> None:
    listed = set(graph.objects(None, SCHEMA_ORG.itemListElement))
    assert {str(event).rpartition("/")[2] for event in listed} == {i.id for i in awkward.items()}


def test_the_graph_keeps_what_we_promise(graph: Graph) -> None:
    assert complaints(graph, SHAPES) is None


@pytest.mark.parametrize(
    "change",
    [
        (b'"startDate":"2022-01-12"', b'"startDate":"2022-01"'),
        (b'"@type":"Event"', b'"@type":"Happening"'),
        (b"EventCancelled", b"EventForgotten"),
    ],
)
def test_a_graph_that_breaks_a_promise_is_caught(change: tuple[bytes, bytes]) -> None:
    """The control of the shapes."""
    assert complaints(rdf(written("jsonld").replace(*change)), SHAPES) is not None


def test_one_event_is_a_graph_of_its_own() -> None:
    (name,) = rdf(one("jsonld", awkward.items()[0])).objects(None, SCHEMA_ORG.jobTitle)
    assert str(name) == "Chair"
