"""The server as operators start it: a process of its own, that signals reach."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

SERVE = "from app.cli import main; main()"


@contextmanager
def started(
    database_url: str, program: str = SERVE, workers: int = 1, **more: str
) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """Its address and its process, which is killed at the end if it has not ended.

    `more` are settings, by their names without the prefix: `OUTBOUND_NETWORKS="127.0.0.0/8"`.
    """
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    given = {"DATABASE_URL": database_url, "PORT": str(port), "WORKERS": str(workers), **more}
    environment = {**os.environ, **{f"POURPARLERS_{name}": text for name, text in given.items()}}
    server = subprocess.Popen(
        [sys.executable, "-c", program, "serve"],
        env=environment,
        cwd=Path(__file__).parents[2],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _await(f"http://127.0.0.1:{port}/live", server)
        yield f"http://127.0.0.1:{port}", server
    finally:
        server.terminate()
        try:
            server.wait(15)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def _await(address: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        try:
            httpx.get(address).raise_for_status()
        except httpx.TransportError:
            assert server.poll() is None, "the server ended before it answered"
            time.sleep(0.05)
        else:
            return
    raise AssertionError("the server did not start")
