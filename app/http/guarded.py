"""Routes that a key opens: what they declare is what the documentation says and what is asked."""

from collections.abc import Callable, Coroutine
from contextlib import AbstractContextManager
from typing import Any

from fastapi import Request, Response
from starlette.concurrency import run_in_threadpool

from app.domain.scope import Scope
from app.errors import Slow
from app.http import openapi
from app.http.auth import Holder, identified
from app.http.once import key_of
from app.http.plain import PlainRoute
from app.store import mirror
from app.store.sessions import Connection, Database

Reading = Callable[[], AbstractContextManager[Connection]]
Handler = Callable[[Request], Coroutine[Any, Any, Response]]

_WRITING = frozenset({Scope.WRITE, Scope.PUBLISH})


class GuardedRoute(PlainRoute):
    """Asks for the key before anything of the body is read, and for an Idempotency-Key once.

    Its scopes are those that `openapi.secured` put into its declaration, so that no operation can
    be documented as one thing and guarded as another.
    """

    @property
    def scopes(self) -> tuple[Scope, ...]:
        """One of these is wanted."""
        return openapi.scopes(self.openapi_extra or {})

    def answering(self) -> Handler:
        """What runs once the key is found to open it."""
        return super().get_route_handler()

    def get_route_handler(self) -> Handler:
        """The plain handler, behind the question for the key."""
        scopes, answer = self.scopes, self.answering()
        if not scopes:
            raise TypeError(f"{self.path} is guarded, and declares no scope: use openapi.secured")

        async def guarded(request: Request) -> Response:
            asking = await _admitted(request, scopes)
            key = key_of(request)
            if key is None:
                return await answer(request)
            with request.app.state.service.flights.alone((asking.id, key)):
                return await answer(request)

        return guarded


async def _admitted(request: Request, scopes: tuple[Scope, ...]) -> Holder:
    """Who asks: told at a glance, or else by a thread of its own."""
    database: Database = request.app.state.service.database
    try:
        return _told(request, scopes, database.glancing)
    except Slow:
        return await run_in_threadpool(_told, request, scopes, database.reading)


def _told(request: Request, scopes: tuple[Scope, ...], reading: Reading) -> Holder:
    """Who asks; ReadOnlyMirror for one who would write to the record of others."""
    with reading() as connection:
        found = identified(request, connection, scopes)
        if request.method not in ("GET", "HEAD") and not _WRITING.isdisjoint(scopes):
            mirror.refuse(connection)
    return found
