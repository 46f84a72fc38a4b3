"""What analysts read tables with takes our CSV and our NDJSON as they are."""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import httpx
import pandas as pd
import pytest

from app.domain.things import Thing
from tests.support import awkward
from tests.support.databases import SqliteTemplate
from tests.support.live import serving
from tests.support.world import World

COUNT = len(awkward.DOCUMENTS)
FORMULA = awkward.DOCUMENTS[4]["title"]["en"]


@pytest.fixture(scope="module")
def address(
    tmp_path_factory: pytest.TempPathFactory, sqlite_template: SqliteTemplate
) -> Iterator[str]:
    """A server that holds awkward events."""
    url = sqlite_template.copy(tmp_path_factory.mktemp("awkward") / "record.db")
    world = World(url)
    world.begin()
    world.put(Thing.EVENT, *awkward.DOCUMENTS)
    world.close()
    with serving(url) as address:
        yield address


def test_pandas_reads_the_csv_from_its_address(address: str) -> None:
    found = pd.read_csv(f"{address}/v1/events.csv")

    assert len(found) == COUNT
    assert found.columns[0] == "id"
    by_id = found.set_index("id")
    assert by_id.loc["ev_00000005", "title"] == f"'{FORMULA}"
    assert by_id.loc["ev_00000001", "starts_at"] == "2022-01-10T08:30:00Z"
    assert by_id.loc["ev_00000001", "topics"] == "arms;trade"
    assert found["edtf"].isna().sum() == 1


def test_pandas_reads_the_ndjson_from_its_address(address: str) -> None:
    found = pd.read_json(f"{address}/v1/events.ndjson", lines=True)

    assert len(found) == COUNT
    by_id = found.set_index("id")
    assert by_id.loc["ev_00000005", "title"] == FORMULA
    assert by_id.loc["ev_00000006", "summary"] == awkward.DOCUMENTS[5]["summary"]["en"]
    # A name that ends in _at is an instant, which pandas knows by itself.
    assert str(found["changed_at"].dtype).startswith("datetime64")


def test_duckdb_reads_the_ndjson_of_a_file(address: str, tmp_path: Path) -> None:
    path = tmp_path / "events.ndjson"
    path.write_bytes(httpx.get(f"{address}/v1/events.ndjson").raise_for_status().content)

    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE events AS SELECT * FROM read_ndjson(?)", [str(path)])
        # In SQL, when is a word of the language.
        asked = """SELECT title, "when".edtf FROM events WHERE place.city = 'Geneva'"""
        found = connection.execute(asked).fetchall()
        counted = connection.execute("SELECT count(*), count(DISTINCT id) FROM events").fetchone()

    assert found == [("Talks in Geneva", "2022-01-10T09:30/2022-01-10T17:00")]
    assert counted == (COUNT, COUNT)
