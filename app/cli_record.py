"""What is done to the whole record: `pourparlers load`, `check`, `redact` and `new-epoch`."""

import click

from app.domain.change import Nature
from app.domain.things import Thing
from app.errors import ReadOnlyMirror
from app.load import load as load_record
from app.store import ledger
from app.store.check import check as check_ledger
from app.store.directory import Directories
from app.store.ledger import Entry
from app.store.redact import redact, scrub
from app.terminal import database, own_database, say


@click.command()
@click.option("--unless-mirror", is_flag=True, help="Do nothing where the record is a mirror.")
def load(*, unless_mirror: bool) -> None:
    """Load the gazetteer and, unless POURPARLERS_FIRST_RECORD=false, the first record."""
    try:
        _load()
    except ReadOnlyMirror:
        if not unless_mirror:
            raise


def _load() -> None:
    with own_database() as (settings, opened):
        kept = load_record(opened, Directories(), events=settings.first_record, tell=say)
    for sentence in kept:
        click.echo(sentence, err=True)


@click.command("redact")
@click.argument("thing", type=click.Choice([thing.value for thing in Thing]))
@click.argument("id_", metavar="ID")
@click.argument("fields", nargs=-1, required=True)
@click.option("--reason", required=True, help="Why, in the history that everybody reads.")
@click.confirmation_option(
    "--yes", prompt="This cannot be undone. Go on?", help="Do not ask whether to go on."
)
def redact_fields(thing: str, id_: str, fields: tuple[str, ...], reason: str) -> None:
    """Blank FIELDS of a thing in every version of it, as only law demands."""
    entry = Entry("pourparlers redact", Nature.CORRECTION, reason)
    with own_database() as (_, opened):
        with opened.writing() as connection:
            done = redact(connection, Directories(), (Thing(thing), id_), fields, entry)
        scrub(opened)
    click.echo(
        f"Revision {done.rev}: {done.versions} versions blanked, {done.drafts} drafts dropped, "
        f"{done.answers} kept answers voided. A new epoch has begun."
    )


@click.command()
def check() -> None:
    """Check the ledger: no gap, every document valid, every index row as its document says."""
    with database() as (_, opened):
        faults = check_ledger(opened, Directories())
    for fault in faults:
        click.echo(fault)
    if faults:
        raise SystemExit(1)
    say("The ledger is whole.")


@click.command("new-epoch")
def new_epoch() -> None:
    """Part a restored copy from what it was: cursors and tokens made before answer 410."""
    with own_database() as (_, opened), opened.writing() as connection:
        click.echo(f"epoch {ledger.new_epoch(connection)}")
