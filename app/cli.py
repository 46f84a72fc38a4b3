"""The command line: parse, open the database, call one function, say plainly what went wrong."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import anyio
import click
import orjson
import uvicorn

from app import __version__
from app.cli_keys import keys
from app.cli_sync import sync
from app.deliver.means import means
from app.deliver.running import until_told
from app.domain.change import Nature
from app.domain.things import Thing
from app.errors import AppError, ReadOnlyMirror
from app.export import Export, begin, to_file, to_stream, unfinished
from app.importing.files import reader_for
from app.importing.run import BATCH, Options
from app.importing.run import run as run_import
from app.importing.summary import summary
from app.load import load as load_record
from app.render.forms import FORMS
from app.store import ledger, migrate
from app.store.check import check as check_ledger
from app.store.directory import Directories
from app.store.ledger import Entry
from app.store.redact import redact, scrub
from app.store.sessions import SQLITE_SAFE_FOR_WORKERS
from app.terminal import database as _database
from app.terminal import own_database as _own_database
from app.terminal import printable as _printable
from app.terminal import say as _say
from app.terminal import settings as _settings


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="pourparlers")
def commands() -> None:
    """A timeline of diplomacy. Settings come from POURPARLERS_… or a .env file."""


commands.add_command(keys)
commands.add_command(sync)


def main() -> None:
    """Runs a command; an error of ours is one sentence and exit code 1."""
    try:
        commands()
    except AppError as error:
        raise SystemExit(f"pourparlers: {_printable(error.detail)}") from None
    except BrokenPipeError:
        raise SystemExit(1) from None
    except OSError as error:
        raise SystemExit(f"pourparlers: {_printable(str(error))}") from None


@commands.command("migrate")
def migrate_schema() -> None:
    """Bring the database to this release's schema."""
    migrate.upgrade(_settings().database_url)
    click.echo("The schema is up to date.")


@commands.command()
@click.option("--unless-mirror", is_flag=True, help="Do nothing where the record is a mirror.")
def load(*, unless_mirror: bool) -> None:
    """Load the gazetteer and, unless POURPARLERS_FIRST_RECORD=false, the first record."""
    try:
        _load()
    except ReadOnlyMirror:
        if not unless_mirror:
            raise


def _load() -> None:
    with _own_database() as (settings, database):
        kept = load_record(database, Directories(), events=settings.first_record, tell=_say)
    for sentence in kept:
        click.echo(sentence, err=True)


@commands.command()
def serve() -> None:
    """Serve the interface until interrupted."""
    # Opened once here, so that a database that cannot be served is said in one sentence.
    with _database() as (settings, _):
        pass
    workers = settings.workers
    if workers > 1 and settings.database_url.startswith("sqlite") and not SQLITE_SAFE_FOR_WORKERS:
        _say("This SQLite may corrupt a file shared by several processes: serving with one worker.")
        workers = 1
    uvicorn.run(
        "app.serving:app",
        host=settings.host,
        port=settings.port,
        workers=workers,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=10,
    )


@commands.command()
def deliver() -> None:
    """Send the messages of webhooks until interrupted, where `serve` does not."""
    with _database() as (settings, database):
        anyio.run(until_told, means(settings, database, Directories()))


@commands.command()
@click.argument("query", default="")
@click.option("--form", type=click.Choice([*FORMS]), default="ndjson", show_default=True)
@click.option(
    "--output",
    "-o",
    type=click.Path(dir_okay=False, allow_dash=True, path_type=Path),
    default="-",
    help="A file, or - for standard output.",
)
@click.option(
    "--resume",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Go on with this file, whose export was interrupted.",
)
def export(query: str, form: str, output: Path, resume: Path | None) -> None:
    """Write the events of QUERY (as in an address: 'actor=RU&date=2022') in a form."""
    if resume is not None and (query or str(output) != "-"):
        raise click.UsageError("--resume goes on with its own query and file: give it alone.")
    with _database() as (settings, database):
        place = unfinished(resume) if resume else begin(database, settings.base_url, query, form)
        made = Export(database, place)
        with _bar("events", made.count - place.events) as advance:
            target = resume or output
            if str(target) == "-":
                count = to_stream(made, sys.stdout.buffer.write, advance)
            else:
                count = to_file(made, target, advance)
    _say(f"{count} events")


@commands.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--mapping",
    "-m",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A TOML file that says what the columns of a CSV mean.",
)
@click.option(
    "--batch",
    default=BATCH,
    show_default=True,
    type=click.IntRange(1, 100_000),
    help="Lines that are kept together, or not at all.",
)
@click.option("--dry-run", is_flag=True, help="Say what would be done, and keep nothing.")
@click.option(
    "--report", type=click.File("wb", lazy=False), help="Write the whole report here, as JSON."
)
def import_file(
    file: Path, mapping: Path | None, batch: int, dry_run: bool, report: BinaryIO | None
) -> None:
    """Bring the events of FILE into the record: our own NDJSON, or a CSV through a mapping."""
    with _own_database() as (_, database):
        reader = reader_for(file, mapping)
        options = Options("pourparlers import", f"Import of {file.name}", batch, dry_run)
        with _bar(file.name, _lines(file)) as advance:
            made = run_import(database, Directories(), reader, options, advance)
    if report is not None:
        report.write(orjson.dumps(made.document(), option=orjson.OPT_INDENT_2))
    for sentence in summary(made, rehearsed=dry_run):
        click.echo(sentence)
    if made.troubles:
        raise SystemExit(1)


@commands.command("redact")
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
    with _own_database() as (_, database):
        with database.writing() as connection:
            done = redact(connection, Directories(), (Thing(thing), id_), fields, entry)
        scrub(database)
    click.echo(
        f"Revision {done.rev}: {done.versions} versions blanked, {done.drafts} drafts dropped, "
        f"{done.answers} kept answers voided. A new epoch has begun."
    )


@commands.command()
def check() -> None:
    """Check the ledger: no gap, every document valid, every index row as its document says."""
    with _database() as (_, database):
        faults = check_ledger(database, Directories())
    for fault in faults:
        click.echo(fault)
    if faults:
        raise SystemExit(1)
    _say("The ledger is whole.")


@commands.command("new-epoch")
def new_epoch() -> None:
    """Part a restored copy from what it was: cursors and tokens made before answer 410."""
    with _own_database() as (_, database), database.writing() as connection:
        click.echo(f"epoch {ledger.new_epoch(connection)}")


@contextmanager
def _bar(label: str, length: int) -> Iterator[Callable[[int], object]]:
    """Advances a bar at a terminal; says nothing elsewhere."""
    hidden = not sys.stderr.isatty()
    with click.progressbar(length=length, label=label, file=sys.stderr, hidden=hidden) as bar:
        yield bar.update


def _lines(file: Path) -> int:
    """How many lines a file has, for the bar."""
    with file.open("rb") as lines:
        return sum(1 for _ in lines)
