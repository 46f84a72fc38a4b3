"""What stands before the application in tests of the widget: it counts, and can be closed."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from starlette.types import ASGIApp, Message, Receive, Scope, Send

_PROBLEM = b'{"code":"unavailable","status":503,"detail":"The record cannot be read just now."}'


class Asked(NamedTuple):
    """A request for events: what was asked, with which tag, and how it was answered."""

    method: str
    address: str
    tag: str
    status: int


class Gate:
    """Passes everything on; closed, it refuses the lists of events as an overloaded server does."""

    def __init__(self) -> None:
        self.asked: list[Asked] = []
        self.status = 0
        self.app: ASGIApp | None = None

    def before(self, app: ASGIApp) -> ASGIApp:
        self.app = app
        return self

    @contextmanager
    def closed(self, status: int = 503) -> Iterator[None]:
        """Nothing but this status, for as long as the block lasts."""
        self.status = status
        try:
            yield
        finally:
            self.status = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        assert self.app is not None
        if not scope.get("path", "").startswith("/v1/events"):
            await self.app(scope, receive, send)
        elif self.status:
            self._note(scope, self.status)
            await _refuse(send, self.status)
        else:
            await self.app(scope, receive, self._noting(scope, send))

    def _noting(self, scope: Scope, send: Send) -> Send:
        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._note(scope, message["status"])
            await send(message)

        return sending

    def _note(self, scope: Scope, status: int) -> None:
        tag = dict(scope["headers"]).get(b"if-none-match", b"").decode()
        address = f"{scope['path']}?{scope['query_string'].decode()}"
        self.asked.append(Asked(scope["method"], address, tag, status))


async def _refuse(send: Send, status: int) -> None:
    headers = [
        (b"content-type", b"application/problem+json"),
        (b"access-control-allow-origin", b"*"),
        (b"access-control-expose-headers", b"Retry-After"),
        (b"cache-control", b"no-store"),
        (b"retry-after", b"5"),
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": _PROBLEM})
