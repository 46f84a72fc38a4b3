"""The straight way answers as the framework does, and does little."""

import asyncio
import sys
import threading
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from starlette.routing import Match

from app.http import listings
from app.http.straight import Straight
from app.main import create_app
from app.store import glance
from tests.http.conftest import Client
from tests.support.live import settings_for
from tests.support.selects import selects

LISTS = ("events", "events.json", "events.csv", "events.atom", "actors", "statements", "changes")
QUESTIONS = (
    "",
    "?limit=2",
    "?limit=0",
    "?lang=fr&sort=-date",
    "?actor=russia",
    "?actor=lavrov",
    "?actor=RU&actor=US&date=2022",
    "?actor=russia&via=organisations",
    "?actor=nobody",
    "?nothing=1",
    "?q=talks",
    "?as_of=1",
    "?as_of=99",
    "?cursor=x",
    "?id=ru-us-consultations-geneva-2022-01",
    "?tz=Asia/Tokyo",
    "?include=statements",
    "?count=true",
    "?date=2022-02-30",
    "?%ff",
)
HEADERS: tuple[dict[str, str], ...] = (
    {},
    {"Accept": "text/html"},
    {"Accept": "text/csv"},
    {"Accept": "image/webp"},
    {"Accept-Language": "fr"},
    {"Authorization": "Bearer x"},
    {"If-None-Match": "*"},
)
PAGE = "/v1/events?actor=russia&date=2022-01"


@pytest.fixture(scope="module")
def app(url: str) -> Iterator[FastAPI]:
    """What is kept of whole answers would hide what an answer takes."""
    made = create_app(settings_for(url, cache_mib=0))
    yield made
    made.state.service.close()


@pytest.fixture
def framed(url: str) -> Iterator[Client]:
    """The same record without the straight way."""
    app = create_app(settings_for(url, cache_mib=0))
    app.user_middleware = [m for m in app.user_middleware if "framework" not in m.kwargs]
    yield Client(app)
    app.state.service.close()


def told(
    client: Client, method: str, address: str, headers: Mapping[str, str] | None = None
) -> tuple[Any, ...]:
    answer = client.request(method, address, headers=headers)
    body = answer.content
    if body and answer.headers.get("content-type") == "application/problem+json":
        body = repr({**answer.json(), "request_id": None}).encode()
    return answer.status_code, sorted(answer.headers.multi_items()), body


@pytest.mark.parametrize("name", LISTS)
def test_both_ways_answer_alike(client: Client, framed: Client, name: str) -> None:
    for question in QUESTIONS:
        address = f"/v1/{name}{question}"
        for method in ("GET", "HEAD", "GET"):
            assert told(client, method, address) == told(framed, method, address), address
    address = f"/v1/{name}"
    for headers in HEADERS:
        assert told(client, "GET", address, headers) == told(framed, "GET", address, headers)
    for method in ("POST", "OPTIONS"):
        assert told(client, method, address) == told(framed, method, address)


def test_each_address_is_that_of_the_function_which_the_framework_would_ask(app: FastAPI) -> None:
    """An address with a place in it may be declared before, and mean the same."""
    straight = Straight(app, app)

    assert "/v1/events" in straight.endpoints
    assert {path: framework(app, path) for path in straight.endpoints} == straight.endpoints


def framework(app: FastAPI, path: str) -> Any:
    scope = {"type": "http", "method": "GET", "path": path, "root_path": ""}
    matching = (r for r in iter_route_contexts(app.routes) if r.matches(scope)[0] is Match.FULL)
    return next(matching).endpoint


@pytest.mark.parametrize(
    ("error", "status"),
    [(RecursionError, 400), (OverflowError, 400), (UnicodeError, 400), (ZeroDivisionError, 500)],
)
def test_what_goes_wrong_is_a_problem(
    client: Client, monkeypatch: pytest.MonkeyPatch, error: type[Exception], status: int
) -> None:
    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(listings, "listing", fail)
    answer = client.get("/v1/events")

    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"


