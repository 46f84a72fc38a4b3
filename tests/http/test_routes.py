"""Deny by default: every route is on the list of public ones, or a key opens it."""

from collections.abc import Iterator

import pytest
from fastapi import FastAPI, Request, Response
from fastapi.routing import APIRoute, iter_route_contexts
from starlette.routing import BaseRoute

from app.domain.scope import Scope
from app.http.guarded import GuardedRoute
from app.main import create_app
from app.render.counts import COUNT_FORMS
from app.render.forms import FORMS, MISSING
from app.render.slips import SLIP_FORMS
from tests.support.keys import add_guarded
from tests.support.live import settings_for

# What anybody may read. An address is added here on purpose, or its route asks for a key.
_THINGS = ("actors", "forums", "topics", "statements", "sources")
PUBLIC = {
    "/v1/events",
    "/v1/events/{id_or_slug}",
    "/v1/events/{id_or_slug}/history",
    *(f"/v1/events.{suffix}" for suffix in (*FORMS, *MISSING)),
    *(f"/v1/events/{{id_or_slug}}.{suffix}" for suffix, form in FORMS.items() if form.one),
    *(f"/v1/events/{{_id}}.{suffix}" for suffix in MISSING),
    "/v1/events/counts",
    *(f"/v1/events/counts.{suffix}" for suffix in COUNT_FORMS),
    "/v1/events/slips",
    *(f"/v1/events/slips.{suffix}" for suffix in SLIP_FORMS),
    "/v1/events/diff",
    "/v1/changes",
    "/v1/changes.atom",
    "/v1/changes/stream",
    "/v1/ledger",
    "/v1/ledger/digest",
    "/v1/statements.atom",
    *(f"/v1/{name}" for name in _THINGS),
    *(f"/v1/{name}/{{id}}" for name in _THINGS),
    "/openapi.json",
    "/docs",
    "/docs/start.js",
    "/docs/errors",
    "/docs/files",
    "/live",
    "/ready",
    "/static/{name}",
    "/",
    *(
        f"/{lang}{page}"
        for lang in ("en", "fr")
        for page in (
            "", "/", "/events", "/events/{id_or_slug}", "/actors/{id_}", "/forums/{id_}",
            "/embedding",
        )
    ),
    "/embed",
    "/embed.js",
    "/embedding.css",
    "/embedding.js",
    "/widget.js",
    "/widget-{version}.js",
    "/oembed",
}  # fmt: skip
READING = {"GET", "HEAD", "OPTIONS"}


@pytest.fixture
def app(sqlite_url: str) -> Iterator[FastAPI]:
    made = create_app(settings_for(sqlite_url))
    yield made
    made.state.service.close()


def open_routes(app: FastAPI) -> list[str]:
    """Those that would answer without a key although nobody said that they may."""
    return [path for path, route in routes(app) if not (guarded(route) or public(path, route))]


def routes(app: FastAPI) -> Iterator[tuple[str, BaseRoute]]:
    for route in iter_route_contexts(app.routes):
        yield route.path or "", route.original_route


def guarded(route: BaseRoute) -> bool:
    return isinstance(route, GuardedRoute) and bool(route.scopes)


def public(path: str, route: BaseRoute) -> bool:
    methods = getattr(route, "methods", None) or READING
    return path in PUBLIC and methods <= READING


def test_every_route_is_public_on_purpose_or_asks_for_a_key(app: FastAPI) -> None:
    assert open_routes(app) == []


def test_no_address_is_listed_that_is_not_there(app: FastAPI) -> None:
    assert {path for path, _ in routes(app)} >= PUBLIC


def test_a_scope_declared_is_a_scope_asked_for(app: FastAPI) -> None:
    """`openapi.secured` on a route of another class would be documented, and open."""
    declared = [r for _, r in routes(app) if isinstance(r, APIRoute) and _declares(r)]

    assert [route.path for route in declared if not isinstance(route, GuardedRoute)] == []


def _declares(route: APIRoute) -> bool:
    return bool((route.openapi_extra or {}).get("security"))


def answer(_request: Request) -> Response:
    return Response()


@pytest.mark.parametrize(
    ("path", "method"), [("/v1/new", "GET"), ("/v1/new", "POST"), ("/v1/events", "POST")]
)
def test_a_route_that_says_nothing_is_found(app: FastAPI, path: str, method: str) -> None:
    app.add_api_route(path, answer, methods=[method])
    add_guarded(app, answer, Scope.WRITE)

    assert open_routes(app) == [path]
