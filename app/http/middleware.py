"""What every answer has in common: HEAD as GET, cross-origin reads, safe headers."""

from collections.abc import Iterable

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.http import methods

_EXPOSED = (
    "ETag, Link, Pourparlers-Rev, Pourparlers-Count, Memento-Datetime, Content-Language, "
    "Retry-After, Date"
)
# A fixed `*` keeps shared caches whole: an echoed origin would make every answer vary by it.
_ALWAYS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": _EXPOSED,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Resource-Policy": "cross-origin",
}
_DATA_POLICY = "default-src 'none'; frame-ancestors 'none'"
# Pages of other origins may read. What needs a key is not for them, whatever the address takes.
_PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Headers": (
        "Accept, Accept-Language, If-None-Match, Accept-Datetime, Last-Event-ID"
    ),
    "Access-Control-Max-Age": "86400",
}


class Common:
    """Pure ASGI, so that nothing is copied or buffered on the way."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
        elif scope["method"] == "OPTIONS":
            await _preflight(scope, send)
        else:
            await self._answer(scope, receive, send)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        head = scope["method"] == "HEAD"

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": _completed(message["headers"])}
            elif head:
                message = {**message, "body": b""}
            await send(message)

        asked = {**scope, "method": "GET", "head": True} if head else scope
        await self.app(asked, receive, sending)


def _completed(headers: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    """What an answer says itself stays: a page has a policy of its own."""
    said = {name for name, _ in headers}
    return [*headers, *(header for header in _COMPLETING if header[0] not in said)]


async def _preflight(scope: Scope, send: Send) -> None:
    """Any address may be asked what it takes (RFC 9110, 9.3.7)."""
    headers = _raw({**_ALWAYS, **_PREFLIGHT, "Allow": ", ".join(methods.taken(scope))}.items())
    await send({"type": "http.response.start", "status": 204, "headers": headers})
    await send({"type": "http.response.body", "body": b""})


def _raw(headers: Iterable[tuple[str, str]]) -> list[tuple[bytes, bytes]]:
    return [(name.lower().encode(), value.encode()) for name, value in headers]


_COMPLETING = _raw({**_ALWAYS, "Content-Security-Policy": _DATA_POLICY}.items())
