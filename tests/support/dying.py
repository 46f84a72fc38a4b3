"""A server that is killed on its way, as by a power cut: at a commit, or before its answer.

`python -m tests.support.dying URL MOMENT` writes its port and serves until then.
"""

import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from fastapi import FastAPI
from sqlalchemy import event
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.domain.scope import Scope as KeyScope
from app.main import create_app
from tests.support.effects import adding
from tests.support.keys import add_guarded
from tests.support.live import settings_for

MOMENTS = ("before the commit", "before the answer")


@contextmanager
def doomed(url: str, moment: str) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """The address of such a server in a process of its own, and the process."""
    command = [sys.executable, "-m", "tests.support.dying", url, moment]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield f"http://127.0.0.1:{process.stdout.readline().strip()}", process
        finally:
            process.kill()


def die() -> None:
    """Nothing of this process runs any more: no handler, no rollback, no goodbye."""
    os.kill(os.getpid(), signal.SIGKILL)


class DyingBeforeTheAnswer:
    """Its transaction is committed, and its client never learns of it."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def sending(message: Message) -> None:
            if scope["method"] == "POST":
                die()
            await send(message)

        await self.app(scope, receive, sending if scope["type"] == "http" else send)


def dying(url: str, moment: str) -> ASGIApp:
    """The application, with what ends it."""
    app: FastAPI = create_app(settings_for(url))
    add_guarded(app, adding, KeyScope.WRITE)
    if moment == "before the answer":
        return DyingBeforeTheAnswer(app)
    writer = app.state.service.database.writer

    @event.listens_for(writer, "commit")
    def _commit(_connection: object) -> None:
        # When a key was last used is written beside the request, and is not meant.
        if not threading.current_thread().name.startswith("uses"):
            die()

    return app


def main() -> None:
    """Serves until the moment comes."""
    url, moment = sys.argv[1:]
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = uvicorn.Server(uvicorn.Config(dying(url, moment), log_config=None))
        print(listener.getsockname()[1], flush=True)
        server.run([listener])


if __name__ == "__main__":
    main()
