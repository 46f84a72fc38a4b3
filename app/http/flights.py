"""Which requests with an Idempotency-Key are being answered in this process."""

from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from threading import Lock

from app.errors import InFlight


class Flights:
    """Known before any transaction begins: on SQLite a second one would wait for the first."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._flying: set[Hashable] = set()

    @contextmanager
    def alone(self, key: Hashable) -> Iterator[None]:
        """InFlight where another request has the key just now."""
        with self._lock:
            if key in self._flying:
                raise in_flight()
            self._flying.add(key)
        try:
            yield
        finally:
            with self._lock:
                self._flying.discard(key)


def in_flight() -> InFlight:
    """409, with the time after which to ask again."""
    error = InFlight("The first request with this Idempotency-Key is not answered yet; ask again.")
    error.headers = {"Retry-After": "1"}
    return error
