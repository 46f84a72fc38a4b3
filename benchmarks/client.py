"""A client that costs little: prepared requests over a few connections that stay open."""

import selectors
import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import cycle

_CONNECTIONS = 8
_READ = 1 << 18


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
            self.missing = _length(bytes(head)) - len(body)
        else:
            self.missing -= len(data)
        return self.missing == 0


def _length(head: bytes) -> int:
    """Of an answer that is the page asked for: anything else would be measured as if it were."""
    if head.startswith(b"HTTP/1.1 304 "):
        return 0
    if not head.startswith(b"HTTP/1.1 200 "):
        raise ConnectionError(head.decode(errors="replace"))
    _, _, rest = head.lower().partition(b"\r\ncontent-length: ")
    return int(rest.partition(b"\r\n")[0])


def request(address: str, more: str = "") -> bytes:
    """A GET as a client sends it, with more lines of a head."""
    head = f"GET {address} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: */*\r\n{more}\r\n"
    return head.encode()


def answer(port: int, address: str, more: str = "") -> tuple[bytes, bytes]:
    """The head and the body of one answer."""
    connection = Connection(socket.create_connection(("127.0.0.1", port), timeout=60))
    with connection.socket:
        connection.ask(request(address, more))
        data = bytearray()
        while True:
            data += connection.socket.recv(_READ)
            head, found, body = data.partition(b"\r\n\r\n")
            if found and len(body) == _length(bytes(head)):
                return bytes(head), bytes(body)


def rate(port: int, addresses: list[str], seconds: float, more: str = "") -> float:
    """Answers in a second, from as many connections as keep one worker busy."""
    requests = cycle([request(address, more) for address in addresses])
    with selectors.DefaultSelector() as selector:
        for _ in range(_CONNECTIONS):
            connection = Connection(socket.create_connection(("127.0.0.1", port), timeout=60))
            selector.register(connection.socket, selectors.EVENT_READ, connection)
            connection.ask(next(requests))
        try:
            return _counted(selector, requests, seconds)
        finally:
            for key in list(selector.get_map().values()):
                key.data.socket.close()


def _counted(selector: selectors.BaseSelector, requests: Iterator[bytes], seconds: float) -> float:
    begun, done = time.perf_counter(), 0
    while (passed := time.perf_counter() - begun) < seconds:
        for key, _ in selector.select(1):
            if key.data.read():
                done += 1
                key.data.ask(next(requests))
    return done / passed
