"""What a page weighs and costs beside the same page as JSON: `python -m benchmarks.pages`.

Of a record of 7,500 events. Pages and JSON take turns, so that what else the machine does meets
both alike; an answer is timed from the request to its first byte.
"""

import re
import socket
import sys
import time
from statistics import median
from typing import NamedTuple

from benchmarks.build import cached
from benchmarks.client import answer, request
from benchmarks.server import Server, keep_to, served

SIZE, ROUNDS = 7_500, 200
HEAVIEST, SLOWEST = 100_000, 3.0
QUERIES = (
    "date=2022-01",
    "date=2022",
    "actor=russia&date=2022/..",
    "actor=russia&actor=united-states",
    "sort=-date",
    "sort=-changed",
    "upcoming=true",
)


class Cost(NamedTuple):
    """A page with its files, in bytes, and the seconds to its first byte beside JSON's."""

    bytes: int
    page: float
    json: float

    @property
    def ratio(self) -> float:
        """How many times as long as JSON it takes."""
        return self.page / self.json


def main() -> int:
    """Prints a row a query; 1 where one is too heavy or too slow."""
    bad = False
    print("| query | kB with style and script | first byte, ms | JSON's, ms | ratio |")
    print("|---|---|---|---|---|")
    with served(cached(SIZE)) as server:
        keep_to(0)
        for query in QUERIES:
            cost = measured(server, query)
            print(
                f"| `{query}` | {cost.bytes / 1000:.1f} | {1000 * cost.page:.1f} "
                f"| {1000 * cost.json:.1f} | {cost.ratio:.2f} |"
            )
            bad = bad or cost.bytes > HEAVIEST or cost.ratio > SLOWEST
    return int(bad)


def measured(server: Server, query: str) -> Cost:
    """The medians of many answers, one of each after the other."""
    page, json = f"/en/?{query}", f"/v1/events?{query}&lang=en"
    _, body = answer(server.port, page)
    times: dict[str, list[float]] = {page: [], json: []}
    for _ in range(ROUNDS):
        for address, found in times.items():
            found.append(first_byte(server.port, address))
    return Cost(weight(server.port, body.decode()), median(times[page]), median(times[json]))


def weight(port: int, page: str) -> int:
    """The bytes of the page and of the style, script and icon that it loads."""
    files = set(re.findall(r'(?:href|src)="(/static/[^"]+)"', page))
    return len(page.encode()) + sum(len(answer(port, file)[1]) for file in files)


def first_byte(port: int, address: str) -> float:
    """The seconds from a request to the first byte of its answer, each over a new connection."""
    with socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
        begun = time.perf_counter()
        connection.sendall(request(address))
        connection.recv(1)
        took = time.perf_counter() - begun
        connection.shutdown(socket.SHUT_WR)
    return took


if __name__ == "__main__":
    sys.exit(main())
