"""The straight way to the lists: past the framework, which takes a third of what a page costs."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, cast

from fastapi import FastAPI, Request, Response
from fastapi.routing import iter_route_contexts
from starlette.concurrency import run_in_threadpool
from starlette.routing import BaseRoute
from starlette.types import ASGIApp, Receive, Scope, Send

from app.errors import Slow
from app.http.plain import Glancing, PlainRoute, glances

Endpoint = Callable[[Request], Response]
Kinds = tuple[type[Exception], ...]
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
        self.endpoints = dict(_plain(framework.routes))
        self._foreseen = _foreseen(framework)
        self._unanswered: Kinds = (Slow, *self._foreseen)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        endpoint = self.endpoints.get(scope.get("path", ""))
        if endpoint is None or scope["type"] != "http" or scope["method"] != "GET":
            await self.app(scope, receive, send)
            return
        response = self._glance(endpoint, Glancing(scope, receive, send))
        response = response or await self._answer(endpoint, Request(scope, receive, send))
        await response(scope, receive, send)

    def _glance(self, endpoint: Endpoint, request: Glancing) -> Response | None:
        """The answer, where it is one at a glance; what is refused is said at leisure, too."""
        if not glances(endpoint):
            return None
        try:
            return endpoint(request)
        except self._unanswered:
            return None

    async def _answer(self, endpoint: Endpoint, request: Request) -> Response:
        try:
            return await run_in_threadpool(endpoint, request)
        except self._foreseen as error:
            return await run_in_threadpool(self._handler(error), request, error)

    def _handler(self, error: Exception) -> Handler:
        """What the application has for this kind of error."""
        kinds = (kind for kind in type(error).__mro__ if kind in self._foreseen)
        return cast("Handler", self._framework.exception_handlers[next(kinds)])


def _foreseen(framework: FastAPI) -> Kinds:
    """The kinds of errors that have a handler; what nobody foresaw goes on up to the last one."""
    kinds = (kind for kind in framework.exception_handlers if isinstance(kind, type))
    return tuple(kind for kind in kinds if kind is not Exception)


def _plain(routes: Sequence[BaseRoute]) -> Iterator[tuple[str, Any]]:
    """Address and function of each; a route with a class of its own does more than these."""
    for route in iter_route_contexts(routes):
        plain = type(route.original_route) is PlainRoute
        if plain and route.path and "{" not in route.path and route.methods == {"GET"}:
            yield route.path, route.endpoint
