"""Where a deliverer runs: beside the interface in each of its processes, or on its own."""

import logging
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import anyio

from app.deliver.deliverer import Deliverer
from app.deliver.means import Means

log = logging.getLogger("pourparlers")


@asynccontextmanager
async def beside(means: Means) -> AsyncIterator[None]:
    """Delivers for as long as the block lasts; at its end, no lease is held any more."""
    deliverer = Deliverer(means)
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(_guarded, deliverer)
        try:
            yield
        finally:
            deliverer.stop()


async def until_told(means: Means) -> None:
    """Delivers until SIGTERM or SIGINT."""
    deliverer = Deliverer(means)
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(_stop_when_told, deliverer)
        await deliverer.run()
        tasks.cancel_scope.cancel()


async def _stop_when_told(deliverer: Deliverer) -> None:
    with anyio.open_signal_receiver(signal.SIGTERM, signal.SIGINT) as signals:
        async for _ in signals:
            deliverer.stop()
            return


async def _guarded(deliverer: Deliverer) -> None:
    """The interface goes on without webhooks rather than not at all."""
    try:
        await deliverer.run()
    except Exception:
        log.exception("webhooks are no longer delivered by this process")
