"""Routes that hand the request to a function as it is, and send what that returns."""

from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

from fastapi import Request, Response
from fastapi.routing import APIRoute
from starlette.concurrency import run_in_threadpool

F = TypeVar("F", bound=Callable[..., Response])


class Glancing(Request):
    """A request that is to be answered at once, by one who must not wait: or else `Slow`."""


class PlainRoute(APIRoute):
    """A route of FastAPI in the documentation, one of Starlette when it is asked.

    Our handlers read the request themselves and make the response. What FastAPI does for those
    that do not, on every request, costs as much as rendering ten events.
    """

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Runs the function in a thread, with what the address says."""
        endpoint: Callable[..., Response] = self.endpoint

        async def handle(request: Request) -> Response:
            return await run_in_threadpool(endpoint, request, **request.path_params)

        return handle


def at_a_glance(function: F) -> F:
    """Says of a function that it answers a `Glancing` request, or raises `Slow`."""
    _AT_A_GLANCE.add(function)
    return function


def glances(function: Callable[..., Any]) -> bool:
    """Whether that was said of it."""
    return function in _AT_A_GLANCE


_AT_A_GLANCE: set[Callable[..., Any]] = set()
