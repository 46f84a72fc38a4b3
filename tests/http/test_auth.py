"""Who asks: what opens a guarded address, what does not, and what each is told."""

import logging
import re
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from fastapi import FastAPI, Request, Response
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from app.domain import apikey
from app.domain.scope import Scope
from app.errors import MethodNotAllowed
from app.http import openapi
from app.http.auth import holder
from app.main import create_app
from app.store import keys
from app.store.beside import api_keys
from app.store.sessions import Database
from tests.http.conftest import Client
from tests.support.keys import add_guarded, bearing, guarded_app, new_key
from tests.support.live import settings_for

UNKNOWN = apikey.new_token().text


def who(request: Request) -> Response:
    """Says whose key it is; fails on demand, as an error that nobody foresaw does."""
    found = holder(request, Scope.WRITE)
    if request.url.query == "fail":
        raise ZeroDivisionError(found.name)
    return Response(found.name)


@pytest.fixture
def asked(database_url: str) -> Iterator[Client]:
    with guarded_app(database_url, who, Scope.WRITE) as app:
        yield Client(app)


def post(client: Client, token: str, query: str = "") -> httpx.Response:
    return client.request("POST", f"/guarded{query}", headers=bearing(token))


def test_a_key_opens_what_its_scope_reaches(asked: Client, database_url: str) -> None:
    answer = post(asked, new_key(database_url, Scope.WRITE, name="Night desk"))

    assert (answer.status_code, answer.text) == (200, "Night desk")
    assert answer.headers["cache-control"] == "private, no-store"


@pytest.mark.parametrize("scheme", ["bearer", "BEARER"])
def test_the_name_of_the_scheme_has_no_case(asked: Client, database_url: str, scheme: str) -> None:
    token = new_key(database_url, Scope.WRITE)
    headers = {"Authorization": f"{scheme}  {token} "}

    assert asked.request("POST", "/guarded", headers=headers).status_code == 200


def revoked(url: str) -> str:
    token = new_key(url, Scope.WRITE)
    end(url)
    return token


def end(url: str) -> None:
    database = Database(url)
    with database.writing() as connection:
        keys.revoke(connection, "desk", datetime.now(UTC))
    database.close()


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda _: UNKNOWN, "not known"),
        (lambda _: "pp_no-key", "pp_"),
        (lambda url: apikey.new_token(new_key(url, Scope.WRITE)[3:13]).text, "not known"),
        (lambda url: new_key(url, Scope.WRITE, expires_in=timedelta(seconds=-1)), "expired"),
        (revoked, "revoked"),
    ],
    ids=["unknown", "misshapen", "wrong secret", "expired", "revoked"],
)
def test_what_is_no_valid_key_is_401(
    asked: Client, database_url: str, make: Callable[[str], str], says: str
) -> None:
    token = make(database_url)
    answer = post(asked, token)

    assert (answer.status_code, answer.json()["code"]) == (401, "unauthorized")
    assert says in answer.json()["detail"]
    challenge = 'Bearer realm="pourparlers", error="invalid_token"'
    assert answer.headers["www-authenticate"] == challenge
    assert token not in answer.text


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Basic eDp5"}, {"Authorization": ""}])
def test_without_a_key_the_challenge_names_no_error(asked: Client, headers: dict[str, str]) -> None:
    answer = asked.request("POST", "/guarded", headers=headers)

    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == 'Bearer realm="pourparlers"'


def test_a_key_in_the_address_or_given_twice_opens_nothing(
    asked: Client, database_url: str
) -> None:
    token = new_key(database_url, Scope.WRITE)
    twice = [("Authorization", f"Bearer {token}")] * 2

    assert asked.request("POST", f"/guarded?access_token={token}").status_code == 401
    assert asked.request("POST", "/guarded", headers=twice).status_code == 400


def test_a_key_without_the_scope_is_403_that_names_it(asked: Client, database_url: str) -> None:
    answer = post(asked, new_key(database_url, Scope.READ_DRAFTS, Scope.PUBLISH, Scope.ADMIN))

    assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")
    assert "scope write" in answer.json()["detail"]
    assert 'error="insufficient_scope", scope="write"' in answer.headers["www-authenticate"]


