"""The application behind a real server on a loopback port, for clients that are real too."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import uvicorn
from starlette.types import ASGIApp

from app.main import create_app
from app.settings import Settings


@contextmanager
def serving(
    database_url: str, behind: Callable[[ASGIApp], ASGIApp] = lambda app: app
) -> Iterator[str]:
    """The address under which the application answers, for as long as the block lasts.

    `behind` puts something before it, as a proxy would stand there.
    """
    # A port that is bound before the server starts cannot be taken by another in between.
    with socket.create_server(("127.0.0.1", 0)) as listener:
        settings = settings_for(database_url, port=listener.getsockname()[1])
        # A thread gets no signals: streams that are still open are cut off.
        config = uvicorn.Config(
            behind(create_app(settings)), log_config=None, timeout_graceful_shutdown=3
        )
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, args=([listener],))
        thread.start()
        try:
            while not server.started and thread.is_alive():
                time.sleep(0.01)
            assert server.started, "the application did not start; the log says why"
            yield settings.base_url
        finally:
            server.should_exit = True
            thread.join()


def settings_for(database_url: str, port: int = 8000, cache_mib: int = 64) -> Settings:
    """Settings that owe nothing to the developer's own `.env`."""
    return Settings(_env_file=None, database_url=database_url, port=port, cache_mib=cache_mib)
