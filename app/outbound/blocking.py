"""The same client for code that waits: a command that reads another installation, page by page."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from anyio.from_thread import BlockingPortal, start_blocking_portal

from app.outbound.client import Outbound, outbound
from app.outbound.exchange import LIMITS, Answer, Limits
from app.outbound.guard import Guard
from app.outbound.resolving import Resolver, system


class BlockingOutbound:
    """Sends requests and waits for each."""

    def __init__(self, portal: BlockingPortal, sender: Outbound) -> None:
        self._portal = portal
        self._sender = sender

    def get(self, url: str, headers: Mapping[str, str], limits: Limits = LIMITS) -> Answer:
        """As `Outbound.send` answers."""
        return self._portal.call(self._sender.send, "GET", url, headers, b"", limits)


@contextmanager
def blocking(guard: Guard, resolver: Resolver = system) -> Iterator[BlockingOutbound]:
    """A client for as long as the block lasts, whose connections are kept between requests."""
    with (
        start_blocking_portal() as portal,
        portal.wrap_async_context_manager(outbound(guard, resolver)) as sender,
    ):
        yield BlockingOutbound(portal, sender)
