"""The head of the ledger as it is after a request came: a client that wrote sees what it wrote."""

import asyncio
from asyncio import AbstractEventLoop, Task

from anyio import CapacityLimiter, to_thread

from app.store.heads import HeadReader, Seen

# Seconds between the beginnings of two readings from another server.
INTERVAL = 0.005


class Heads:
    """A file is read where one stands. Of a server, those who ask meanwhile share an answer."""

    def __init__(self, reader: HeadReader) -> None:
        self.reader = reader
        self._turns: _Turns | None = None
        self._loop: AbstractEventLoop | None = None
        self._seen: Seen | None = None

    def at_once(self) -> Seen | None:
        """The head of what lies in a file; None of another server, and where it cannot be read.

        Read once in a turn of the loop: whoever runs in this turn came before it began.
        """
        if not self.reader.is_sqlite:
            return None
        loop = asyncio.get_running_loop()
        if self._loop is not loop:
            self._seen, self._loop = self.reader.read(), loop
            loop.call_soon(self._turn)
        return self._seen

    def _turn(self) -> None:
        self._loop = None

    async def read(self) -> Seen | None:
        """The head as it is now, not as it was before the call; None where nobody says."""
        if self.reader.is_sqlite:
            return self.at_once()
        loop = asyncio.get_running_loop()
        if self._turns is None or self._turns.loop is not loop:
            self._turns = _Turns(self.reader, loop)
        return await self._turns.next()


class _Turns:
    """One reading after the other, in one event loop."""

    def __init__(self, reader: HeadReader, loop: AbstractEventLoop) -> None:
        self.loop = loop
        self._reader = reader
        self._alone = CapacityLimiter(1)
        self._lock = asyncio.Lock()
        self._next: Task[Seen | None] | None = None
        self._begun = float("-inf")

    async def next(self) -> Seen | None:
        """The next reading that begins: the one that is under way may have begun too early."""
        if self._next is None:
            self._next = self.loop.create_task(self._read())
        return await asyncio.shield(self._next)

    async def _read(self) -> Seen | None:
        async with self._lock:
            await asyncio.sleep(max(0.0, self._begun + INTERVAL - self.loop.time()))
            self._next, self._begun = None, self.loop.time()
            return await to_thread.run_sync(self._reader.read, limiter=self._alone)
