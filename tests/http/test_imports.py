"""POST /v1/imports does what `pourparlers import` does, for who may, and within its bounds."""

import json
import socket
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest
from click.testing import CliRunner
from fastapi import FastAPI
from sqlalchemy import select

from app.cli import commands
from app.domain.scope import Scope
from app.http import spooled
from app.http.import_shapes import ImportReport
from app.http.imports import PARAMETERS
from app.main import create_app
from app.store.check import check
from app.store.pins import pin
from app.store.tables import commits
from tests.http.conftest import Client
from tests.support.keys import bearing, new_key
from tests.support.live import serving, settings_for
from tests.support.world import World
from tests.test_docs import read

Json = dict[str, Any]
NDJSON, CSV = {"Content-Type": "application/x-ndjson"}, {"Content-Type": "text/csv"}
MAPPING = """
[id]
scheme = "ours"
value = "{No}"
[source]
id = "ours"
publisher = "Our newsroom"
title = "Meetings"
[event]
kind = "meeting"
status = "announced"
title = "{What}"
when = { start = "Day" }
[[participants]]
role = "party"
actor = { column = "Who", split = "|" }
"""
ROWS = "No,Day,Who,What\n1,2022-02-01,france|Atlantis,Talks\n2,2022-02-02,poland,Lunch\n"


@pytest.fixture
def world(database_url: str) -> Iterator[World]:
    made = World(database_url)
    made.begin()
    yield made
    made.close()


@pytest.fixture
def app(world: World) -> Iterator[FastAPI]:
    made = create_app(settings_for(world.url))
    yield made
    made.state.service.close()


@pytest.fixture
def token(world: World) -> str:
    return new_key(world.url, Scope.PUBLISH)


def line(number: int, **more: Any) -> Json:
    named = [{"scheme": "desk", "value": str(number)}]
    return {
        "identifiers": named, "kind": "meeting", "status": "announced", "title": f"Talks {number}",
        "lang": "en", "when": "2022-01-31", "sources": ["src_1"], **more,
    }  # fmt: skip


def lines(*documents: Json) -> bytes:
    return "\n".join(map(json.dumps, documents)).encode()


def post(app: FastAPI, token: str, body: bytes, headers: dict[str, str], **query: Any) -> Any:
    asked = Client(app).request(
        "POST",
        f"/v1/imports?{urlencode(query)}",
        content=body,
        headers=bearing(token) | headers,
    )
    assert isinstance(asked, httpx.Response)
    return asked


def report(answer: httpx.Response) -> ImportReport:
    assert answer.status_code == 200, answer.text
    return ImportReport.model_validate_json(answer.content)


def head(world: World) -> int:
    with world.database.reading() as connection:
        return pin(connection).rev


def authors(world: World) -> list[str]:
    with world.database.reading() as connection:
        return list(connection.scalars(select(commits.c.author).order_by(commits.c.rev)))


def test_lines_of_ours_come_in_once(app: FastAPI, token: str, world: World) -> None:
    body = lines(line(1), line(2))
    first, second = (report(post(app, token, body, NDJSON)) for _ in range(2))

    assert (first.lines, first.created, first.revisions) == (2, 2, [head(world)])
    assert (second.created, second.unchanged, second.revisions) == (0, 2, [])
    assert authors(world)[-1] == "desk: ndjson"
    assert check(world.database, world.directories) == []


def test_a_table_comes_in_through_its_mapping(app: FastAPI, token: str) -> None:
    done = report(post(app, token, ROWS.encode(), CSV, mapping=MAPPING))

    assert (done.created, [name.token for name in done.unresolved]) == (2, ["Atlantis"])
    found = Client(app).get("/v1/events?id=ours:1").json()["items"]
    assert [p["actor"]["id"] for p in found[0]["participants"]] == ["france"]


def test_a_mapping_may_end_its_lines_as_windows_does(app: FastAPI, token: str) -> None:
    windows = MAPPING.replace("\n", "\r\n")

    assert report(post(app, token, ROWS.encode(), CSV, mapping=windows)).created == 2


def test_a_broken_line_keeps_its_batch_out_and_is_named(app: FastAPI, token: str) -> None:
    body = lines(line(1), line(2, kind="meating"), line(3), line(4))
    done = report(post(app, token, body, NDJSON, batch=2))

    assert [(t.line, t.at) for t in done.troubles] == [(2, "/kind")]
    assert (done.created, done.refused, len(done.revisions)) == (2, 2, 1)
    assert report(post(app, token, body, NDJSON)).refused == 4
    assert len(Client(app).get("/v1/events").json()["items"]) == 2


def test_a_dry_run_keeps_nothing_and_needs_less(app: FastAPI, world: World) -> None:
    token, before = new_key(world.url, Scope.WRITE), head(world)
    body = lines(line(1))
    rehearsed = report(post(app, token, body, NDJSON, dry_run="true"))
    answer = post(app, token, body, NDJSON)

    assert (rehearsed.created, rehearsed.revisions, head(world)) == (1, [], before)
    assert (answer.status_code, "scope publish" in answer.json()["detail"]) == (403, True)


