"""The floor: the same bytes from a bare ASGI application, and from the frameworks alone."""

from typing import Annotated, Any, Literal

from fastapi import FastAPI, Query, Request, Response
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

Headers = list[tuple[bytes, bytes]]


def bare(headers: Headers, body: bytes) -> ASGIApp:
    """Nothing but the protocol."""

    async def app(scope: Scope, _receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            await send({"type": "http.response.start", "status": 200, "headers": headers})
            await send({"type": "http.response.body", "body": body})

    return app


def starlette(headers: Headers, body: bytes) -> ASGIApp:
    """A route of Starlette whose handler runs in a thread, as ours do."""

    def handler(_request: Request) -> Response:
        return _response(headers, body)

    return Starlette(routes=[Route("/v1/events", handler)])


def fastapi(headers: Headers, body: bytes) -> ASGIApp:
    """A route of FastAPI, likewise."""
    app = FastAPI()

    @app.get("/v1/events")
    def handler(request: Request) -> Any:
        assert request.scope["path"] == "/v1/events"
        return _response(headers, body)

    return app


def constant(headers: Headers, body: bytes) -> ASGIApp:
    """A route of FastAPI with six validated parameters, without a thread: a constant is no work."""
    app = FastAPI()

    @app.get("/v1/events")
    async def handler(
        actor: Annotated[list[str], Query(max_length=10)],
        date: Annotated[str, Query(pattern=r"^[0-9T:/.~?-]{1,80}$")],
        kind: Annotated[Literal["meeting", "visit", "call", "summit"] | None, Query()] = None,
        forum: Annotated[str | None, Query(max_length=80)] = None,
        limit: Annotated[int, Query(ge=1, le=100)] = 20,
        cursor: Annotated[str | None, Query(max_length=1000)] = None,
    ) -> Any:
        assert actor
        assert date
        assert limit
        assert (kind, forum, cursor) == (None, None, None)
        return _response(headers, body)

    return app


def _response(headers: Headers, body: bytes) -> Response:
    response = Response(body)
    response.raw_headers = headers
    return response


FLOORS = {"bare": bare, "starlette": starlette, "fastapi": fastapi, "constant": constant}
