"""The direct way to what is guarded asks whom the framework would, and answers as it does."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from starlette.routing import Match

from app.domain.scope import Scope
from app.http.direct import Direct
from app.http.guarded import GuardedRoute
from app.main import create_app
from tests.http.conftest import Client
from tests.support.keys import new_key
from tests.support.live import settings_for

EVENT = "/v1/events/ru-us-consultations-geneva-2022-01"
JSON = {"Content-Type": "application/json"}
# What is refused, each for a reason of its own: the record stays as it is.
REFUSED: tuple[tuple[str, str, Mapping[str, str], bytes], ...] = (
    ("PATCH", EVENT, {}, b""),
    ("PATCH", EVENT, {"Authorization": "Bearer x"}, b""),
    ("PATCH", EVENT, JSON, b"{}"),
    ("PATCH", EVENT, JSON | {"If-Match": '"77"'}, b'{"mode": "online"}'),
    ("PATCH", EVENT, JSON | {"If-Match": "x"}, b"{}"),
    ("PATCH", EVENT, JSON | {"If-Match": "*"}, b'{"mode": '),
    ("PATCH", EVENT, JSON | {"If-Match": "*"}, b'{"mode": "\\u0000"}'),
    ("PATCH", EVENT, JSON | {"If-Match": "*"}, b'{"mode": "\x7f"}'),
    ("PATCH", EVENT, JSON | {"If-Match": "*"}, b'{"a": ' + b"[" * 40 + b"]" * 40 + b"}"),
    ("PATCH", EVENT, JSON | {"If-Match": "*"}, b'{"nothing": 1}'),
    ("PATCH", EVENT, {"Content-Type": "text/plain", "If-Match": "*"}, b"{}"),
    ("PATCH", EVENT, JSON | {"Idempotency-Key": "\x00"}, b"{}"),
    ("PATCH", f"{EVENT}?nothing=1", JSON | {"If-Match": "*"}, b"{}"),
    ("PATCH", "/v1/events/nobody", JSON | {"If-Match": "*"}, b"{}"),
    ("PATCH", "/v1/events/%C3%A9", JSON | {"If-Match": "*"}, b"{}"),
    ("PATCH", "/v1/events/", JSON, b"{}"),
    ("PATCH", "/v1/nothing/x", JSON, b"{}"),
    ("PATCH", "/", JSON, b"{}"),
    ("POST", "/v1/events/batch", JSON, b'{"operations": []}'),
    ("POST", f"{EVENT}/retract", JSON, b"{}"),
    ("POST", f"{EVENT}/nothing", JSON, b"{}"),
    ("PUT", EVENT, JSON, b"{}"),
    ("DELETE", EVENT, {}, b""),
    ("DELETE", "/v1/drafts/dr_1", {"If-Match": "*"}, b""),
)


@pytest.fixture(scope="module")
def framed(url: str) -> Iterator[Client]:
    """The same record without the direct way."""
    app = create_app(settings_for(url))
    app.user_middleware = [m for m in app.user_middleware if "framework" not in m.kwargs]
    yield Client(app)
    app.state.service.close()


@pytest.fixture(scope="module")
def key(url: str) -> str:
    """A key that opens everything."""
    return new_key(url, Scope.ADMIN)


def told(client: Client, asked: tuple[Any, ...], key: str) -> tuple[Any, ...]:
    method, address, headers, body = asked
    given = {"Authorization": f"Bearer {key}", **headers}
    answer = client.request(method, address, headers=given, content=body)
    assert answer.status_code >= 400
    problem = {**answer.json(), "request_id": None}
    return answer.status_code, sorted(answer.headers.multi_items()), problem


@pytest.mark.parametrize("asked", REFUSED, ids=range(len(REFUSED)))
def test_both_ways_refuse_alike(
    client: Client, framed: Client, key: str, asked: tuple[Any, ...]
) -> None:
    assert told(client, asked, key) == told(framed, asked, key)


def test_each_address_is_that_of_the_route_which_the_framework_would_take(app: FastAPI) -> None:
    """Every route that writes is there, under an address of its own or one with a place in it."""
    direct = Direct(app, app)
    writing = [r for r in _guarded(app) if "GET" not in r.methods]

    assert len(writing) > 30
    for route in writing:
        for path in (re.sub(r"\{\w+\}", "batch", route.path), route.path):
            for method in route.methods:
                scope = {"type": "http", "method": method, "path": path, "root_path": ""}
                found = direct.found(scope)
                assert found is not None, path
                assert found[0].route is _first(app, scope), path


def _guarded(app: FastAPI) -> list[Any]:
    routes = (context.original_route for context in iter_route_contexts(app.routes))
    return [route for route in routes if isinstance(route, GuardedRoute)]


def _first(app: FastAPI, scope: dict[str, Any]) -> Any:
    matching = (r for r in iter_route_contexts(app.routes) if r.matches(scope)[0] is Match.FULL)
    return next(matching).original_route
