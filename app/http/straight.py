"""The straight way to the lists: past the framework, which takes a third of what a page costs."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, cast

from fastapi import FastAPI, Request, Response
from fastapi.routing import iter_route_contexts
from starlette.concurrency import run_in_threadpool
from starlette.routing import BaseRoute
from starlette.types import ASGIApp, Receive, Scope, Send

from app.errors import Slow
from app.http.plain import Glancing, PlainRoute, glances

Endpoint = Callable[[Request], Response]
Handler = Callable[[Request, Exception], Response]


class Straight:
    """Answers for the plain routes whose address is one fixed text; all else goes to the framework.

    The routes stay what they are there, so that the documentation is made of them. What the
    framework would do with them is done here: a thread for each, a problem for each error. Those
    that can answer at a glance are asked to, and get a thread only where that is too slow.
    """

    def __init__(self, app: ASGIApp, framework: FastAPI) -> None:
        self.app = app
        self._framework = framework
        self._endpoints = dict(_plain(framework.routes))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        endpoint = self._endpoints.get(scope.get("path", ""))
        if endpoint is None or scope["type"] != "http" or scope["method"] != "GET":
            await self.app(scope, receive, send)
            return
        try:
            response = _glance(endpoint, Glancing(scope, receive, send))
            if response is None:
                response = await run_in_threadpool(endpoint, Request(scope, receive, send))
        except Exception as error:
            handler = self._handler(error)
            response = await run_in_threadpool(handler, Request(scope, receive, send), error)
        await response(scope, receive, send)

    def _handler(self, error: Exception) -> Handler:
        """What the application has for this kind of error; what nobody foresaw goes on up."""
        handlers = self._framework.exception_handlers
        for kind in type(error).__mro__[: -len(Exception.__mro__)]:
            if kind in handlers:
                return cast("Handler", handlers[kind])
        raise error


def _glance(endpoint: Endpoint, request: Glancing) -> Response | None:
    if not glances(endpoint):
        return None
    try:
        return endpoint(request)
    except Slow:
        return None


def _plain(routes: Iterable[BaseRoute]) -> Iterator[tuple[str, Any]]:
    """Address and function of each; a route with a class of its own does more than these."""
    for route in iter_route_contexts(routes):
        plain = type(route.original_route) is PlainRoute
        if plain and route.path and "{" not in route.path and route.methods == {"GET"}:
            yield route.path, route.endpoint
