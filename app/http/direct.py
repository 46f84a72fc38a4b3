"""The direct way to what is guarded: a request that writes is not held against every address."""

from collections import defaultdict
from collections.abc import Callable, Coroutine, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from fastapi import FastAPI, Request, Response
from fastapi.routing import iter_route_contexts
from starlette.concurrency import run_in_threadpool
from starlette.routing import BaseRoute, Match
from starlette.types import ASGIApp, Receive, Scope, Send

from app.http.guarded import GuardedRoute
from app.http.straight import Straight


class Way(NamedTuple):
    """A guarded route, and what answers for it."""

    route: GuardedRoute
    handle: Callable[[Request], Coroutine[Any, Any, Response]]


# By method, and by what its address begins with: few that could be meant.
Ways = Mapping[tuple[str, str], Sequence[Way]]


class Direct(Straight):
    """Answers for the guarded routes that write; all else goes on to the framework.

    There each of a hundred addresses is tried, twice, which takes as long as the SQL of an edit.
    What fits none here has its 404 or 405 from there.
    """

    def __init__(self, app: ASGIApp, framework: FastAPI) -> None:
        super().__init__(app, framework)
        self.ways = _ways(framework.routes)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        found = self.found(scope) if scope["type"] == "http" else None
        if found is None:
            await self.app(scope, receive, send)
            return
        way, more = found
        response = await self._handled(way, Request({**scope, **more}, receive, send))
        await response(scope, receive, send)

    def found(self, scope: Scope) -> tuple[Way, Scope] | None:
        """The first in the framework's own order, with what the address says."""
        for way in self.ways.get((scope["method"], _beginning(scope["path"])), ()):
            match, more = way.route.matches(scope)
            if match is Match.FULL:
                return way, more
        return None

    async def _handled(self, way: Way, request: Request) -> Response:
        try:
            return await way.handle(request)
        except self._foreseen as error:
            return await run_in_threadpool(self._handler(error), request, error)


def _ways(routes: Sequence[BaseRoute]) -> Ways:
    found: defaultdict[tuple[str, str], list[Way]] = defaultdict(list)
    for route in _writing(routes):
        way = Way(route, route.get_route_handler())
        for method in route.methods or ():
            found[method, _beginning(route.path)].append(way)
    return found


def _writing(routes: Sequence[BaseRoute]) -> Iterator[GuardedRoute]:
    for context in iter_route_contexts(routes):
        route = context.original_route
        if isinstance(route, GuardedRoute) and "GET" not in (route.methods or ()):
            yield route


def _beginning(path: str) -> str:
    """Its first two parts, as of /v1/events/batch: /v1/events."""
    return "/".join(path.split("/", 3)[:3])
