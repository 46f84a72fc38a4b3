"""All events at once: ours as NDJSON, and the `sqlite3` module printing the stored documents.

`python -m benchmarks.export FILE` prints them, in the order that an export has them.
"""

import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPConnection
from typing import IO, NamedTuple

from benchmarks.server import Server, on_core

_READ, _AT_ONCE = 1 << 20, 1_000
_DOCUMENTS = """
SELECT v.document FROM event_index e JOIN versions v ON v.id = e.version_id
WHERE e.to_rev IS NULL ORDER BY e.start_key, e.end_key, e.entity
"""


class Export(NamedTuple):
    """So many events in so many seconds, and by how many MiB the memory grew meanwhile."""

    events: int
    seconds: float
    growth: float

    @property
    def rate(self) -> float:
        """Events a second."""
        return self.events / self.seconds


def ours(server: Server) -> Export:
    """Everything over HTTP, read as fast as it comes and thrown away."""
    connection = HTTPConnection("127.0.0.1", server.port, timeout=600)
    with closing(connection):
        before = most = server.process.memory_info().rss
        begun, events = time.perf_counter(), 0
        connection.request("GET", "/v1/events.ndjson")
        for data in _read(connection.getresponse()):
            events += data.count(b"\n")
            most = max(most, server.process.memory_info().rss)
    return Export(events, time.perf_counter() - begun, (most - before) / 2**20)


def printed(record: str) -> Export:
    """The same documents by the `sqlite3` module alone, in a process on the servers' core."""
    command = [sys.executable, "-m", "benchmarks.export", record.removeprefix("sqlite:///")]
    begun = time.perf_counter()
    with on_core(1):
        process = subprocess.Popen(command, stdout=subprocess.PIPE)
    with process:
        assert process.stdout is not None
        events = sum(data.count(b"\n") for data in _read(process.stdout))
    return Export(events, time.perf_counter() - begun, 0)


def _read(answer: IO[bytes]) -> Iterator[bytes]:
    while data := answer.read(_READ):
        yield data


def main(file: str) -> None:
    """Prints the document of each event."""
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as connection:
        connection.text_factory = bytes
        found = connection.execute(_DOCUMENTS)
        while rows := found.fetchmany(_AT_ONCE):
            sys.stdout.buffer.write(b"\n".join([*(document for (document,) in rows), b""]))


if __name__ == "__main__":
    main(sys.argv[1])
