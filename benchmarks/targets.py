"""The servers of ours that take turns, and the floors that send the same bytes."""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from benchmarks.client import answer
from benchmarks.questions import pages
from benchmarks.server import Server, served
from benchmarks.turns import Target

CODED = "Accept-Encoding: br, gzip\r\n"
# Nothing is kept of an answer, or of an event either.
NO_CACHE = {"POURPARLERS_CACHE_MIB": "0"}
NOTHING_KEPT = {**NO_CACHE, "POURPARLERS_KEPT_MIB": "0"}


class Bench:
    """Servers that live as long as it is open."""

    def __init__(self, stack: ExitStack, folder: Path) -> None:
        self.stack, self.folder = stack, folder

    def ours(self, record: str, **settings: str) -> Server:
        """A server of ours over a record."""
        return self.stack.enter_context(served(record, **settings))

    def floor(self, kind: str, port: int, address: str, more: str = "") -> Server:
        """One that sends what another has answered, and nothing else."""
        head, body = answer(port, address, more)
        sample = Path(tempfile.mkstemp(suffix=".http", dir=self.folder)[1])
        sample.write_bytes(head + b"\r\n\r\n" + body)
        return self.stack.enter_context(served(kind, str(sample)))

    def floors(self, kinds: Sequence[str], port: int, addresses: Sequence[str]) -> list[Target]:
        """Several that send the first of these pages."""
        return [Target(kind, self.floor(kind, port, addresses[0]), addresses) for kind in kinds]

    def remembered(self, record: str, plain: str = "bare") -> list[Target]:
        """One page again and again: plain, coded, known; the coded one with a floor of its own.

        `plain` names the floor of the first and the last.
        """
        server, page = self.ours(record), pages()[:1]
        head, _ = answer(server.port, page[0], CODED)
        tag = head.lower().partition(b"\r\netag: ")[2].partition(b"\r\n")[0].decode()
        known = f"{CODED}If-None-Match: {tag}\r\n"
        coded = self.floor("bare", server.port, page[0], CODED)
        return [
            Target("bare, brotli", coded, page),
            Target("cached", server, page, "", plain),
            Target("cached, brotli", server, page, CODED, "bare, brotli"),
            Target("cached, 304", server, page, known, plain),
        ]


@contextmanager
def bench() -> Iterator[Bench]:
    """All servers end with the block."""
    with ExitStack() as stack:
        yield Bench(stack, Path(stack.enter_context(tempfile.TemporaryDirectory())))
