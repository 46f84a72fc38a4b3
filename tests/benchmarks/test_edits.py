"""The bare SQL that editing is measured against leaves the record that editing leaves."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from app.domain.scope import Scope
from app.store.columns import metadata
from app.store.sessions import Database
from benchmarks.build import build
from benchmarks.bulk import Scale
from benchmarks.edits import Request, copied, edit, singly, together
from benchmarks.replay import Statement, is_write, replay
from tests.support.keys import new_key

SCALE = Scale(block=60, copies=1, commits=6)


@pytest.mark.parametrize("requests_of", [singly, together])
@pytest.mark.parametrize("reads", [True, False], ids=["all", "writes alone"])
def test_both_leave_the_same_record(
    database_url: str, tmp_path: Path, requests_of: Callable[[str], list[Request]], reads: bool
) -> None:
    build(database_url, SCALE)
    key, requests = new_key(database_url, Scope.PUBLISH), requests_of(database_url)
    before = _record(database_url)
    noted: list[list[Statement]] = []
    with copied(database_url, tmp_path, 1) as url:
        edit(url, key, requests, noted)
        edited = _record(url)
    with copied(database_url, tmp_path, 2) as url:
        replay(url, [[s for s in one if reads or is_write(s[0])] for one in noted])
        assert _record(url) == edited

    assert len(noted) == len(requests)
    assert edited["versions"] != before["versions"]


def _record(url: str) -> dict[str, list[Any]]:
    """The rows of every table but that of keys, whose last use is noted beside the requests."""
    database = Database(url)
    tables = [table for table in metadata.sorted_tables if table.name != "api_keys"]
    with database.reading() as connection:
        found = {t.name: sorted(map(repr, connection.execute(select(t)))) for t in tables}
    database.close()
    return found
