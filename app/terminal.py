"""What commands have in common: the settings, the database they name, words for a person."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click
from pydantic import ValidationError

from app.errors import InvalidSettings
from app.settings import Settings, sentences
from app.store import mirror, schema
from app.store.sessions import CACHE_KIB, Database


def settings() -> Settings:
    """The settings of the environment; InvalidSettings says what is wrong with them."""
    try:
        return Settings()
    except ValidationError as error:
        raise InvalidSettings(" ".join(sentences(error))) from None


@contextmanager
def own_database() -> Iterator[tuple[Settings, Database]]:
    """The same to write to; ReadOnlyMirror where the record is the mirror of another one."""
    with database() as (found, opened):
        with opened.reading() as connection:
            mirror.refuse(connection)
        yield found, opened


@contextmanager
def database(cache_kib: int = CACHE_KIB) -> Iterator[tuple[Settings, Database]]:
    """The database of the settings, if it has this release's schema; closed at the end.

    Of a file it keeps so much in memory.
    """
    found = settings()
    opened = Database(found.database_url, cache_kib)
    try:
        with opened.reading() as connection:
            schema.check(connection)
        yield found, opened
    finally:
        opened.close()


def printable(text: str) -> str:
    """What others wrote must not move the cursor of a terminal."""
    return "".join(c if c.isprintable() else "·" for c in text)


def say(text: str) -> None:
    """Progress is for a person at a terminal; a pipe gets data alone."""
    if sys.stderr.isatty():
        click.echo(text, err=True)


@contextmanager
def bar(label: str, length: int) -> Iterator[Callable[[int], object]]:
    """Advances a bar at a terminal; says nothing elsewhere."""
    hidden = not sys.stderr.isatty()
    with click.progressbar(length=length, label=label, file=sys.stderr, hidden=hidden) as bar:
        yield bar.update
