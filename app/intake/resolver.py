"""Tokens of a file to ids of the record, each looked up once."""

from collections.abc import Mapping
from functools import cached_property
from typing import NamedTuple

from app.domain.actor import ActorKind
from app.domain.directory import Directory
from app.domain.places import Cities
from app.domain.resolve import Names, Resolution, UnknownToken
from app.intake.mentions import Mentions
from app.suggest import near

_SOUGHT = 300


class Meaning(NamedTuple):
    """What a token was read as, or the ids of what it may have meant.

    `other` is what is called that as well, where a code or an id came before the name.
    """

    id: str | None
    near: tuple[str, ...] = ()
    other: str | None = None


class Resolver:
    """What the names of a file mean in one directory; a file repeats few names often."""

    def __init__(self, directory: Directory, lang: str) -> None:
        self.directory = directory
        self.lang = lang
        self._meanings: dict[tuple[str, str, tuple[str, ...]], Meaning] = {}
        self._sought = 0
        self._spaces: Mapping[str, Names] = {
            "actor": directory.actor_names,
            "country": directory.actor_names,
            "forum": directory.forum_names,
            "topic": directory.topic_names,
        }

    def meaning(self, space: str, token: str, by: tuple[str, ...] = ()) -> Meaning:
        """The id of the actor, forum or topic that the token names, read in these ways alone."""
        key = (space, token, by)
        if key not in self._meanings:
            self._meanings[key] = self._look_up(space, token, by)
        return self._meanings[key]

    @cached_property
    def cities(self) -> Cities:
        """The cities that give a place its country, coordinates and zone."""
        return Cities(self.directory.actors.values())

    @cached_property
    def mentions(self) -> Mentions:
        """Finds the actors of the directory in texts of the file's language."""
        return Mentions(self.directory, self.lang)

    def _look_up(self, space: str, token: str, by: tuple[str, ...]) -> Meaning:
        names = self._spaces[space]
        try:
            found = names.resolve(token, by)
        except UnknownToken as unknown:
            return Meaning(None, unknown.candidates or self._near(token, names))
        if space == "country" and self.directory.actors[found.id].kind is not ActorKind.COUNTRY:
            return Meaning(None)
        return Meaning(found.id, other=self._namesake(names, token, found, by))

    def _near(self, token: str, names: Names) -> tuple[str, ...]:
        """Only for the first unknown names: a file of ten thousand needs another mapping."""
        self._sought += 1
        return tuple(near(token, [names])) if self._sought <= _SOUGHT else ()

    def _namesake(
        self, names: Names, token: str, found: Resolution, by: tuple[str, ...]
    ) -> str | None:
        """AU is a code before it is an acronym, where both ways are open."""
        if found.by == "name" or (by and "name" not in by):
            return None
        try:
            other = names.resolve(token, ("name",)).id
        except UnknownToken:
            return None
        return None if other == found.id else other
