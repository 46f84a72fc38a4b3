"""What is asked with a key is for its holder: no cache keeps the answer."""

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send


class Private:
    """`Cache-Control: private, no-store` on every answer to a request with Authorization.

    On those of public addresses too, which are the same for all: a shared cache must not hand on
    what it cannot know to be so (RFC 9111, section 3.5).
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.app(scope, receive, _private(send) if _has_key(scope) else send)


def _has_key(scope: Scope) -> bool:
    """ASGI gives the names of headers in lower case. Asked of every request, so kept plain."""
    return scope["type"] == "http" and any(name == b"authorization" for name, _ in scope["headers"])


def _private(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message)["Cache-Control"] = "private, no-store"
        await send(message)

    return sending
