"""`pourparlers import`: files of others into the record."""

from pathlib import Path
from typing import BinaryIO

import click
import orjson

from app.importing.files import reader_for
from app.importing.options import BATCH, Options
from app.importing.run import run
from app.importing.summary import summary
from app.store.directory import Directories
from app.terminal import bar, own_database


@click.command("import")
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
    with own_database() as (_, opened):
        reader = reader_for(file, mapping)
        options = Options("pourparlers import", f"Import of {file.name}", batch, dry_run)
        with bar(file.name, _lines(file)) as advance:
            made = run(opened, Directories(), reader, options, advance)
    if report is not None:
        report.write(orjson.dumps(made.document(), option=orjson.OPT_INDENT_2))
    for sentence in summary(made, rehearsed=dry_run):
        click.echo(sentence)
    if made.troubles:
        raise SystemExit(1)


def _lines(file: Path) -> int:
    """How many lines a file has, for the bar."""
    with file.open("rb") as lines:
        return sum(1 for _ in lines)
