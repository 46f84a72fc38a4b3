"""The files of others, whole: eighteen thousand rows, their traps, the questions they answer."""

import csv
import pickle
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from app.importing.files import reader_for
from app.importing.options import Options
from app.importing.report import Report
from app.importing.run import run
from app.main import create_app
from app.store.check import check
from app.store.directory import Directories
from app.store.pins import pin
from app.store.sessions import Database
from tests.conftest import shared_url
from tests.http.conftest import Client, fill
from tests.support.live import settings_for
from tests.support.once import made_once, new_database

pytestmark = pytest.mark.shared

EXAMPLES = Path(__file__).parents[2] / "examples"
FILES = {"hsg_travels": "hsg", "hsg_visits": "hsg", "enb_sections": "enb"}
SECTIONS = "kind=session"
# Slugs of the lookup table that stand for no code there.
UNRESOLVED = {
    "congo-republic", "czechoslovakia", "german-democratic-republic", "hawaii", "korea",
    "netherlands-antilles", "palestinian-authority", "saint-kitts-nevis",
    "saint-vincent-grenadines", "somoa", "trinidad-and-tobago", "west-bank", "yugoslavia",
}  # fmt: skip


class Imported:
    """A record with all three files in it, and what was reported of each."""

    def __init__(self, url: str, data: Path, reports: Mapping[str, Report]) -> None:
        self.database = Database(url)
        self.directories = Directories()
        self.data = data
        self.client = Client(create_app(settings_for(url)))
        self.reports = reports

    def bring(self, name: str) -> Report:
        return bring(self.database, self.directories, self.data, name)

    def ask(self, query: str) -> dict[str, Any]:
        answer = self.client.get(f"/v1/events?{query}")
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    def count(self, query: str) -> int:
        return int(self.ask(f"{query}&limit=1&count=true")["count"])

    def one(self, identifier: str) -> dict[str, Any]:
        [item] = self.ask(f"id={identifier}")["items"]
        return dict(item)

    def rows(self, name: str) -> list[dict[str, str]]:
        with (self.data / FILES[name] / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def close(self) -> None:
        self.database.close()
        self.client.app.state.service.database.close()


def bring(database: Database, directories: Directories, data: Path, name: str) -> Report:
    file = data / FILES[name] / f"{name}.csv"
    reader = reader_for(file, EXAMPLES / f"{name}.toml")
    return run(database, directories, reader, Options("a test", "because"))


def build(url: str, data: Path, reports: Path) -> None:
    """The three files in a new record; what was reported goes into a file."""
    new_database(url)
    fill(url)
    database, directories = Database(url), Directories()
    told = {name: bring(database, directories, data, name) for name in FILES}
    database.close()
    reports.write_bytes(pickle.dumps(told))


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def imported(
    request: pytest.FixtureRequest, shared_folder: Path, shared_data: Path
) -> Iterator[Imported]:
    """No test changes the record: an import is repeated to see that it does not."""
    url, name = shared_url(request, "real_files"), f"real_files-{request.param}"
    reports = shared_folder / f"{name}.reports"
    made_once(shared_folder, name, lambda: build(url, shared_data, reports))
    made = Imported(url, shared_data, pickle.loads(reports.read_bytes()))  # noqa: S301
    yield made
    made.close()


def test_every_row_is_an_event_and_every_meeting_holds_its_own(imported: Imported) -> None:
    made = {
        name: (r.lines, r.created, r.holders, r.troubles) for name, r in imported.reports.items()
    }

    assert made == {
        "hsg_travels": (4271, 4271, 0, []),
        "hsg_visits": (3264, 3264, 0, []),
        "enb_sections": (10_980, 10_980, 119, []),
    }


def test_a_second_import_makes_no_commit(imported: Imported) -> None:
    with imported.database.reading() as connection:
        rev = pin(connection).rev
    for name, first in imported.reports.items():
        again = imported.bring(name)
        assert (again.created, again.changed, again.unchanged) == (0, 0, first.created), name
        assert again.revisions == []
    with imported.database.reading() as connection:
        assert pin(connection).rev == rev


def test_the_ledger_is_whole(imported: Imported) -> None:
    assert check(imported.database, imported.directories) == []


def test_the_trip_to_geneva_is_a_meeting_of_russia_and_the_united_states(
    imported: Imported,
) -> None:
    items = imported.ask("actor=RU&actor=US&date=2022-01&kind=-process")["items"]

    assert [item["when"]["edtf"] for item in items] == ["2022-01-10", "2022-01-13", "2022-01-21"]
    trip = items[2]
    visitor, host, met = trip["participants"]
    assert (visitor["role"], visitor["office"]["id"]) == ("visitor", "us-secretary-of-state")
    assert (host["role"], host["actor"]["id"]) == ("host", "switzerland")
    assert (met["actor"]["id"], met["office"]["id"]) == ("sergei-lavrov", "ru-foreign-minister")
    assert trip["place"]["city"] == "Geneva"
    assert trip["when"]["timezone"] == "Europe/Zurich"
    assert {"participants", "place"} <= {
        n["field"] for n in trip["notes"] if n["basis"] == "derived"
    }


def test_sections_that_name_france_and_those_that_name_the_union(imported: Imported) -> None:
    assert imported.count(f"actor=FR&{SECTIONS}") == 349
    assert imported.count(f"actor=FR&via=organisations&{SECTIONS}") == 3_047
    assert imported.count(f"actor=eu&{SECTIONS}") == 2_842


def test_each_hit_says_through_which_organisation(imported: Imported) -> None:
    items = imported.ask(f"actor=FR&via=organisations&{SECTIONS}&limit=200")["items"]
    ways = Counter(
        (hit["via"], hit["through"] and hit["through"]["id"])
        for item in items
        for hit in item["matched_by"]
    )

    assert len(items) == 200
    assert ways.keys() == {("named", None), ("organisations", "eu")}


def test_an_organisation_does_not_include_its_members_unless_asked(imported: Imported) -> None:
    alone, with_members = imported.count("actor=NATO"), imported.count("actor=NATO&via=members")

    assert 0 < alone < with_members
    # Poland counts for NATO from 12 March 1999 on, and is in the climate talks before and after.
    for window, counts in (("../1999-03-11", False), ("1999-03-12/..", True)):
        query = f"actor=NATO&via=members&actor=PL&date={window}&limit=50"
        for item in imported.ask(query)["items"]:
            through = {hit["through"] and hit["through"]["id"] for hit in item["matched_by"]}
            assert ("poland" in through) is counts


def test_a_midnight_in_paris_is_its_day(imported: Imported) -> None:
    item = imported.one("enb-section:enb12265e_8")

    assert item["when"]["edtf"] == "2005-05-23"
    assert item["part_of"]["title"] == "Climate negotiations, meeting 050"
    rows = imported.rows("enb_sections")
    years = Counter(row["year"] for row in rows)
    counted = {year: imported.count(f"date={year}&{SECTIONS}") for year in years}
    assert counted == years


def test_a_meeting_lasts_as_long_as_its_sections(imported: Imported) -> None:
    meeting = imported.one("enb-meeting:050")
    first, last = meeting["when"]["edtf"].split("/")
    within = f"part_of=enb-meeting:050&date={first}/{last}&match=within"

    assert imported.count("part_of=enb-meeting:050") == imported.count(within) == 198


def test_the_soviet_union_is_not_russia(imported: Imported) -> None:
    """The slug russia stands for both; the country's name tells them apart."""
    wanted = sum(row["country"] == "U.S.S.R." for row in imported.rows("hsg_travels"))
    hosted = imported.count("place=soviet-union&kind=visit")

    assert hosted == wanted == 43
    assert imported.count("place=RU&date=../1991-11&kind=visit") == 0
    moscow = imported.count("actor=RU&via=predecessors&kind=visit&role=host")
    assert moscow == hosted + imported.count("actor=RU&kind=visit&role=host")


def test_what_the_table_does_not_know_is_listed(imported: Imported) -> None:
    missed = {
        name.token: name.times
        for report in (imported.reports["hsg_travels"], imported.reports["hsg_visits"])
        for name in report.names
        if name.at in ("country_id", "from_id")
    }

    assert missed.keys() == UNRESOLVED
    assert imported.reports["hsg_travels"].names[0].times == 66


def test_two_offices_and_two_names_in_one_text_are_one_visit(imported: Imported) -> None:
    [row] = [
        r
        for r in imported.rows("hsg_visits")
        if "Giulio Andreotti" in r["visitor"] and " and " in r["visitor"]
    ]
    item = imported.one(f"hsg-visit:{row['id']}")
    visitors = [p for p in item["participants"] if p["role"] == "visitor"]

    assert [(p["actor"]["id"], p["level"]) for p in visitors] == [("italy", "head_of_state")]


def test_near_duplicates_are_offered_and_kept(imported: Imported) -> None:
    offered = imported.reports["hsg_travels"].likenesses
    numbers = [row["id"] for row in imported.rows("hsg_travels")]
    pairs = {(numbers[like.line - 2], numbers[(like.like_line or 2) - 2]) for like in offered}

    assert {("4019", "3992"), ("4020", "3993"), ("4021", "3994")} <= pairs
    assert imported.count("id=hsg-travel:4019,hsg-travel:3992") == 2


def test_groupings_and_countries_stand_side_by_side(imported: Imported) -> None:
    item = imported.one("enb-section:enb12265e_8")
    kinds = {p["actor"]["id"]: p["actor"]["kind"] for p in item["participants"]}

    assert kinds["european-union" if "european-union" in kinds else "eu"] == "organisation"
    assert kinds["norway"] == "country"
    missed = {name.token for name in imported.reports["enb_sections"].names}
    assert missed == {"Indigenous Peoples", "Youth NGOs"}


FILTERS = (
    "", "actor=US", "actor=RU,CN", "actor=US&actor=GB", "actor=US,-FR", "between=US,FR",
    "actor=nato&via=members", "actor=FR&via=organisations", "actor=RU&via=predecessors",
    "actor=US&role=visitor", "role=host", "forum=osce", "date=1945", "date=1945-07/1945-08",
    "date=1945-07-17&match=certain", "date=1945&match=within", "date=1945&match=starts",
    "date=../1900", "date=2015/..", "upcoming=true", "kind=visit", "kind=-session", "status=held",
    "topic=ukraine", "place=FR", "part_of=enb-meeting:050", "level=head_of_state",
    "agreement=none", "id=hsg-travel:4048", "q=summit", "q=Metternich", "sort=-date",
    "sort=-changed", "lang=fr", "actor=antony-john-blinken", "tz=Asia/Tokyo&date=2022-01",
)  # fmt: skip


@pytest.mark.parametrize("query", FILTERS)
def test_every_filter_is_answered(imported: Imported, query: str) -> None:
    page = imported.ask(f"{query}&count=true&limit=20".lstrip("&"))

    assert len(page["items"]) == min(page["count"], 20)
