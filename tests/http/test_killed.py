"""A server killed on its way: whoever asks again under the same key has one effect."""

import signal

import httpx
import pytest

from app.domain.scope import Scope
from tests.http.conftest import Client
from tests.support.dying import doomed
from tests.support.effects import adding, effects, ids
from tests.support.keys import bearing, guarded_app, new_key

KEY = {"Idempotency-Key": "one"}


def asked_and_killed(url: str, moment: str, headers: dict[str, str]) -> None:
    """Asks a server that dies of it; no answer comes."""
    with doomed(url, moment) as (address, process):
        with pytest.raises(httpx.TransportError):
            httpx.post(f"{address}/guarded", headers=headers, timeout=20)
        assert process.wait(10) == -signal.SIGKILL


def again(url: str, headers: dict[str, str]) -> httpx.Response:
    with guarded_app(url, adding, Scope.WRITE) as app:
        return Client(app).request("POST", "/guarded", headers=headers)


def test_killed_after_the_commit_the_retry_gets_its_answer(database_url: str) -> None:
    headers = bearing(new_key(database_url, Scope.WRITE)) | KEY
    asked_and_killed(database_url, "before the answer", headers)
    [made] = ids(database_url)
    answer = again(database_url, headers)

    assert (answer.status_code, answer.text) == (201, made)
    assert answer.headers["location"] == f"/v1/events/{made}"
    assert (answer.headers["idempotent-replayed"], effects(database_url)) == ("true", 1)


def test_without_a_key_the_retry_has_a_second_effect(database_url: str) -> None:
    """The control: the same kill, and nothing that tells the second request from another."""
    headers = bearing(new_key(database_url, Scope.WRITE))
    asked_and_killed(database_url, "before the answer", headers)
    answer = again(database_url, headers)

    assert (answer.status_code, effects(database_url)) == (201, 2)


def test_killed_before_the_commit_the_retry_has_the_effect(database_url: str) -> None:
    """Neither the effect nor an answer to it was kept."""
    headers = bearing(new_key(database_url, Scope.WRITE)) | KEY
    asked_and_killed(database_url, "before the commit", headers)
    before = effects(database_url)
    answer = again(database_url, headers)

    assert (before, answer.status_code, effects(database_url)) == (0, 201, 1)
    assert "idempotent-replayed" not in answer.headers
