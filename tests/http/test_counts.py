"""Counts over HTTP: the table, the lists that its rows lead to, and what is refused."""

import csv
import io
from collections.abc import Iterator
from urllib.parse import quote

import pytest

from app.domain.cells import By
from app.domain.things import Thing
from app.http import counts, shape_tables
from app.main import create_app
from tests.http.conftest import Client
from tests.support.live import settings_for
from tests.support.selects import selects
from tests.support.world import World, event, events, party

COUNTS = "/v1/events/counts"


@pytest.fixture
def world(database_url: str) -> Iterator[World]:
    made = World(database_url)
    made.begin()
    made.put(Thing.EVENT, *events(60))
    yield made
    made.close()


@pytest.fixture
def busy(world: World) -> Iterator[Client]:
    """A record of sixty events of every date and cast."""
    app = create_app(settings_for(world.url))
    yield Client(app)
    app.state.service.database.close()


@pytest.mark.parametrize("by", [*By, "year,kind", "actor,place,month"])
@pytest.mark.parametrize("asked", ["", "&actor=russia&role=party", "&date=2022&undated=include"])
def test_each_row_leads_to_the_list_that_it_counts(busy: Client, by: str, asked: str) -> None:
    answer = busy.get(f"{COUNTS}?by={by}{asked}")
    table = answer.json()

    shape_tables.EventCounts.model_validate_json(answer.content)
    assert table["items"]
    for row in table["items"][:40]:
        page = busy.get(f"{row['url']}&limit=200&count=true").json()
        assert (page["rev"], len(page["items"]), page["count"]) == (
            table["rev"],
            *[row["count"]] * 2,
        )
    if table["exclusive"]:
        assert sum(row["count"] for row in table["items"]) == table["total"]


def test_a_row_leads_on_to_the_counts_within_it(busy: Client) -> None:
    year = next(
        row for row in busy.get(f"{COUNTS}?by=year").json()["items"] if row["key"]["year"] == "2022"
    )
    within = year["url"].replace("/v1/events?", f"{COUNTS}?by=actor,month&")
    table = busy.get(within).json()

    assert table["total"] == year["count"]
    for row in table["items"][:20]:
        assert busy.get(f"{row['url']}&count=true").json()["count"] == row["count"]


def test_the_keys_are_the_values_of_an_item_and_none_is_said(client: Client) -> None:
    answer = client.get(f"{COUNTS}?by=place,kind&lang=fr")
    table = answer.json()

    assert [(row["key"], row["count"]) for row in table["items"]] == [
        (
            {
                "place": {"id": "switzerland", "code": "CH", "name": "Suisse"},
                "kind": "consultation",
            },
            1,
        ),
        ({"place": None, "kind": "council_meeting"}, 1),
        ({"place": None, "kind": "negotiation_round"}, 1),
        ({"place": None, "kind": "process"}, 1),
    ]
    assert (table["total"], table["by"], table["exclusive"]) == (4, ["place", "kind"], True)
    assert client.get(table["items"][1]["url"]).json()["query"]["text"] == (
        "comptés sous : sans lieu et genre réunion de conseil"
    )


def test_rows_of_actors_overlap_and_say_so(client: Client) -> None:
    table = client.get(f"{COUNTS}?by=actor&actor_kind=country&sort=-count").json()

    found = [(row["key"]["actor"]["code"], row["count"]) for row in table["items"]]
    assert found == [("RU", 3), ("US", 2), ("PL", 1)]
    assert (table["total"], table["exclusive"]) == (4, False)


def test_a_table_as_csv(client: Client) -> None:
    address = f"{COUNTS}.csv?by=month,actor&actor_kind=country"
    rows = [*csv.DictReader(io.StringIO(client.get(address).text, newline=""))]
    chosen = client.get(
        f"{COUNTS}?by=month,actor&actor_kind=country", headers={"Accept": "text/csv"}
    )

    assert [*rows[0]] == ["month", "actor", "actor_name", "count", "url"]
    assert (rows[1]["actor_name"], rows[1]["count"]) == ("Russia", "3")
    assert chosen.content == client.get(address).content


