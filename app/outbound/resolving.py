"""Names to addresses: one question each, in threads of its own and within a time."""

import socket
from collections.abc import Callable, Sequence

import anyio
import httpcore
from anyio import to_thread

from app.outbound.addresses import Address, address

# What a name resolves to, in the order in which it is tried; OSError where it does not.
Resolver = Callable[[str, int], Sequence[Address]]

# A question that nobody answers holds its thread long after its asker has given up: so many may
# hang before others wait. Those of asyncio are six on a small machine, for everybody.
_THREADS = 64


def system(host: str, port: int) -> Sequence[Address]:
    """As the machine resolves names, numbers in all their spellings included."""
    answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(address(str(where[0])) for *_, where in answers))


class Resolving:
    """Asks a resolver beside the event loop; made for one loop."""

    def __init__(self, resolver: Resolver) -> None:
        self._resolver = resolver
        self._threads = anyio.CapacityLimiter(_THREADS)

    async def addresses(self, host: str, port: int, within: float | None) -> Sequence[Address]:
        """What the name resolves to; httpcore's errors where it does not, or not in time."""
        try:
            with anyio.fail_after(within):
                return await to_thread.run_sync(
                    self._resolver, host, port, abandon_on_cancel=True, limiter=self._threads
                )
        except TimeoutError as error:
            raise httpcore.ConnectTimeout("The name was not resolved in time.") from error
        except (OSError, ValueError) as error:  # A name too long to ask for is a UnicodeError.
            raise httpcore.ConnectError("The name cannot be resolved.") from error
