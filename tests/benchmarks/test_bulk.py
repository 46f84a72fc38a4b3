"""The synthetic record is one that the application could have written itself."""

from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, select

from app.domain.things import Thing
from app.store import ledger
from app.store.check import check
from app.store.columns import metadata
from app.store.directory import Directories
from app.store.ledger import Entry, Put, Retract
from app.store.sessions import Database
from app.store.states import parsed
from app.store.steps import Change
from app.store.tables import versions
from benchmarks.build import build
from benchmarks.bulk import Scale
from benchmarks.cast import begin
from benchmarks.lives import Life, lives, nature
from tests.support.databases import SqliteTemplate

SCALE = Scale(block=60, copies=2, commits=14)
# Numbered by the database, or told by the clock: the same record may differ in them.
CHANCE = {"id", "at"}


def test_a_bulk_record_is_what_commits_would_have_written(
    database_url: str, sqlite_template: SqliteTemplate, tmp_path: Path
) -> None:
    build(database_url, SCALE)
    committed = sqlite_template.copy(tmp_path / "committed.db")
    _commit(committed)

    built, expected = _record(database_url), _record(committed)
    for name in expected:
        assert built[name] == expected[name], name
    ended = {row["to_rev"] for row in built["event_index"]}
    assert len(ended) > SCALE.last // 2, "history is spread over the revisions"


def test_an_editor_can_go_on_and_a_check_finds_no_fault(database_url: str) -> None:
    build(database_url, SCALE)
    database, directories = Database(database_url), Directories()

    more = [_change(life, life.moments[0].document) for life in lives(1, 1, copy=9)]
    with database.writing() as connection:
        pin = ledger.commit(connection, directories, more, Entry("a test", nature(1)))
    assert pin is not None
    assert check(database, directories) == []
    database.close()


def _commit(url: str) -> None:
    """The same lives, commit by commit, through the one writer."""
    database, directories = Database(url), Directories()
    begin(database, directories)
    for commit, changes in _by_commit():
        with database.writing() as connection:
            ledger.commit(connection, directories, changes, Entry("bench", nature(commit)))
    database.close()


def _by_commit() -> Iterator[tuple[int, list[Change]]]:
    moments = [
        (moment.commit, copy, _change(life, moment.document))
        for copy in range(SCALE.copies)
        for life in lives(SCALE.block, SCALE.commits, copy)
        for moment in life.moments
    ]
    in_order = sorted(moments, key=itemgetter(0, 1))
    for (commit, _), some in groupby(in_order, key=itemgetter(0, 1)):
        yield commit, [change for _, _, change in some]


def _change(life: Life, document: dict[str, Any] | None) -> Change:
    if document is not None:
        return Put(life.thing, parsed(life.thing, document))
    first = life.moments[0].document
    assert first is not None
    return Retract(Thing.EVENT, first["id"])


def _record(url: str) -> dict[str, list[dict[str, Any]]]:
    """All rows of the record by table, in an order that follows from what they say."""
    database = Database(url)
    with database.reading() as connection:
        told = {row.id: (row.entity, row.version) for row in connection.execute(select(versions))}
        tables = {table.name: _rows(connection, table, told) for table in metadata.sorted_tables}
    database.close()
    return {name: rows for name, rows in tables.items() if name != "ledger"}


def _rows(
    connection: Connection, table: Table, told: dict[int, tuple[str, int]]
) -> list[dict[str, Any]]:
    found = connection.execute(select(table)).mappings()
    rows = [{k: v for k, v in row.items() if k not in CHANCE} for row in found]
    for row in rows:
        if "version_id" in row:
            row["version_id"] = told[row["version_id"]]
    return sorted(rows, key=repr)
