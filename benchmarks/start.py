"""How soon a server answers, and what it holds then: `python -m benchmarks.start [STARTS]`.

From the exec of `pourparlers serve` over an existing record to its first page; what it holds is
measured after a hundred pages and a second of rest.
"""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import NamedTuple

from psutil import Process

from benchmarks.build import cached

SIZE, STARTS, PAGES = 1_000, 9, 100
_PAGE = "/v1/events?actor=RU&limit=20"
_REST, _PATIENCE = 1.0, 60.0


class Start(NamedTuple):
    """Seconds by the clock and of a core to the first page; then MiB, alone and with its share."""

    seconds: float
    cpu: float
    rss: float
    pss: float


def main(starts: int) -> None:
    """The medians of several starts, with the least and the most."""
    url = cached(SIZE)
    found = [_start(url) for _ in range(starts)]
    print("| what | least | median | most |")
    print("|---|---|---|---|")
    for name, values in zip(_NAMES, zip(*found, strict=True), strict=True):
        print(f"| {name} | {min(values):.2f} | {median(values):.2f} | {max(values):.2f} |")


_NAMES = ("first page, s", "of a core, s", "resident, MiB", "its share of it, MiB")


def _start(url: str) -> Start:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    begun = time.perf_counter()
    with _serving(url, port) as process:
        _first(port, begun)
        took, times = time.perf_counter() - begun, process.cpu_times()
        _ask(port, PAGES)
        time.sleep(_REST)
        memory = process.memory_full_info()
        cpu = times.user + times.system
        return Start(took, cpu, memory.rss / 2**20, memory.pss / 2**20)


@contextmanager
def _serving(url: str, port: int) -> Iterator[Process]:
    """The command as it was installed; its one worker is the process itself."""
    settings = {"POURPARLERS_DATABASE_URL": url, "POURPARLERS_PORT": str(port)}
    command = [str(Path(sys.executable).with_name("pourparlers")), "serve"]
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, env=os.environ | settings, stdout=quiet, stderr=quiet) as run:
        try:
            yield Process(run.pid)
        finally:
            run.terminate()


def _first(port: int, begun: float) -> None:
    """Asks until it is answered."""
    while time.perf_counter() - begun < _PATIENCE:
        try:
            return _ask(port, 1)
        except ConnectionRefusedError:
            time.sleep(0.002)
    raise TimeoutError(f"no answer within {_PATIENCE:.0f} seconds")


def _ask(port: int, times: int) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_PATIENCE)
    for _ in range(times):
        connection.request("GET", _PAGE)
        answer = connection.getresponse()
        answer.read()
        if answer.status != 200:
            raise ConnectionError(f"{_PAGE} answers {answer.status}")
    connection.close()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else STARTS)
