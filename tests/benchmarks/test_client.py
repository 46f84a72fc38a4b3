"""The client of the benchmarks reads whole answers, and asks at its pace."""

from collections.abc import Iterator
from itertools import pairwise
from random import Random
from urllib.parse import urlsplit

import pytest
from starlette.types import ASGIApp, Receive, Scope, Send

from benchmarks.client import answer, due_times, paced, rate
from tests.support.live import serving

PARTS = [b'{"items": [', b"1, " * 10_000, b"2]}"]


def speaking(_app: ASGIApp) -> ASGIApp:
    """In chunks, in one piece, without a body, or not at all well, by the path asked for."""

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await _app(scope, receive, send)
        path = scope["path"]
        status = {"/known": 304, "/missing": 404}.get(path, 200)
        length = str(sum(map(len, PARTS))).encode()
        headers = [(b"content-length", length)] if path == "/whole" else []
        await send({"type": "http.response.start", "status": status, "headers": headers})
        for part in PARTS if status == 200 else []:
            await send({"type": "http.response.body", "body": part, "more_body": True})
        return await send({"type": "http.response.body", "body": b""})

    return app


@pytest.fixture
def port(sqlite_url: str) -> Iterator[int]:
    with serving(sqlite_url, speaking) as address:
        yield urlsplit(address).port or 0


@pytest.mark.parametrize("path", ["/chunks", "/whole"])
def test_an_answer_is_read_to_its_end(port: int, path: str) -> None:
    head, body = answer(port, path)
    assert (b"chunked" in head) is (path == "/chunks")
    assert body == b"".join(PARTS)
    assert rate(port, [path], 0.05).answers > 0


def test_what_is_known_has_no_body(port: int) -> None:
    assert answer(port, "/known")[1] == b""


def test_no_other_answer_counts(port: int) -> None:
    with pytest.raises(ConnectionError, match="404"):
        rate(port, ["/missing"], 0.05)


def test_each_request_that_was_due_is_timed(port: int) -> None:
    took = paced(port, ["/chunks", "/whole", "/known"], 100, 0.2)
    assert len(took) == 20
    assert min(took) > 0


def test_requests_are_due_evenly_or_by_chance() -> None:
    evenly = [*due_times(100, 10)]
    assert len(evenly) == 1_000
    assert {round(b - a, 9) for a, b in pairwise(evenly)} == {0.01}

    by_chance = [*due_times(100, 10, Random(1))]
    gaps = [b - a for a, b in pairwise(by_chance)]
    assert 900 < len(by_chance) < 1_100
    # Of exponential gaps, 63 in a hundred are shorter than the mean.
    assert 0.58 < sum(gap < 0.01 for gap in gaps) / len(gaps) < 0.68
