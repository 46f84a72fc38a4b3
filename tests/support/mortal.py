"""Servers that are killed and begun again, each a child of one process that has loaded the rest.

`python -m tests.support.mortal URL HOW` reads a line for each server to begin, forks it, and
writes its port and its process id. `HOW` is "safe", or a fault: "early" answers before it commits,
"torn" commits a half of each commit on its own.
"""

import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import uvicorn
from sqlalchemy import Connection, event

from app.main import create_app
from app.store.sessions import Database
from tests.support.live import settings_for

# How long after its answer a server that answers early commits, and between the halves of one.
_LATE, _BETWEEN = 0.2, 0.05


@dataclass
class Mortals:
    """Begins servers over one database, one at a time."""

    parent: "subprocess.Popen[str]"

    def begin(self) -> tuple[str, int]:
        """The address of a new server, which answers, and its process id."""
        assert self.parent.stdin is not None
        assert self.parent.stdout is not None
        self.parent.stdin.write("\n")
        self.parent.stdin.flush()
        port, process = self.parent.stdout.readline().split()
        return f"http://127.0.0.1:{port}", int(process)


@contextmanager
def mortals(url: str, how: str = "safe") -> Iterator[Mortals]:
    """The one that begins them; what it began ends with it."""
    command = [sys.executable, "-m", "tests.support.mortal", url, how]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as parent:
        try:
            yield Mortals(parent)
        finally:
            parent.kill()


def main() -> None:
    """Forks before anything is connected, so that no child shares a connection with another."""
    url, how = sys.argv[1:]
    if how == "early":
        Database.writing = _answering_early  # type: ignore[method-assign]  # the fault itself
    for _line in sys.stdin:
        listener = socket.create_server(("127.0.0.1", 0))
        child = os.fork()
        if child == 0:
            _serve(url, how, listener)
            os._exit(0)
        port = listener.getsockname()[1]
        listener.close()
        print(port, child, flush=True)
        os.waitpid(child, 0)


def _serve(url: str, how: str, listener: socket.socket) -> None:
    _ending_with(os.getppid())
    app = create_app(settings_for(url))
    if how == "torn":
        event.listen(app.state.service.database.writer, "before_cursor_execute", _torn)
    server = uvicorn.Server(uvicorn.Config(app, log_config=None))
    server.run([listener])


def _ending_with(parent: int) -> None:
    """A server whose parent is gone ends, so that none is left behind a test that broke off."""

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(0.2)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def _torn(connection: Connection, _cursor: object, statement: str, *_more: object) -> None:
    """The versions are kept, and what they are found by is not written yet."""
    if statement.startswith("INSERT INTO changes"):
        connection.exec_driver_sql("COMMIT")
        time.sleep(_BETWEEN)
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("BEGIN IMMEDIATE")


@contextmanager
def _answering_early(self: Database) -> Iterator[Connection]:
    connection = self.writer.connect()
    transaction = connection.begin()
    end: Callable[[], None] = transaction.rollback
    try:
        yield connection
        end = transaction.commit
    finally:
        threading.Timer(_LATE, _ended, (connection, end)).start()


def _ended(connection: Connection, end: Callable[[], None]) -> None:
    end()
    connection.close()


if __name__ == "__main__":
    main()
