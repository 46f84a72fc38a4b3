"""The deliverer: takes leases, sends what is next for each, and notes what came of it.

At least once, each message under the same `webhook-id`, and for a webhook one at a time in the
order of the ledger. Any number of deliverers may run beside each other. The database is asked in
threads; requests share the event loop, so that one that is slow delays no other.
"""

import logging
import secrets
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack, suppress
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

import anyio
from anyio import to_thread
from anyio.abc import TaskGroup

from app.deliver import sending
from app.deliver.batch import Batch, batch
from app.deliver.means import Means
from app.deliver.results import Results
from app.domain.webhook import Stop
from app.errors import AppError, InvalidQuery, Unavailable
from app.store import leases
from app.store.leases import Lease

if TYPE_CHECKING:
    from app.outbound.client import Outbound

log = logging.getLogger("pourparlers")

T = TypeVar("T")
# Threads that ask the database; those of requests to our own interface are others.
_THREADS = 4
# How often what came of an attempt is written, until it is: SQLite waits ten seconds each time,
# and a lease lasts longer than all of them.
_TRIES = 3


class Deliverer:
    """Delivers until it is told to stop. Make it in the event loop in which it runs."""

    def __init__(self, means: Means) -> None:
        self._means = means
        self._threads = anyio.CapacityLimiter(_THREADS)
        self._stopping = anyio.Event()
        self._more = anyio.Event()
        self._serving = 0
        self._sender: Outbound | None = None

    def stop(self) -> None:
        """Takes no more leases; what is on its way is given a little time."""
        self._stopping.set()
        self._more.set()

    async def run(self) -> None:
        """Delivers; ends once it is told to stop and every lease is given back."""
        pace = self._means.pace
        async with AsyncExitStack() as open_, anyio.create_task_group() as tasks:
            while not self._stopping.is_set():
                if not await self._begun(tasks, open_):
                    with anyio.move_on_after(pace.polled):
                        await self._more.wait()
                    self._more = anyio.Event()
            tasks.cancel_scope.deadline = anyio.current_time() + pace.grace

    async def _begun(self, tasks: TaskGroup, open_: AsyncExitStack) -> bool:
        """Serves those that wait, as many as may be at once; whether there were any."""
        room = self._means.pace.at_once - self._serving
        try:
            taken = await self._in_thread(self._take, room) if room else []
        except AppError as error:
            log.warning("webhooks wait: %s", error.detail)
            return False
        except Exception:
            log.exception("webhooks wait: unforeseen")
            return False
        for lease in taken:
            self._serving += 1
            tasks.start_soon(self._serve, await self._opened(open_), lease)
        return bool(taken)

    async def _opened(self, open_: AsyncExitStack) -> "Outbound":
        """The client, made for the first message: where there are no webhooks, there is none."""
        if self._sender is None:
            from app.outbound.client import outbound  # noqa: PLC0415 - for that alone

            means = self._means
            made = outbound(means.guard, at_once=means.pace.at_once)
            self._sender = await open_.enter_async_context(made)
        return self._sender

    def _take(self, most: int) -> Sequence[Lease]:
        database, lasts = self._means.database, self._means.pace.lease
        with database.reading() as connection:
            waiting = leases.waiting(connection, leases.now(connection), most)
        if not waiting:
            return []
        token = secrets.token_hex(8)
        with database.writing() as connection:
            now = leases.now(connection)
            taken = [leases.take(connection, id_, token, now, lasts) for id_ in waiting]
        return [lease for lease in taken if lease is not None]

    async def _serve(self, sender: "Outbound", lease: Lease) -> None:
        """One batch of one webhook. What fails unforeseen is tried again when the lease ends."""
        results = Results(self._means, lease)
        try:
            await self._deliver(sender, lease, results)
        except AppError as error:
            log.warning("webhook %s waits: %s", lease.webhook.id, error.detail)
        except Exception:
            log.exception("webhook %s waits: unforeseen", lease.webhook.id)
        except BaseException:
            # Told to stop: another deliverer need not wait for the lease to end.
            with anyio.CancelScope(shield=True):
                await self._write(results.release)
            raise
        finally:
            self._serving -= 1
            self._more.set()

    async def _deliver(self, sender: "Outbound", lease: Lease, results: Results) -> None:
        hook = lease.webhook
        if hook.seed.secret(self._means.key) is None:
            return await self._write(results.stop, Stop.KEY)
        try:
            found = await self._in_thread(self._batch, lease)
        except InvalidQuery:
            return await self._write(results.stop, Stop.FILTER)
        for message in found.messages:
            if self._stopping.is_set():
                return await self._write(results.release)
            if message.body is None:
                await self._write(results.drop, message.letter)
                continue
            sent = await sending.send(sender, self._means, hook, message.letter.id, message.body)
            if not await self._write(results.keep, message, sent):
                return await self._write(results.release)
        return await self._write(results.reach, found.then)

    def _batch(self, lease: Lease) -> Batch:
        with self._means.database.reading() as connection:
            return batch(connection, self._means, lease.webhook, leases.now(connection))

    async def _write(self, write: Callable[..., T], *values: Any) -> T:
        """In a transaction, tried again where SQLite is busy: what is not noted is sent again."""

        def written() -> T:
            with self._means.database.writing() as connection:
                return write(connection, *values)

        for _ in range(_TRIES - 1):
            with suppress(Unavailable):
                return await self._in_thread(written)
        return await self._in_thread(written)

    async def _in_thread(self, work: Callable[..., T], *values: Any) -> T:
        return await to_thread.run_sync(partial(work, *values), limiter=self._threads)
