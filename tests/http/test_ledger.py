"""/v1/ledger and its digest: the record as it is stored, for whoever makes a copy of it."""

import json
from hashlib import sha256
from typing import Any

import httpx
import pytest

from app.main import create_app
from app.store import ledger as ledgers
from app.store import record
from app.store.sessions import Database
from tests.http.conftest import Client
from tests.support.live import settings_for
from tests.support.world import World


def told(answer: httpx.Response) -> tuple[list[bytes], dict[str, Any]]:
    """The lines of a page, and the one that ends it."""
    assert answer.status_code == 200, answer.text
    *lines, last = answer.content.splitlines(keepends=True)
    return lines, json.loads(last)


def test_a_line_says_what_a_commit_wrote_and_not_who_committed(client: Client) -> None:
    answer = client.get("/v1/ledger?since=1")
    lines, end = told(answer)
    rows = [json.loads(line) for line in lines]
    parts = [row["part"] for row in rows]

    assert answer.headers["content-type"].startswith("application/x-ndjson")
    assert parts == sorted(parts, key=["commit", "version", "change"].index)
    assert (parts.count("commit"), {row["rev"] for row in rows}) == (1, {2})
    assert rows[0].keys() == {
        *("part", "rev", "at", "nature", "reason", "source", "directory_rev", "told_rev"),
    }
    assert end == {
        "part": "end", "epoch": end["epoch"], "rev": 2, "skipped": 0, "head": 2, "next": None,
    }  # fmt: skip
    assert b"pourparlers load" not in answer.content


def test_the_digest_is_that_of_the_lines(client: Client) -> None:
    lines, end = told(client.get("/v1/ledger?since=0"))
    said = client.get("/v1/ledger/digest").json()
    span = f"sha256:{sha256(b''.join(lines)).hexdigest()}"

    assert said["spans"] == [{"rev": 2, "digest": span}]
    assert said["digest"] == f"sha256:{sha256(span.encode()).hexdigest()}"
    assert (said["epoch"], said["rev"]) == (end["epoch"], 2)
    first = client.get("/v1/ledger/digest?as_of=1").json()
    assert (first["rev"], first["digest"] == said["digest"]) == (1, False)


def test_next_leads_through_all_lines(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    whole, _ = told(client.get("/v1/ledger?since=0"))
    monkeypatch.setattr(record, "MOST_LINES", 100)
    client.forget()
    address, lines, pages = "/v1/ledger?since=0", list[bytes](), 0
    while address:
        answer = client.get(address)
        some, end = told(answer)
        lines += some
        pages += 1
        assert (end["next"] is None) != ('rel="next"' in answer.headers["link"])
        address = (end["next"] or "").removeprefix("http://127.0.0.1:8000")

    assert lines == whole
    assert pages == -(-len(whole) // 100)


def test_as_of_ends_it_and_is_kept_for_long(client: Client) -> None:
    lines, end = told(client.get("/v1/ledger?since=0&as_of=1"))
    assert {json.loads(line)["rev"] for line in lines} == {1}
    assert (end["rev"], end["next"]) == (1, None)
    pinned = client.get("/v1/ledger?since=0&as_of=1")
    assert "max-age=86400" in pinned.headers["cache-control"]
    assert client.get("/v1/ledger?since=0").headers["cache-control"] == "public, no-cache"


def test_asked_again_nothing_new_costs_nothing(client: Client) -> None:
    first = client.get("/v1/ledger?since=2")
    assert told(first)[0] == []
    again = client.get("/v1/ledger?since=2", headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ("", "since: say from which revision on"),
        ("since=x", "since: "),
        ("since=2&as_of=1", "since: revision 2 is after as_of"),
        ("since=0&skip=-1", "skip: write a whole number"),
        ("since=0&skip=1e3", "skip: write a whole number"),
        ("since=0&actor=RU", "One of the parameters is not a parameter here"),
    ],
)
def test_what_cannot_be_read_is_told_so(client: Client, asked: str, says: str) -> None:
    answer = client.get(f"/v1/ledger?{asked}")
    assert answer.status_code == 422
    assert answer.json()["detail"].startswith(says)


def test_a_place_within_a_commit_of_the_feed_is_none_here(client: Client) -> None:
    place = client.get("/v1/changes?since=0&thing=all&limit=1").json()["since"]
    answer = client.get(f"/v1/ledger?since={place}")
    assert (answer.status_code, answer.json()["errors"][0]["parameter"]) == (422, "since")


@pytest.mark.parametrize("since", ["00000000.1", "99"])
def test_another_epoch_is_sent_to_the_beginning(client: Client, since: str) -> None:
    answer = client.get(f"/v1/ledger?since={since}&skip=4")
    assert (answer.status_code, answer.json()["code"]) == (410, "epoch-ended")
    restart = "http://127.0.0.1:8000/v1/ledger?since=0"
    assert answer.json()["errors"][0]["suggestions"] == [restart]
    assert answer.headers["link"] == f'<{restart}>; rel="start"'


def test_a_digest_that_takes_long_is_made_in_parts(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It says how far it is, and is further each time."""
    whole = client.get("/v1/ledger/digest").json()
    monkeypatch.setattr("app.store.digest.SPAN", 1)
    monkeypatch.setattr("app.store.digest.MOST", 1)
    monkeypatch.setattr("app.http.ledger.Digests.at.__defaults__", (1,))
    digests = client.app.state.digests
    monkeypatch.setattr(digests, "_full", [])
    client.forget()
    first = client.get("/v1/ledger/digest")

    assert (first.status_code, first.headers["retry-after"]) == (503, "5")
    assert first.json()["detail"] == "The digest is being made: 1 of 2 revisions. Ask again."
    second = client.get("/v1/ledger/digest").json()
    assert [span["rev"] for span in second["spans"]] == [1, 2]
    assert second["digest"] != whole["digest"]


def test_what_was_remembered_of_another_epoch_is_forgotten(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.store.digest.SPAN", 1)
    world = World(sqlite_url)
    world.begin()
    app = create_app(settings_for(sqlite_url))
    before = Client(app).get("/v1/ledger/digest").json()
    database = Database(sqlite_url)
    with database.writing() as connection:
        connection.exec_driver_sql("UPDATE commits SET reason = 'blanked'")
        ledgers.new_epoch(connection)
    after = Client(app).get("/v1/ledger/digest").json()
    app.state.service.close()
    database.close()
    world.close()

    assert before["epoch"] != after["epoch"]
    assert before["digest"] != after["digest"]
