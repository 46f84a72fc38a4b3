"""A listener that nobody may reach, and a place outside that anybody may; both count who comes."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

# Stands for a place on the internet: the only address of this machine that a test lets through.
OUTSIDE = "127.0.0.2"
INSIDE = ("127.0.0.1", "127.255.255.254", "::1")

# What is answered to the bytes of a request.
Answering = Callable[[bytes], bytes]

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok"


class Listener:
    """Answers every connection, and counts them. `asked` are the requests, as they came."""

    def __init__(self, answering: Answering) -> None:
        self.answering = answering
        self.asked: list[bytes] = []

    @property
    def hits(self) -> int:
        """How many connections were made."""
        return len(self.asked)

    def serve(self, listening: socket.socket) -> None:
        """Until the socket is shut."""
        while True:
            try:
                connection, _ = listening.accept()
            except OSError:
                return
            with connection:
                self._answer(connection)

    def _answer(self, connection: socket.socket) -> None:
        self.asked.append(b"")
        connection.settimeout(5)
        try:
            self.asked[-1] = connection.recv(65_536)
            connection.sendall(self.answering(self.asked[-1]))
        except OSError:
            pass


@contextmanager
def listening(
    hosts: tuple[str, ...], port: int = 0, answering: Answering = lambda _: OK
) -> Iterator[tuple[Listener, int]]:
    """A listener on one port of each of these addresses, and that port."""
    listener = Listener(answering)
    with ExitStack() as stack:
        for host in hosts:
            family = socket.AF_INET6 if ":" in host else socket.AF_INET
            made = stack.enter_context(socket.create_server((host, port), family=family))
            port = made.getsockname()[1]
            thread = threading.Thread(target=listener.serve, args=(made,), daemon=True)
            thread.start()
            stack.callback(thread.join, 10)
            stack.callback(made.shutdown, socket.SHUT_RDWR)
        yield listener, port