def test_what_takes_longer_than_a_glance_is_answered_in_a_thread(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = [client.get(PAGE) for _ in range(2)]
    client.app.state.service.database.close()
    monkeypatch.setattr(glance, "EVERY", 1)
    monkeypatch.setattr(glance, "STEPS", 100)
    threads = noting(monkeypatch)

    assert client.get(PAGE).content == asked[1].content
    assert threads[-1] is not threading.current_thread()
    client.app.state.service.database.close()


def noting(monkeypatch: pytest.MonkeyPatch) -> list[threading.Thread]:
    """The threads in which pages are put together from now on."""
    found: list[threading.Thread] = []
    put_together = listings.listing

    def note(*asked: Any) -> Any:
        found.append(threading.current_thread())
        return put_together(*asked)

    monkeypatch.setattr(listings, "listing", note)
    return found


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
class TestWhatIsKept:
    """A page of what is kept, over SQLite."""

    @pytest.fixture(autouse=True)
    def _asked_before(self, client: Client) -> None:
        client.get(PAGE)

    def test_is_answered_on_the_thread_of_the_loop(
        self, client: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        threads = noting(monkeypatch)
        client.get(PAGE)

        assert threads == [threading.current_thread()]

    def test_takes_two_statements(self, client: Client) -> None:
        assert selects(client, PAGE) == 2

    def test_makes_no_model_and_asks_nothing_of_the_framework(self, client: Client) -> None:
        assert foreign(client) == set()

    def test_the_control_does(self, framed: Client) -> None:
        framed.get(PAGE)

        assert foreign(framed) >= {"fastapi.routing", "anyio.to_thread"}

    def test_calls_few_functions(self, client: Client) -> None:
        """Of ours: some for the page, with a next one, and for each of its items a handful."""
        few, more = (ours(client, f"/v1/events?limit={limit}") for limit in (2, 3))

        assert few <= MOST_CALLS
        assert 0 < more - few <= MOST_CALLS_AN_ITEM


def foreign(client: Client) -> set[str]:
    """The modules that an answer needs and a page at a glance does not."""
    names = ("pydantic", "fastapi.routing", "fastapi.dependencies", "anyio.to_thread")
    return {module for module, _ in calls(client) if module.startswith(names)}


MOST_CALLS, MOST_CALLS_AN_ITEM = 250, 4


def ours(client: Client, address: str) -> int:
    client.get(address)
    calls(client, address)  # What is worked out once for readers who accept the same.
    return len([module for module, _ in calls(client, address) if module.startswith("app.")])


def calls(client: Client, address: str = PAGE) -> list[tuple[str, str]]:
    """The functions that are called on this thread for an answer, in Python and in C."""
    found: list[tuple[str, str]] = []

    def note(frame: Any, event: str, argument: Any) -> None:
        if event == "call":
            found.append((str(frame.f_globals.get("__name__")), frame.f_code.co_qualname))
        elif event == "c_call":
            owner = type(getattr(argument, "__self__", None))
            found.append((owner.__module__, str(argument.__qualname__)))

    asking = asked(client.app, address)
    sys.setprofile(note)
    try:
        asyncio.run(asking)
    finally:
        sys.setprofile(None)
    return found


async def asked(app: FastAPI, address: str) -> None:
    """Asks with no client between, whose own calls would be among them."""
    path, _, query = address.partition("?")
    scope = {
        "type": "http", "method": "GET", "path": path, "query_string": query.encode(),
        "headers": [], "root_path": "", "scheme": "http", "server": ("test", 80),
    }  # fmt: skip

    async def receive() -> dict[str, Any]:
        return {"type": "http.request"}

    async def send(message: dict[str, Any]) -> None:
        assert message.get("status", 200) == 200

    await app(scope, receive, send)  # type: ignore[arg-type]
