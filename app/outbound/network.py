"""Connections behind the guard, as httpx is given them.

TLS and the header Host are of the name all the same: httpcore begins TLS with the host of the
address asked for, and only the socket is made by number.
"""

from collections.abc import Iterable
from contextlib import suppress
from functools import partial

import httpcore
import httpx
from httpcore import SOCKET_OPTION, AsyncNetworkBackend, AsyncNetworkStream

from app.outbound.guard import Guard
from app.outbound.resolving import Resolver, Resolving

# Connections that are kept for a next request to the same place, and for how many seconds. Where
# one leads was checked when it was made.
_KEPT, _KEPT_FOR = 20, 5.0


class GuardedTransport(httpx.AsyncHTTPTransport):
    """httpx's own transport, whose connections the guard makes."""

    def __init__(self, guard: Guard, resolver: Resolver, at_once: int) -> None:
        # The parameters that httpx has of this class leave the one out that matters here.
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=httpx.create_ssl_context(),
            max_connections=at_once,
            max_keepalive_connections=_KEPT,
            keepalive_expiry=_KEPT_FOR,
            network_backend=GuardedNetwork(guard, resolver),
        )


class GuardedNetwork(AsyncNetworkBackend):
    """Resolves a name once, and connects to what was checked."""

    def __init__(self, guard: Guard, resolver: Resolver) -> None:
        self._guard = guard
        self._resolving = Resolving(resolver)
        self._network = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - as httpcore calls it
        local_address: str | None = None,
        socket_options: Iterable[SOCKET_OPTION] | None = None,
    ) -> AsyncNetworkStream:
        """A connection to one of the addresses; AddressRefused unless all may be connected to."""
        found = await self._resolving.addresses(host, port, timeout)
        self._guard.admit(found, port)
        connect = partial(
            self._network.connect_tcp,
            port=port,
            timeout=timeout,
            local_address=local_address,
            socket_options=list(socket_options or ()),
        )
        for other in found[:-1]:
            with suppress(httpcore.ConnectError, httpcore.ConnectTimeout):
                return await connect(str(other))
        return await connect(str(found[-1]))