REFUSED: tuple[tuple[str, str], ...] = (
    ("", "say what to count by"),
    ("by=mnth", "near: month"),
    ("by=kind,-status", "cannot be excluded"),
    ("by=kind,", "between two commas"),
    ("by=kind&by=status", "more than once"),
    ("by=kind&actor_kind=country", "by=actor"),
    ("by=actor&actor_kind=contry", "near: country"),
    ("by=kind&sort=date", "sort: one of key, -count"),
    ("by=kind&limit=5", "not a parameter"),
    ("by=kind&cursor=x", "not a parameter"),
    ("by=kind&include=history", "not a parameter"),
    ("by=kind&count=true", "not a parameter"),
    ("group_by=kind", "Did you mean by?"),
    ("by=kind&actor=Atlantis", "not known"),
    ("by=kind&as_of=99", "as_of: the record reaches"),
)


@pytest.mark.parametrize(("query", "says"), REFUSED)
def test_what_cannot_be_counted_is_said(client: Client, query: str, says: str) -> None:
    answer = client.get(f"{COUNTS}?{query}")

    assert answer.status_code == 422
    assert says in answer.json()["detail"]


def test_what_is_repeated_counts_once(client: Client) -> None:
    assert client.get(f"{COUNTS}?by=kind,year,kind").json()["by"] == ["kind", "year"]


def test_a_table_has_a_bound(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    assert client.get(f"{COUNTS}?by=kind").status_code == 200
    monkeypatch.setattr(counts, "MOST", 3)
    client.forget()
    answer = client.get(f"{COUNTS}?by=kind")

    assert answer.status_code == 422
    assert "narrow the filter" in answer.json()["detail"]


def test_upcoming_is_counted_as_of_now_and_its_lists_are_not_pinned(world: World) -> None:
    world.put(Thing.EVENT, event(900, "2999", status="announced"))
    app = create_app(settings_for(world.url))
    table = Client(app).get(f"{COUNTS}?by=year&upcoming=true").json()

    assert "2999" in [row["key"]["year"] for row in table["items"]]
    assert "as_of" not in table["items"][0]["url"]
    assert "as_of" in Client(app).get(f"{COUNTS}?by=year").json()["items"][0]["url"]
    app.state.service.database.close()


def test_counts_are_answers_like_others(client: Client) -> None:
    first = client.get(f"{COUNTS}?by=kind")
    again = client.get(f"{COUNTS}?by=kind", headers={"If-None-Match": first.headers["etag"]})
    head = client.request("HEAD", f"{COUNTS}?by=kind")

    assert (again.status_code, head.status_code, head.content) == (304, 200, b"")
    assert head.headers["etag"] == first.headers["etag"]
    assert first.headers["pourparlers-rev"] == "2"
    assert f"<http://127.0.0.1:8000{COUNTS}?by=kind&as_of=2>; rel=" in first.headers["link"]


@pytest.mark.parametrize("by", ["kind", "actor,month"])
def test_three_events_are_counted_in_as_many_statements_as_one(
    world: World, busy: Client, by: str
) -> None:
    people = [party("russia"), party("france")]
    world.put(Thing.EVENT, *(event(800 + n, "2031", participants=people) for n in range(3)))
    world.put(Thing.EVENT, event(810, "2032", participants=people))
    busy.get("/v1/events")

    made = {year: selects(busy, f"{COUNTS}?by={by}&date={year}") for year in (2031, 2032)}

    assert made[2031] == made[2032]
    # The revision that it is pinned to, the table; the total where its rows overlap.
    assert made[2031] == (2 if by == "kind" else 3)


def test_the_count_of_a_list_is_that_of_its_filter_in_every_form_and_on_every_page(
    busy: Client,
) -> None:
    asked = "actor=russia&date=2022&undated=include&count=true"
    whole = busy.get(f"/v1/events.ndjson?{asked}")
    number = len(whole.text.splitlines())
    following: str | None = f"/v1/events?{asked}&limit=7"
    pages = 0

    assert whole.headers["pourparlers-count"] == str(number)
    assert busy.get(f"/v1/events.csv?{asked}&limit=1").headers["pourparlers-count"] == str(number)
    assert "pourparlers-count" not in busy.get("/v1/events.csv").headers
    while following is not None:
        page = busy.get(following)
        assert page.json()["count"] == number
        assert page.headers["pourparlers-count"] == str(number)
        following, pages = page.json()["next"], pages + 1
    assert pages > 2


@pytest.mark.parametrize("cell", ["kind:", "kind", "foo:1", "month:2022-13", "year:22", "-kind:x"])
def test_a_cell_that_there_cannot_be_is_refused(client: Client, cell: str) -> None:
    answer = client.get(f"/v1/events?cell={quote(cell)}")

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["parameter"] == "cell"
