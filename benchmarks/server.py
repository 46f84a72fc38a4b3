"""One worker on one core: `python -m benchmarks.server URL`, `… bare FILE` or `… orm URL`.

Prints its port when it listens, and ends when its standard input closes.
"""

import os
import platform
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

import uvicorn
from psutil import Process
from starlette.types import ASGIApp

from benchmarks.bare import FLOORS
from benchmarks.client import answer

# As they were when this began: one that keeps to a core still knows of the others.
_CORES = sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else [0]


Command = list[str | Path]


class Server(NamedTuple):
    """A server in a process of its own."""

    port: int
    process: Process

    def spent(self) -> float:
        """The seconds of a core that it has used: what else the machine does is not in them.

        Threads that have ended count too, as they would not in a sum over those that there are.
        """
        if platform.system() == "Linux":  # To the nanosecond; psutil's are in ticks.
            return time.clock_gettime(_clock(self.process.pid))
        times = self.process.cpu_times()
        return float(times.user + times.system)


def _clock(pid: int) -> int:
    """The clock of another process's time, as Linux numbers it: clock_getcpuclockid(3)."""
    return ~pid << 3 | 2


@contextmanager
def served(*what: str, **settings: str) -> Iterator[Server]:
    """A server with these environment variables, for as long as the block lasts."""
    command, piped = [sys.executable, "-m", "benchmarks.server", *what], subprocess.PIPE
    environment = os.environ | settings
    with subprocess.Popen(command, stdin=piped, stdout=piped, env=environment) as process:
        assert process.stdout is not None
        yield Server(int(process.stdout.readline()), Process(process.pid))


@contextmanager
def started(command: Command, port: int, path: str, **settings: str) -> Iterator[Server]:
    """Another's server, on the core of servers, once it answers that path with success."""
    with on_core(1):  # A process begins where its parent is.
        process = subprocess.Popen(
            command, env=os.environ | settings, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
        )
    with process:
        try:
            yield Server(_answering(process, port, path), Process(process.pid))
        finally:
            process.terminate()
            process.communicate()


def _answering(process: "subprocess.Popen[bytes]", port: int, path: str) -> int:
    deadline = time.monotonic() + 120
    while process.poll() is None and time.monotonic() < deadline:
        with suppress(OSError):
            answer(port, path)
            return port
        time.sleep(0.01)
    process.kill()
    raise RuntimeError(process.communicate()[1].decode(errors="replace")[-2000:])


def free_port() -> int:
    """A port that nobody listens at; another program may still take it first."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
    return port


@contextmanager
def on_core(core: int) -> Iterator[None]:
    """This thread, and what it starts, on a core for as long as the block lasts."""
    if not hasattr(os, "sched_setaffinity"):
        yield
        return
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {_CORES[core % len(_CORES)]})
    yield
    os.sched_setaffinity(0, before)


def keep_to(core: int) -> None:
    """Server and client each on a core of its own, where the machine has two and lets us choose."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {_CORES[core % len(_CORES)]})


def _app(what: str, file: str | None) -> ASGIApp:
    if what == "orm" and file is not None:
        ordinary: ASGIApp = import_module("benchmarks.peers.orm").create_app(file)
        return ordinary
    if what in FLOORS and file is not None:
        head, _, body = Path(file).read_bytes().partition(b"\r\n\r\n")
        return FLOORS[what](_headers(head), body)
    os.environ["POURPARLERS_DATABASE_URL"] = what
    # As a server imports it, and only now: it reads the environment.
    return import_module("app.serving").app  # type: ignore[no-any-return]


def _headers(head: bytes) -> list[tuple[bytes, bytes]]:
    """Those of the application; the server adds the date again."""
    pairs = [line.partition(b": ")[::2] for line in head.split(b"\r\n")[1:]]
    return [(name, value) for name, value in pairs if name not in (b"date", b"server")]


def _serve(app: ASGIApp) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        config = uvicorn.Config(app, log_level="warning", access_log=False, server_header=False)
        server = uvicorn.Server(config)
        threading.Thread(target=_stop_with_parent, args=[server], daemon=True).start()
        print(listener.getsockname()[1], flush=True)
        server.run([listener])


def _stop_with_parent(server: uvicorn.Server) -> None:
    sys.stdin.buffer.read()
    server.should_exit = True


if __name__ == "__main__":
    keep_to(1)
    _serve(_app(sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else None))
