"""A request sent again under its Idempotency-Key has one effect and one answer."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import httpx
import pytest
from fastapi import FastAPI, Request, Response
from sqlalchemy import select, update

from app.domain.scope import Scope
from app.store import answers
from app.store.beside import answers as answers_table
from app.store.sessions import Database
from tests.http.conftest import Client
from tests.support.effects import adding, effects
from tests.support.keys import bearing, guarded_app, new_key

THREADS = 32


@pytest.fixture
def app(database_url: str) -> Iterator[FastAPI]:
    with guarded_app(database_url, adding, Scope.WRITE) as made:
        yield made


@pytest.fixture
def token(database_url: str) -> str:
    return new_key(database_url, Scope.WRITE)


def post(app: FastAPI, token: str, key: str | None = "one", **how: str) -> httpx.Response:
    """`how` has headers, and the query."""
    query = how.pop("query", "")
    more = {name.replace("_", "-"): value for name, value in how.items()}
    given = {} if key is None else {"Idempotency-Key": key}
    headers = bearing(token) | given | more
    raw = {name: value.encode() for name, value in headers.items()}
    return Client(app).request("POST", f"/guarded?{query}", headers=raw)


def test_the_same_request_has_one_effect_and_one_answer(
    app: FastAPI, token: str, database_url: str
) -> None:
    first, second = post(app, token), post(app, token)

    assert effects(database_url) == 1
    assert (second.status_code, second.content) == (201, first.content)
    replayed = second.headers.pop("idempotent-replayed")
    assert (replayed, second.headers) == ("true", first.headers)
    assert first.headers["location"].endswith(first.text)


def test_a_key_with_quotes_is_the_same_without(app: FastAPI, token: str, database_url: str) -> None:
    answers = [post(app, token, key).text for key in ('"one"', "one")]

    assert (effects(database_url), len(set(answers))) == (1, 1)


@pytest.mark.parametrize(
    "other",
    [{"x_body": "y"}, {"query": "dry_run=false"}, {"if_match": '"3"'}, {"content_type": "a/b"}],
)
def test_another_request_under_the_same_key_is_422(
    app: FastAPI, token: str, database_url: str, other: dict[str, str]
) -> None:
    post(app, token)
    answer = post(app, token, **other)

    assert (answer.status_code, answer.json()["code"]) == (422, "key-reused")
    assert effects(database_url) == 1


def test_the_key_is_of_its_holder(app: FastAPI, token: str, database_url: str) -> None:
    other = new_key(database_url, Scope.WRITE, name="another desk")
    answers = {post(app, holder).text for holder in (token, other)}

    assert (effects(database_url), len(answers)) == (2, 2)


def test_without_a_key_each_request_has_its_effect(
    app: FastAPI, token: str, database_url: str
) -> None:
    assert [post(app, token, None).status_code for _ in range(2)] == [201, 201]
    assert effects(database_url) == 2


@pytest.mark.parametrize("key", ["", '""', "a b", '"a', "a" * 256, "a,b", '"a\\"', "ä"])
def test_what_is_no_key_is_400_and_not_repeated(app: FastAPI, token: str, key: str) -> None:
    answer = post(app, token, key)

    assert (answer.status_code, answer.json()["code"]) == (400, "malformed-request")


def test_a_request_that_was_refused_is_tried_again(
    app: FastAPI, token: str, database_url: str
) -> None:
    assert post(app, token, refuse="1").status_code == 409
    assert (post(app, token).status_code, effects(database_url)) == (201, 1)


def test_an_answer_is_kept_for_a_day_and_then_removed(
    app: FastAPI, token: str, database_url: str
) -> None:
    post(app, token)
    post(app, token, "two")
    database = Database(database_url)
    aged = update(answers_table).where(answers_table.c.key == "one")
    with database.writing() as connection:
        connection.execute(aged.values(at=answers_table.c.at - day(hours=24, seconds=-5)))
    assert post(app, token).headers["idempotent-replayed"] == "true"
    with database.writing() as connection:
        connection.execute(aged.values(at=answers_table.c.at - day(seconds=6)))
    # Somebody else's request removes what is old.
    post(app, token, "two")
    with database.reading() as connection:
        assert connection.scalars(select(answers_table.c.key)).all() == ["two"]
    database.close()

    assert (post(app, token).status_code, effects(database_url)) == (201, 2 + 1)


def day(**length: int) -> int:
    return timedelta(**length) // timedelta(microseconds=1)


def at_once(ask: Callable[[], httpx.Response]) -> list[httpx.Response]:
    """The answers to so many requests that begin together."""
    together = threading.Barrier(THREADS)

    def one(_number: int) -> httpx.Response:
        together.wait()
        return ask()

    with ThreadPoolExecutor(THREADS) as threads:
        return list(threads.map(one, range(THREADS)))


def test_32_threads_with_one_key_have_one_effect(
    app: FastAPI, token: str, database_url: str
) -> None:
    found = at_once(lambda: post(app, token))
    done = [answer for answer in found if answer.status_code == 201]

    assert effects(database_url) == 1
    assert len({answer.content for answer in done}) == 1
    assert {answer.status_code for answer in found} <= {201, 409}
    assert post(app, token).content == done[0].content


def test_without_the_guard_they_have_32(
    app: FastAPI, token: str, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: the same requests, and nobody looks at their key."""
    monkeypatch.setattr("app.http.guarded.key_of", lambda _request: None)
    monkeypatch.setattr("app.http.once.key_of", lambda _request: None)
    at_once(lambda: post(app, token))

    assert effects(database_url) == THREADS


@pytest.mark.parametrize("workers", [4])
def test_32_threads_on_several_workers_have_one_effect(
    database_url: str, token: str, workers: int
) -> None:
    """None knows what flies in another: the database alone keeps them apart."""
    apps = [guarded_app(database_url, adding, Scope.WRITE) for _ in range(workers)]
    made = [app.__enter__() for app in apps]
    waiting = iter(made * THREADS)
    found = at_once(lambda: post(next(waiting), token))
    for app in apps:
        app.__exit__(None, None, None)

    assert effects(database_url) == 1
    assert {answer.status_code for answer in found} <= {201, 409}
    assert len({answer.content for answer in found if answer.status_code == 201}) == 1


def test_while_the_first_is_answered_the_second_is_409(database_url: str, token: str) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def waiting(request: Request) -> Response:
        begun.set()
        assert go_on.wait(10)
        return adding(request)

    with guarded_app(database_url, waiting, Scope.WRITE) as app, ThreadPoolExecutor() as threads:
        first = threads.submit(post, app, token)
        assert begun.wait(10)
        second, other = post(app, token), threads.submit(post, app, token, "other")
        go_on.set()

        assert (second.status_code, second.json()["code"]) == (409, "in-flight")
        assert second.headers["retry-after"] == "1"
        assert [first.result().status_code, other.result().status_code] == [201, 201]


def test_of_two_workers_the_second_is_409_on_postgresql(postgresql_url: str) -> None:
    """There a lock says so; on SQLite the second waits for the one writer, and gets its answer."""
    asked = answers.Asked("holder", "one", "hash")
    database = Database(postgresql_url)
    with database.writing() as first, database.writing() as second:
        assert [answers.alone(c, asked) for c in (first, second)] == [True, False]
        assert answers.alone(second, asked._replace(key="two"))
        assert answers.alone(second, asked._replace(holder="other"))
    database.close()
