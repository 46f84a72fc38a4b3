"""A receiver of webhooks on this machine: it does as it is told, and remembers what came."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Headers = dict[str, str]
# What is answered: a status, or a status with headers. It may wait, or raise to hang up.
Doing = Callable[["Received"], "int | tuple[int, Headers]"]


@dataclass(frozen=True)
class Received:
    """One request: names of headers in lower case, and when it came (seconds, monotonic)."""

    headers: Headers
    body: bytes
    came: float

    @property
    def id(self) -> str:
        """What it is called."""
        return self.headers["webhook-id"]

    @property
    def message(self) -> Any:
        """What it says."""
        return json.loads(self.body)


@dataclass
class Receiver:
    """`requests` are all that came, in order; `taken` those that were answered with 2xx."""

    url: str = ""
    doing: Doing = field(default=lambda _: 204)
    requests: list[Received] = field(default_factory=list)
    taken: list[Received] = field(default_factory=list)
    together: list[tuple[str, str]] = field(default_factory=list)
    _now: list[str] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def ids(self) -> list[str]:
        """The ids of what was taken, in order, those that came again once."""
        return list(dict.fromkeys(received.id for received in self.taken))

    @property
    def told(self) -> list[tuple[int, str]]:
        """Revisions and events that were taken, in order, those that came again once."""
        first = {received.id: received for received in reversed(self.taken)}
        found = [first[id_].message["data"] for id_ in self.ids]
        return [(data["rev"], data["id"]) for data in found if "effect" in data]

    @property
    def last(self) -> tuple[int, str]:
        """The revision and the event that were taken last."""
        data = self.taken[-1].message["data"] if self.taken else {}
        return (data.get("rev", 0), data.get("id", ""))

    def wait_for(self, what: Callable[[], bool], seconds: float = 20) -> None:
        """Until it is so; fails where it is not in time."""
        until = time.monotonic() + seconds
        while not what():
            assert time.monotonic() < until, f"{len(self.requests)} came, {len(self.taken)} taken"
            time.sleep(0.01)

    def answer(self, received: Received) -> tuple[int, Headers]:
        """Does as told, and notes which requests were being answered at the same time."""
        with self._lock:
            self.together += [(other, received.id) for other in self._now]
            self._now.append(received.id)
            self.requests.append(received)
        try:
            found = self.doing(received)
        finally:
            with self._lock:
                self._now.remove(received.id)
        status, headers = found if isinstance(found, tuple) else (found, {})
        if 200 <= status < 300:
            with self._lock:
                self.taken.append(received)
        return status, headers


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_: object) -> None:
        """Whoever sent was killed, which is meant here."""


@contextmanager
def receiving(doing: Doing = lambda _: 204, port: int = 0) -> Iterator[Receiver]:
    """A receiver for as long as the block lasts."""
    receiver = Receiver(doing=doing)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            length = int(self.headers["content-length"])
            body = self.rfile.read(length)
            if len(body) < length:  # Who sent it was killed in the middle.
                self.close_connection = True
                return
            headers = {name.lower(): value for name, value in self.headers.items()}
            try:
                status, more = receiver.answer(Received(headers, body, time.monotonic()))
                self.send_response(status)
                for name, value in {"Content-Length": "0", **more}.items():
                    self.send_header(name, value)
                self.end_headers()
            except OSError:
                self.close_connection = True

        def log_message(self, *_: object) -> None:
            pass

    with _Server(("127.0.0.1", port), Handler) as server:
        receiver.url = f"http://127.0.0.1:{server.server_port}/hook"
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield receiver
        finally:
            server.shutdown()
            thread.join()
