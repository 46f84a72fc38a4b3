"""Parquet over HTTP: streamed, validated, and the table that its page shows."""

import re
from pathlib import Path

import duckdb

from tests.http.conftest import Client

ROOT = Path(__file__).parents[2]


def test_the_table_shown_is_the_real_one(client: Client, tmp_path: Path) -> None:
    page = (ROOT / "docs" / "forms" / "parquet.md").read_text(encoding="utf-8")
    found = re.search(
        r"`(SELECT .*?) FROM 'talks.parquet'` makes:\n\n```\n(.*?)```", page, re.DOTALL
    )
    assert found is not None
    file = tmp_path / "talks.parquet"
    file.write_bytes(client.get("/v1/events.parquet?date=2022-01").content)

    with duckdb.connect() as connection:
        real = str(connection.sql(f"{found[1]} FROM '{file}'"))
    assert found[2].split() == real.split()


def test_it_is_streamed_and_validated_like_every_export(client: Client) -> None:
    answer = client.get("/v1/events.parquet")

    assert answer.headers["content-type"] == "application/vnd.apache.parquet"
    assert (answer.content[:4], answer.content[-4:]) == (b"PAR1", b"PAR1")
    again = client.get("/v1/events.parquet", headers={"If-None-Match": answer.headers["etag"]})
    assert again.status_code == 304
