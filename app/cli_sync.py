"""`pourparlers sync`: another installation mirrored here, or a list of it kept in a file."""

import time
from collections.abc import Callable
from pathlib import Path

import click

from app import terminal
from app.errors import Unavailable, Unreachable
from app.outbound.addresses import networks
from app.outbound.blocking import blocking
from app.outbound.guard import Guard
from app.syncing.file import File, Happened
from app.syncing.mirror import Mirror
from app.syncing.remote import Remote
from app.syncing.source import source


@click.command()
@click.argument("url")
@click.argument("file", required=False, type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--every", type=click.FloatRange(min=0.1), metavar="SECONDS", help="Go on, asking that often."
)
@click.option(
    "--restart", is_flag=True, help="Fetch everything again, and then replace what is here."
)
def sync(url: str, file: Path | None, every: float | None, *, restart: bool) -> None:
    """Make this record the mirror of the installation at URL.

    With a FILE, keep the events at URL (https://…/v1/events?actor=RU) in it as NDJSON instead, and
    print what entered, changed, left and was retracted.
    """
    found = source(url)
    if file is None and found.query:
        raise click.UsageError("A mirror has no filter: give a FILE, or the address alone.")
    guard = Guard(allowed=networks(terminal.settings().outbound_networks))
    # Only the first time: what was begun anew goes on from there.
    turns = iter([restart])
    with blocking(guard) as sender:
        remote = Remote(sender, found)
        if file is not None:
            kept = File(file, remote)
            _again(every, lambda: kept.sync(_tell, restart=next(turns, False)))
            return
        with terminal.database() as (_, database):
            mirror = Mirror(database, remote, tell=lambda text: click.echo(text, err=True))
            _again(every, lambda: _prove(mirror, restart=next(turns, False)))


def _again(every: float | None, run: Callable[[], None]) -> None:
    """Once; or for ever, whether or not the other installation answers."""
    while True:
        try:
            run()
        except (Unavailable, Unreachable) as error:
            if every is None:
                raise
            click.echo(f"pourparlers: {terminal.printable(error.detail)}", err=True)
        if every is None:
            return
        time.sleep(every)


def _tell(happened: Happened) -> None:
    click.echo(f"{happened.effect} {happened.id} {terminal.printable(happened.title)}")


def _prove(mirror: Mirror, *, restart: bool) -> None:
    done = mirror.sync(restart=restart)
    if done.commits:
        click.echo(f"{done.commits} commits, to revision {done.rev} of epoch {done.epoch}.")
    terminal.say(f"Both records are the same at revision {done.rev}: {done.digest}")
