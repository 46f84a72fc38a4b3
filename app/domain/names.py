"""Things with names: how they are listed, and which one a reader of a language is shown."""

from collections.abc import Iterator

from app.domain.actor import Actor
from app.domain.forum import Forum, Topic

Named = Actor | Forum | Topic


def spoken_names(thing: Named) -> Iterator[tuple[str, str | None]]:
    """Every name and alias with its language, names first."""
    for lang, name in thing.names.items():
        yield name, lang
    for alias in thing.aliases:
        yield alias.text, alias.lang
