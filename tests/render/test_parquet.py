"""Parquet as its readers see it: the rows of CSV with real types, in groups of many rows."""

import csv
import io
import os
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pyarrow as pa
import pytest
from pyarrow import parquet as pq

from app.render import rowgroups
from app.render.columns import COLUMNS
from app.render.csv_ import harmless
from app.render.forms import FORMS
from tests.support import awkward

ROWS = len(awkward.DOCUMENTS)


def pieces(batch: int = 5, **how: Any) -> list[bytes]:
    return list(FORMS["parquet"].whole(awkward.whole(batch=batch, **how), awkward.view()))


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("parquet") / "events.parquet"
    path.write_bytes(b"".join(pieces()))
    return path


def as_csv(value: Any) -> str:
    """The value as the cell of CSV says it."""
    if isinstance(value, list):
        return ";".join(value)
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    return harmless(None if value is None else str(value))


def test_it_says_what_csv_says(file: Path) -> None:
    found = [list(map(as_csv, row.values())) for row in pq.read_table(file).to_pylist()]
    written = b"".join(FORMS["csv"].whole(awkward.whole(), awkward.view())).decode()
    assert found == list(csv.reader(io.StringIO(written, newline="")))[1:]


def test_types_are_real(file: Path) -> None:
    schema = pq.read_schema(file)
    assert tuple(schema.names) == COLUMNS
    assert schema.field("earliest_start").type == pa.date32()
    for instant in ("starts_at", "ends_at", "changed_at"):
        assert schema.field(instant).type == pa.timestamp("us", tz="UTC")
    assert schema.field("parties").type.value_type == pa.string()
    assert schema.field("rev").type == pa.int64()


def test_the_file_says_what_it_is_of(file: Path) -> None:
    said = {name.decode(): value.decode() for name, value in pq.read_schema(file).metadata.items()}
    assert {name: said[f"pourparlers.{name}"] for name in ("query", "rev", "at", "lang")} == {
        "query": "all events",
        "rev": "40",
        "at": "2022-06-01T12:00:00.250000Z",
        "lang": "en",
    }
    assert said["pourparlers.address"] == f"{awkward.BASE_URL}/v1/events"


@pytest.mark.parametrize(
    ("batch", "group"), [(1, 1), (5, 1), (1000, 1), (1, 4), (2, 5), (5, 6), (1, 1000)]
)
def test_batches_are_gathered_into_row_groups(
    batch: int, group: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rowgroups, "GROUP", group)
    found = pieces(batch)
    groups = pq.ParquetFile(io.BytesIO(b"".join(found))).metadata.num_row_groups
    rows = batch * -(-group // batch)  # As many whole batches as it takes.
    assert groups == -(-ROWS // rows) == len(found) - 1
    assert (found[0][:4], found[-1][-4:]) == (b"PAR1", b"PAR1")
    assert all(found)


# 30,000 rows, a hundred at a time; what Arrow held at most, and whether it brought its friends.
_MANY = """
import sys
from app.domain.listing import Whole
from app.render.forms import FORMS
from tests.support import awkward

items = (awkward.items() * 100)[:100]
batches = ((items, awkward.related()) for _ in range(300))
whole = Whole(batches, awkward.REV, awkward.AT)
pieces = sum(1 for _ in FORMS["parquet"].whole(whole, awkward.view()))
if OLD_WAY:
    import pyarrow
    pyarrow.array(["a list of values of Python"])
import pyarrow
pool = pyarrow.default_memory_pool()
print(pieces, pool.backend_name, pool.max_memory(), "pandas" in sys.modules)
"""


def _many(tmp_path: Path, *, old_way: bool) -> list[str]:
    program = f"OLD_WAY = {old_way}\n{_MANY}"
    environment = {k: v for k, v in os.environ.items() if k != "ARROW_DEFAULT_MEMORY_POOL"}
    environment["PYTHONPATH"] = str(Path(__file__).parents[2])
    command = [sys.executable, "-c", program]
    said = subprocess.check_output(command, env=environment, cwd=tmp_path, text=True)
    return said.split()


def test_many_rows_take_no_more_than_a_group(tmp_path: Path) -> None:
    """A million rows are to be written in 150 MiB, of which the program itself takes most."""
    pieces, pool, most, pandas = _many(tmp_path, old_way=False)
    assert (pieces, pool, pandas) == ("4", "system", "False")
    assert int(most) < 8 * 2**20


def test_by_way_of_lists_pandas_would_come(tmp_path: Path) -> None:
    """The control: it is installed here, and Arrow asks it about lists."""
    assert _many(tmp_path, old_way=True)[-1] == "True"


def test_nothing_is_a_file_too() -> None:
    found = b"".join(FORMS["parquet"].whole(awkward.whole([]), awkward.view()))
    assert pq.read_table(io.BytesIO(found)).num_rows == 0


def test_pandas_reads_it(file: Path) -> None:
    frame = pd.read_parquet(file)
    first = frame.iloc[0]
    assert len(frame) == ROWS
    assert str(frame["starts_at"].dtype).startswith("datetime64[us, UTC")
    assert first["starts_at"] == datetime(2022, 1, 10, 8, 30, tzinfo=UTC)
    assert first["earliest_start"] == date(2022, 1, 10)
    assert list(first["topics"]) == ["arms", "trade"]
    assert frame["rev"].dtype == "int64"


def test_duckdb_reads_it(file: Path) -> None:
    with duckdb.connect() as connection:
        relation = connection.read_parquet(str(file))
        types = dict(zip(relation.columns, map(str, relation.types), strict=True))
        assert types["starts_at"] == "TIMESTAMP WITH TIME ZONE"
        assert (types["parties"], types["latest_end"], types["rev"]) == (
            "VARCHAR[]",
            "DATE",
            "BIGINT",
        )
        asked = "SELECT count(*) FROM relation WHERE list_contains(participants, 'russia')"
        assert connection.execute(asked).fetchone() == (3,)
