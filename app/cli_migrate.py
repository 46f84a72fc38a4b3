"""`pourparlers migrate`: the only command that takes steps of the schema."""

import click

from app.store import migrate
from app.terminal import settings


@click.command("migrate")
def migrate_schema() -> None:
    """Bring the database to this release's schema."""
    migrate.upgrade(settings().database_url)
    click.echo("The schema is up to date.")
