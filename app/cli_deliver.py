"""`pourparlers deliver`: the messages of webhooks, in a process of their own."""

import anyio
import click

from app.deliver.means import means
from app.deliver.running import until_told
from app.store.directory import Directories
from app.terminal import database


@click.command()
def deliver() -> None:
    """Send the messages of webhooks until interrupted, where `serve` does not."""
    with database() as (settings, opened):
        anyio.run(until_told, means(settings, opened, Directories()))