def test_what_is_asked_with_a_key_is_kept_by_no_cache(asked: Client) -> None:
    for address in ("/v1/events", "/v1/events.csv", "/v1/events/none", "/live"):
        assert asked.get(address).headers.get("cache-control") != "private, no-store"
        answer = asked.get(address, headers=bearing(UNKNOWN))
        assert answer.headers.get_list("cache-control") == ["private, no-store"]


def test_a_public_address_does_not_ask_for_the_key(asked: Client) -> None:
    with_key = asked.get("/v1/events", headers=bearing(UNKNOWN))

    assert with_key.content == asked.get("/v1/events").content


def test_a_token_is_in_no_answer_and_in_no_log(
    asked: Client, database_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    token = new_key(database_url, Scope.WRITE)
    answers = [post(asked, token, "?fail"), post(asked, token + "0"), post(asked, token)]

    assert [answer.status_code for answer in answers] == [500, 401, 200]
    said = caplog.text + "".join(answer.text + str(answer.headers) for answer in answers)
    assert "unforeseen error" in said
    assert re.findall(token.rpartition("_")[2], said) == []


def test_an_error_of_the_database_shows_no_value(database_url: str) -> None:
    database = Database(database_url)
    hidden = "what no log may show"
    with database.writing() as connection:
        row = {"id": "x", "name": hidden, "scopes": "", "digest": "", "created_at": 0}
        connection.execute(insert(api_keys).values(row))
        with pytest.raises(IntegrityError) as failed:
            connection.execute(insert(api_keys).values(row))
        connection.rollback()
    database.close()

    assert hidden not in str(failed.value)


@pytest.mark.parametrize("key", ["a", "b"])
def test_a_key_ends_on_every_worker_within_a_second(database_url: str, key: str) -> None:
    """Each process has its own application; neither is told of what the other one did."""
    workers = [create_app(settings_for(database_url)) for _ in range(2)]
    for app in workers:
        add_guarded(app, who, Scope.WRITE)
    token = new_key(database_url, Scope.WRITE, name=key)
    try:
        assert [post(Client(app), token).status_code for app in workers] == [200, 200]
        database = Database(database_url)
        with database.writing() as connection:
            keys.revoke(connection, key, datetime.now(UTC))
        begun = time.perf_counter()
        ended = [post(Client(app), token).status_code for app in workers]
        took = time.perf_counter() - begun
        database.close()
    finally:
        for app in workers:
            app.state.service.close()

    assert (ended, took < 1) == ([401, 401], True)


def test_a_use_is_noted_without_a_write_in_the_way(database_url: str) -> None:
    token = new_key(database_url, Scope.WRITE)
    database = Database(database_url)
    with guarded_app(database_url, who, Scope.WRITE) as app, database.writing() as connection:
        # This writes all the while: on SQLite nobody else can.
        connection.exec_driver_sql("UPDATE api_keys SET name = name")
        assert post(Client(app), token).status_code == 200
    with database.reading() as connection:
        [key] = keys.listed(connection)
    database.close()

    assert key.last_used_at is not None


def test_a_guarded_route_without_a_scope_cannot_be_made(database_url: str) -> None:
    app: FastAPI = create_app(settings_for(database_url))
    with pytest.raises(TypeError, match="declares no scope"):
        add_guarded(app, who)
    app.state.service.close()


def test_the_document_says_which_scope_an_operation_wants(asked: Client) -> None:
    document = asked.get("/openapi.json").json()
    declared = document["paths"]["/guarded"]["post"]

    assert declared["security"] == [{"write": []}]
    assert openapi.scopes(declared) == (Scope.WRITE,)
    assert {"401", "403"} <= declared["responses"].keys()
    schemes = document["components"]["securitySchemes"]
    assert {scheme["scheme"] for scheme in schemes.values()} == {"bearer"}
    assert "write" in schemes
    assert document["security"] == []


def test_errors_of_methods_stay_as_they_were(asked: Client) -> None:
    answer = asked.get("/guarded")

    assert answer.status_code == MethodNotAllowed.status
