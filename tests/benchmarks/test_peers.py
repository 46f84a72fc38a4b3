"""What is measured beside ours is asked the same, and ours answers it with whole pages."""

import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from app.main import create_app
from benchmarks.build import build, scale
from benchmarks.peers import datasette, orm
from benchmarks.peers.installed import LOCK
from benchmarks.peers.orm_build import fill
from benchmarks.peers.stored import STORED
from benchmarks.peers.table import ORDINARY, PEERS, Files
from benchmarks.postgres import created
from benchmarks.questions import FIRST, LIMIT, Asked, ours, pages, row, sorts, windows
from tests.http.conftest import Client
from tests.support.databases import SqliteTemplate
from tests.support.live import settings_for

SOME = windows()[::50]
FILES = Files("records/10.db", "records/orm-10.db", Path("folder"))


class Both(NamedTuple):
    """Ours and the ordinary version over the same thousand events, with their addresses."""

    ours: Client
    ordinary: Client
    record: str
    tables: str


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def both(request: pytest.FixtureRequest, tmp_path_factory: Any) -> Iterator[Both]:
    with ExitStack() as stack:
        template = request.getfixturevalue(f"{request.param}_template")
        if isinstance(template, SqliteTemplate):
            folder = tmp_path_factory.mktemp("both")
            record, tables = template.copy(folder / "ours.db"), f"sqlite:///{folder}/theirs.db"
        else:
            record = stack.enter_context(template.copy())
            tables = created(record, f"{request.getfixturevalue('worker')}_ordinary")
        build(record, scale(1_000))
        fill(record, tables)
        app = create_app(settings_for(record))
        stack.callback(app.state.service.close)
        ordinary = orm.create_app(tables)
        stack.callback(ordinary.state.engine.dispose)
        yield Both(Client(app), Client(ordinary), record, tables)


def items(client: Client, address: str) -> list[Any]:
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    found: list[Any] = answer.json()["items"]
    return found


def ids(client: Client, address: str) -> list[str]:
    return [item["id"] for item in items(client, address)]


def test_each_question_has_a_whole_page(both: Both) -> None:
    for asked in SOME:
        assert len(items(both.ours, ours(asked))) == LIMIT, asked


def test_each_sort_of_question_finds_something(both: Both) -> None:
    for sort in sorts(50):
        assert any(items(both.ours, address) for address in sort.addresses[:10]), sort.name


def test_no_two_questions_are_alike() -> None:
    assert len(set(pages())) == len(windows()) == 2_000
    for peer in PEERS:
        assert len({peer.address(FILES, asked) for asked in windows()}) == 2_000, peer.name


def test_the_ordinary_version_finds_the_same_events(both: Both) -> None:
    for asked in SOME:
        assert ids(both.ordinary, ORDINARY.address(FILES, asked)) == ids(both.ours, ours(asked))


def test_the_ordinary_version_says_the_same_of_them(both: Both) -> None:
    asked = SOME[0]
    theirs = items(both.ordinary, ORDINARY.address(FILES, asked))
    for ordinary, item in zip(theirs, items(both.ours, ours(asked)), strict=True):
        # What is said to be not equal: dates in words; and why it was found.
        for when in (item["when"], *(previous["when"] for previous in item["previous"])):
            del when["text"]
        del item["matched_by"]
        item["changed_at"] = item["changed_at"].removesuffix("Z")
        assert ordinary == item


def test_statements_written_by_hand_find_the_same_events(both: Both) -> None:
    if not both.record.startswith("sqlite"):
        return  # They are for those who serve a SQLite file.
    for asked in SOME:
        wanted = ids(both.ours, ours(asked))
        for url, statement in ((both.record, STORED), (both.tables, datasette.NESTED)):
            assert by_hand(url, statement, asked) == wanted


def by_hand(url: str, statement: str, asked: Asked) -> list[str]:
    days = {"first": asked.first.toordinal(), "last": asked.last.toordinal()}
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as connection:
        found = connection.execute(statement, {"actor": asked.actor, **days})
        return [json.loads(document)["id"] for (document,) in found]


def test_a_row_is_found_by_walking_there(both: Both) -> None:
    deep = row(100, lambda address: both.ours.get(address).content)
    assert deep is not None
    assert ids(both.ours, deep) == ids(both.ours, "/v1/events?limit=120")[100:]
    assert row(10_000, lambda address: both.ours.get(address).content) is None
    assert row(0, lambda address: both.ours.get(address).content) == FIRST


def test_every_peer_says_what_is_not_equal() -> None:
    assert len({peer.name for peer in PEERS}) == len(PEERS)
    for peer in PEERS:
        assert peer.how, peer.name
        assert peer.not_equal.endswith("."), peer.name


def test_every_peer_is_locked_by_hashes_and_without_an_address() -> None:
    locked = LOCK.read_text()
    assert "://" not in locked
    wanted = LOCK.with_suffix(".in").read_text().split()
    for package in {peer.package for peer in PEERS} - {None}:
        assert package in wanted
        assert re.search(rf"^{package}==\S+ .*\n +--hash=sha256:", locked, re.MULTILINE), package
