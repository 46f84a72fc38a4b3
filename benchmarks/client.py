"""A client that costs little: prepared requests over a few connections that stay open."""

import selectors
import socket
import time
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import cycle
from random import Random
from typing import NamedTuple

_CONNECTIONS, _WAITING = 8, 64
_READ = 1 << 18
_LAST_CHUNK = b"\r\n0\r\n\r\n"


@dataclass
class Connection:
    """One request at a time; `missing` is how much of its answer is still to come."""

    socket: socket.socket
    missing: int = 0
    begun: bytearray = field(default_factory=bytearray)

    def ask(self, request: bytes) -> None:
        """Sends the next request."""
        self.begun.clear()
        self.missing = -1
        self.socket.sendall(request)

    def read(self) -> bool:
        """Takes what there is; whether the answer is complete."""
        data = self.socket.recv(_READ)
        if not data:
            raise ConnectionError("the server closed the connection")
        if self.missing < 0:
            self.begun += data
            head, found, body = self.begun.partition(b"\r\n\r\n")
            if not found:
                return False
            length = _length(bytes(head))
            if length is None:  # In chunks: what has come so far is looked at again each time.
                return body.endswith(_LAST_CHUNK)
            self.missing = length - len(body)
        else:
            self.missing -= len(data)
        return self.missing == 0


def _length(head: bytes) -> int | None:
    """Of an answer that is the page asked for: anything else would be measured as if it were.

    None where it comes in chunks, of which no other may be empty (RFC 9112, section 7.1).
    """
    if head.startswith(b"HTTP/1.1 304 "):
        return 0
    if not head.startswith(b"HTTP/1.1 200 "):
        raise ConnectionError(head.decode(errors="replace"))
    _, found, rest = head.lower().partition(b"\r\ncontent-length: ")
    return int(rest.partition(b"\r\n")[0]) if found else None


def _joined(chunks: bytes) -> bytes:
    """The body that came in chunks, each after its length in hexadecimal digits."""
    body, rest = b"", chunks
    while rest:
        digits, _, rest = rest.partition(b"\r\n")
        size = int(digits, 16)
        body, rest = body + rest[:size], rest[size + 2 :]
    return body


class Done(NamedTuple):
    """How many answers came in how many seconds."""

    answers: int
    seconds: float


def request(address: str, more: str = "") -> bytes:
    """A GET as a client sends it, with more lines of a head."""
    head = f"GET {address} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: */*\r\n{more}\r\n"
    return head.encode()


def _connected(port: int) -> Connection:
    return Connection(socket.create_connection(("127.0.0.1", port), timeout=60))


def answer(port: int, address: str, more: str = "") -> tuple[bytes, bytes]:
    """The head and the body of one answer."""
    connection = _connected(port)
    with connection.socket:
        connection.ask(request(address, more))
        data = bytearray()
        while True:
            data += connection.socket.recv(_READ)
            head, found, body = data.partition(b"\r\n\r\n")
            length = _length(bytes(head)) if found else -1
            if length is None and body.endswith(_LAST_CHUNK):
                return bytes(head), _joined(bytes(body))
            if length == len(body):
                return bytes(head), bytes(body)


def rate(port: int, addresses: Sequence[str], seconds: float, more: str = "") -> Done:
    """As many answers as a worker gives over the connections that keep it busy."""
    requests = cycle([request(address, more) for address in addresses])
    with selectors.DefaultSelector() as selector:
        for _ in range(_CONNECTIONS):
            connection = _connected(port)
            selector.register(connection.socket, selectors.EVENT_READ, connection)
            connection.ask(next(requests))
        try:
            return _counted(selector, requests, seconds)
        finally:
            for key in list(selector.get_map().values()):
                key.data.socket.close()


def _counted(selector: selectors.BaseSelector, requests: Iterator[bytes], seconds: float) -> Done:
    begun, done = time.perf_counter(), 0
    # At least one, however slow the server is: of none nothing could be said.
    while (passed := time.perf_counter() - begun) < seconds or not done:
        for key, _ in selector.select(1):
            if key.data.read():
                done += 1
                key.data.ask(next(requests))
    return Done(done, passed)


def paced(
    port: int,
    addresses: Sequence[str],
    per_second: float,
    seconds: float,
    more: str = "",
    chance: Random | None = None,
) -> list[float]:
    """The seconds that each answer took, at a pace that does not wait for answers.

    Requests are due evenly, or by chance as independent readers send them (a Poisson process). Each
    is timed from when it was due, so that one held up behind others counts with its wait.
    """
    due = deque(due_times(per_second, seconds, chance))
    requests = cycle([request(address, more) for address in addresses])
    # Not epoll's: it counts whole milliseconds.
    with selectors.SelectSelector() as selector:
        idle = [_connected(port) for _ in range(_WAITING)]
        for connection in idle:
            selector.register(connection.socket, selectors.EVENT_READ, connection)
        try:
            return _timed(selector, requests, due, idle)
        finally:
            for key in list(selector.get_map().values()):
                key.data.socket.close()


def due_times(per_second: float, seconds: float, chance: Random | None = None) -> Iterator[float]:
    """When requests are due, in seconds from the beginning: evenly, or with exponential gaps."""
    at, number = 0.0, 0
    while at < seconds:
        yield at
        number += 1
        at = at + chance.expovariate(per_second) if chance else number / per_second


def _timed(
    selector: selectors.BaseSelector,
    requests: Iterator[bytes],
    due: deque[float],
    idle: list[Connection],
) -> list[float]:
    begun, took, asked = time.perf_counter(), list[float](), dict[int, float]()
    while due or asked:
        passed = time.perf_counter() - begun
        while due and idle and due[0] <= passed:
            connection = idle.pop()
            asked[id(connection)] = due.popleft()
            connection.ask(next(requests))
        wait = max(0, due[0] - passed) if due and idle else 1
        for key, _ in selector.select(wait):
            if key.data.read():
                idle.append(key.data)
                took.append(time.perf_counter() - begun - asked.pop(id(key.data)))
    return took
