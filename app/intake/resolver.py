"""Tokens of a file to ids of the record, each looked up once."""

from collections.abc import Mapping
from functools import cached_property
from typing import NamedTuple

from app.domain.directory import Directory
from app.domain.places import Cities
from app.domain.resolve import Names, UnknownToken
from app.intake.mentions import Mentions
from app.suggest import near


class Meaning(NamedTuple):
    """What a token was read as, or the ids of what it may have meant."""

    id: str | None
    near: tuple[str, ...] = ()


class Resolver:
    """What the names of a file mean in one directory; a file repeats few names often."""

    def __init__(self, directory: Directory, lang: str) -> None:
        self.directory = directory
        self.lang = lang
        self._meanings: dict[tuple[str, str, tuple[str, ...]], Meaning] = {}
        self._spaces: Mapping[str, Names] = {
            "actor": directory.actor_names,
            "forum": directory.forum_names,
            "topic": directory.topic_names,
        }

    def meaning(self, space: str, token: str, by: tuple[str, ...] = ()) -> Meaning:
        """The id of the actor, forum or topic that the token names, read in these ways alone."""
        key = (space, token, by)
        if key not in self._meanings:
            self._meanings[key] = self._look_up(self._spaces[space], token, by)
        return self._meanings[key]

    @cached_property
    def cities(self) -> Cities:
        """The cities that give a place its country, coordinates and zone."""
        return Cities(self.directory.actors.values())

    @cached_property
    def mentions(self) -> Mentions:
        """Finds the actors of the directory in texts of the file's language."""
        return Mentions(self.directory, self.lang)

    def _look_up(self, names: Names, token: str, by: tuple[str, ...]) -> Meaning:
        try:
            return Meaning(names.resolve(token, by).id)
        except UnknownToken as unknown:
            return Meaning(None, unknown.candidates or tuple(near(token, [names])))
