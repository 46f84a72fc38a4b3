"""Things with names: how they are listed, and which one a reader of a language is shown."""

from collections.abc import Iterator, Mapping

from app.domain.actor import Actor
from app.domain.forum import Forum, Topic
from app.domain.text import chosen

Named = Actor | Forum | Topic


def spoken_names(thing: Named) -> Iterator[tuple[str, str | None]]:
    """Every name and alias with its language, names first."""
    for lang, name in thing.names.items():
        yield name, lang
    for alias in thing.aliases:
        yield alias.text, alias.lang


class Shown(dict[str, str | None]):
    """Names by id as a reader of one language is shown them, each looked for once."""

    def __init__(self, things: Mapping[str, Named], lang: str) -> None:
        super().__init__()
        self._things, self._lang = things, lang

    def __missing__(self, id_: str) -> str | None:
        thing = self._things.get(id_)
        if thing is None:
            return None  # Not kept: ids that are not there are without number.
        found = self[id_] = chosen(thing.names, self._lang)[1]
        return found
