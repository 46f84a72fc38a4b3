"""Routes that hand the request to a function as it is, and send what that returns."""

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request, Response
from fastapi.routing import APIRoute
from starlette.concurrency import run_in_threadpool


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
