"""How much of a file a connection keeps: what a server needs, and what a walk over it does."""

from pathlib import Path

import pytest
from sqlalchemy import text

from app import cli_export, terminal
from app.store.sessions import CACHE_KIB, HEAP, Database
from tests.support.world import World


def kept(database: Database) -> int:
    with database.reading() as connection:
        found: int = connection.execute(text("PRAGMA cache_size")).scalar_one()
        return -found


def test_a_server_keeps_what_it_may_be_asked_again(sqlite_url: str) -> None:
    database = Database(sqlite_url)
    assert kept(database) == CACHE_KIB == 16_000
    database.close()


def test_all_connections_together_keep_no_more_than_a_few_of_them(sqlite_url: str) -> None:
    """What SQLite takes is a small part of a worker, however many threads ask."""
    database = Database(sqlite_url)
    for engine in (database.reader, database.writer):
        with engine.connect() as connection:
            limit = connection.execute(text("PRAGMA soft_heap_limit")).scalar_one()
            assert limit == HEAP < 4 * CACHE_KIB << 10
    database.close()


def test_an_export_keeps_little(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = World(sqlite_url)
    world.begin()
    world.close()
    opened: list[int] = []

    class Noted(Database):
        def __init__(self, url: str, cache_kib: int) -> None:
            super().__init__(url, cache_kib)
            opened.append(kept(self))

    monkeypatch.setattr(terminal, "Database", Noted)
    monkeypatch.setenv("POURPARLERS_DATABASE_URL", sqlite_url)
    cli_export.export(["--output", str(tmp_path / "all.ndjson")], standalone_mode=False)
    assert opened == [2_000]