def test_a_correction_here_stays_whoever_imports_again(
    app: FastAPI, token: str, world: World, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The publisher is one voice, by the command line and by any key."""
    (tmp_path / "rows.csv").write_text(ROWS, encoding="utf-8")
    (tmp_path / "mapping.toml").write_text(MAPPING, encoding="utf-8")
    monkeypatch.setenv("POURPARLERS_DATABASE_URL", world.url)
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(commands, ["import", "rows.csv", "-m", "mapping.toml"])
    assert done.exit_code == 0, done.output
    changed = ROWS.replace("Lunch", "Dinner")
    by_key = report(post(app, token, changed.encode(), CSV, mapping=MAPPING))

    assert (by_key.changed, by_key.unchanged, by_key.conflicts) == (1, 1, [])
    other = new_key(world.url, Scope.PUBLISH, name="another desk")
    again = report(post(app, other, ROWS.encode(), CSV, mapping=MAPPING))
    assert (again.changed, again.conflicts) == (1, [])


def test_the_same_key_gives_the_same_report(app: FastAPI, token: str, world: World) -> None:
    body, headers = lines(line(1)), NDJSON | {"Idempotency-Key": "one"}
    first, rev = post(app, token, body, headers), head(world)
    second = post(app, token, body, headers)
    other = post(app, token, lines(line(2)), headers)

    assert (second.content, second.headers["idempotent-replayed"]) == (first.content, "true")
    assert (report(first).created, head(world)) == (1, rev)
    assert (other.status_code, other.json()["code"]) == (422, "key-reused")


TABLES = MAPPING + '[tables.names]\nfile = "/etc/passwd"\nkey = "a"\nvalue = "b"\n'


@pytest.mark.parametrize(
    ("headers", "query", "status", "code"),
    [
        ({}, {}, 415, "unsupported-media-type"),
        ({"Content-Type": "application/json"}, {}, 415, "unsupported-media-type"),
        ({"Content-Type": "text/csv; charset=latin-1"}, {}, 415, "unsupported-media-type"),
        ({"Content-Type": "multipart/form-data; boundary=x"}, {}, 415, "unsupported-media-type"),
        (CSV | {"Content-Encoding": "gzip"}, {"mapping": MAPPING}, 415, "unsupported-media-type"),
        (CSV, {}, 422, "invalid-mapping"),
        (NDJSON, {"mapping": MAPPING}, 422, "invalid-mapping"),
        (CSV, {"mapping": "[id"}, 422, "invalid-mapping"),
        (CSV, {"mapping": MAPPING.replace("Who", "Whom")}, 422, "invalid-mapping"),
        (CSV, {"mapping": TABLES}, 422, "invalid-mapping"),
        (NDJSON, {"batch": "0"}, 422, "invalid-query"),
        (NDJSON, {"batch": "100001"}, 422, "invalid-query"),
        (NDJSON, {"batch": "٣"}, 422, "invalid-query"),
        (NDJSON, {"dry_run": "yes"}, 422, "invalid-query"),
        (NDJSON, {"dryrun": "true"}, 422, "invalid-query"),
        (NDJSON, {"reason": "x" * 501}, 422, "invalid-query"),
    ],
)
def test_what_cannot_be_taken_is_said(
    app: FastAPI, token: str, headers: dict[str, str], query: dict[str, str], status: int, code: str
) -> None:
    answer = post(app, token, ROWS.encode(), headers, **query)

    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert "/tmp" not in answer.text  # noqa: S108 - what an answer must not tell
    assert Client(app).get("/v1/events").json()["items"] == []


def test_a_request_without_a_body_is_malformed(app: FastAPI, token: str) -> None:
    assert post(app, token, b"", NDJSON).json()["code"] == "malformed-request"


@pytest.mark.parametrize("announced", [True, False])
def test_a_body_of_too_many_bytes_is_413(
    app: FastAPI, token: str, monkeypatch: pytest.MonkeyPatch, announced: bool
) -> None:
    """With a length it is not read at all; without one, no further than the limit."""
    monkeypatch.setattr(spooled, "LARGEST", 1_000)
    sent = []

    async def pieces() -> Any:
        for _ in range(100):
            sent.append(1)
            yield b"x" * 100

    length = {"Content-Length": "10000"} if announced else {}
    answer = Client(app).request(
        "POST", "/v1/imports", content=pieces(), headers=bearing(token) | NDJSON | length
    )

    assert (answer.status_code, answer.json()["code"]) == (413, "content-too-large")
    assert len(sent) == (0 if announced else 11)


def test_the_key_is_asked_for_before_the_body(sqlite_url: str) -> None:
    """Who has none is told so without sending 64 MiB first."""
    head = (
        "POST /v1/imports HTTP/1.1\r\nHost: test\r\nContent-Type: text/csv\r\n"
        f"Content-Length: {spooled.LARGEST}\r\n\r\n"
    )
    with serving(sqlite_url) as address:
        port = int(address.rpartition(":")[2])
        with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
            connection.sendall(head.encode())
            assert connection.recv(100).startswith(b"HTTP/1.1 401 ")


@pytest.mark.parametrize("mebibytes", [32])
def test_a_body_is_never_in_memory(
    app: FastAPI, token: str, mebibytes: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.http.importer.run", lambda *_: Nothing())
    piece = b" " * (1024**2 - 1) + b"\n"

    async def pieces() -> Any:
        for _ in range(mebibytes):
            yield piece

    tracemalloc.start()
    answer = Client(app).request(
        "POST", "/v1/imports", content=pieces(), headers=bearing(token) | NDJSON
    )
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert (answer.status_code, peak < 8 * 1024**2) == (200, True)


class Nothing:
    """The report of a run that did not take place."""

    def document(self) -> Json:
        return {}


@pytest.mark.parametrize("name", PARAMETERS)
def test_a_parameter_is_documented(name: str) -> None:
    assert f"| `{name}` |" in read("docs/import.md")
