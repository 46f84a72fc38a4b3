"""`pourparlers serve`: the interface, in one process or in several."""

import click
import uvicorn

from app.store.sessions import SQLITE_SAFE_FOR_WORKERS
from app.terminal import database, say


@click.command()
def serve() -> None:
    """Serve the interface until interrupted."""
    # Opened once here, so that a database that cannot be served is said in one sentence.
    with database() as (settings, _):
        pass
    workers = settings.workers
    if workers > 1 and settings.database_url.startswith("sqlite") and not SQLITE_SAFE_FOR_WORKERS:
        say("This SQLite may corrupt a file shared by several processes: serving with one worker.")
        workers = 1
    uvicorn.run(
        "app.serving:app",
        host=settings.host,
        port=settings.port,
        workers=workers,
        server_header=False,
        proxy_headers=False,
        ws="none",  # Nothing here speaks it, and looking for who does imports it.
        timeout_graceful_shutdown=10,
    )
