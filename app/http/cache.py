"""The response cache: a kept answer that still holds is sent before the framework is woken."""

import asyncio
from asyncio import Future
from collections.abc import Callable

from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.http import cachekey
from app.http.cached import Entries, Entry, Served
from app.http.cachekey import Asked, Key
from app.http.coding import preferred_coding
from app.http.heads import Heads
from app.http.keepable import Keepable, listening
from app.store.heads import Seen


class ResponseCache:
    """Pure ASGI, before everything else.

    What is kept is public and whole: `respond.whole` says so, and as of which revision. It is sent
    for as long as that is the newest, so that a reader cannot tell it from one made anew.
    """

    def __init__(self, app: ASGIApp, heads: Heads, most: int) -> None:
        self.app = app
        self.entries = Entries(most)
        self._heads = heads
        self._flights: dict[Key, Future[None]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        asked = cachekey.asked(scope)
        head = asked and (self._heads.at_once() or await self._heads.read())
        if asked is None or head is None:
            await self.app(scope, receive, send)
            return
        served = self.entries.served(asked, head)
        if served is None:
            served = await self._made(scope, receive, send, asked, head)
        if served is not None:
            await send(served.start)
            await send(served.body)

    async def _made(
        self, scope: Scope, receive: Receive, send: Send, asked: Asked, head: Seen
    ) -> Served | None:
        """An answer that was not ready; None where it is none to keep, and has been sent."""
        key = cachekey.key(asked)
        if key is None:
            await self.app(scope, receive, send)
            return None
        entry = self.entries.entry(key, head) or await self._flown(key)
        if entry is None:
            entry = await self._fly(scope, receive, send, key)
        return None if entry is None else await self._served(entry, asked)

    async def _flown(self, key: Key) -> Entry | None:
        """What another request for the same was answered, where one is just being answered."""
        flight = self._flights.get(key)
        if flight is None or flight.get_loop() is not asyncio.get_running_loop():
            return None
        await asyncio.shield(flight)
        head = await self._heads.read()
        return None if head is None else self.entries.entry(key, head)

    async def _fly(self, scope: Scope, receive: Receive, send: Send, key: Key) -> Entry | None:
        """What the application answers, kept; None where it was passed on as it came."""
        told, flight = Keepable(), asyncio.get_running_loop().create_future()
        self._flights.setdefault(key, flight)
        head = scope["method"] == "HEAD"
        answer = _Answer(told, send, lambda: self._land(key, flight), head=head)
        more = {"method": "GET", "head": True} if answer.head else {}
        try:
            await self.app({**listening(scope, told), **more}, receive, answer.send)
            if answer.start is None:
                return None
            entry = Entry(key, told, answer.headers, answer.body)
            self.entries.put(entry)
            return entry
        finally:
            self._land(key, flight)

    def _land(self, key: Key, flight: Future[None]) -> None:
        """Those who wait go on: with what is kept by now, or each for itself."""
        if self._flights.get(key) is flight:
            del self._flights[key]
        if not flight.done():
            flight.set_result(None)

    async def _served(self, entry: Entry, asked: Asked) -> Served:
        coding = preferred_coding(asked.coding)
        if entry.takes(coding):
            coded = await run_in_threadpool(entry.code, coding)
            self.entries.add(entry, coding, coded)
        else:
            coded = entry.best(coding)
        served = coded.to(entry, asked)
        self.entries.remember(asked, served)
        return served


class _Answer:
    """What comes of the application: held back where it may be kept, else passed on at once."""

    def __init__(
        self, told: Keepable, send: Send, passing: Callable[[], None], *, head: bool
    ) -> None:
        self.start: Message | None = None
        self.head = head
        self.body = b""
        self._told, self._send, self._passing = told, send, passing

    @property
    def headers(self) -> list[tuple[bytes, bytes]]:
        """Of what was held back."""
        return [*self.start["headers"]] if self.start else []

    async def send(self, message: Message) -> None:
        """Takes the next part."""
        if message["type"] == "http.response.start":
            if self._told.pin is not None and message["status"] == 200:
                self.start = message
                return
            self._passing()
        elif self.start is not None:
            self.body += message.get("body", b"")
            return
        elif self.head:
            message = {**message, "body": b""}
        await self._send(message)
