"""`pourparlers export`: any query in any form, to a file or a pipe."""

import sys
from pathlib import Path

import click

from app.export import Export, begin, to_file, to_stream, unfinished
from app.render.forms import FORMS
from app.terminal import bar, database, say


@click.command()
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
    # It reads the record once, from one end to the other: little of it is met again.
    with database(cache_kib=2_000) as (settings, opened):
        place = unfinished(resume) if resume else begin(opened, settings.base_url, query, form)
        made = Export(opened, place)
        with bar("events", made.count - place.events) as advance:
            target = resume or output
            if str(target) == "-":
                count = to_stream(made, sys.stdout.buffer.write, advance)
            else:
                count = to_file(made, target, advance)
    say(f"{count} events")
