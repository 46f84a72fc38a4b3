"""Addresses of our own: a path with its query, from which other ones are made."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from urllib.parse import urlencode, urlsplit

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Address:
    """A path below `base_url`, with its query in order."""

    base_url: str
    path: str
    pairs: Pairs = ()

    def at(self, path: str) -> "Address":
        """The same query elsewhere."""
        return replace(self, path=path)

    def having(self, **changed: str | None) -> "Address":
        """With these parameters set, or left out where None."""
        kept = tuple(pair for pair in self.pairs if pair[0] not in changed)
        return replace(self, pairs=kept + tuple((k, v) for k, v in changed.items() if v))

    def adding(self, name: str, value: str) -> "Address":
        """With one more value of a parameter that may be repeated."""
        return replace(self, pairs=(*self.pairs, (name, value)))

    def with_pairs(self, pairs: Iterable[tuple[str, str]]) -> "Address":
        """With another query."""
        return replace(self, pairs=tuple(pairs))

    def without(self, number: int) -> "Address":
        """Without the parameter of that number."""
        return replace(self, pairs=self.pairs[:number] + self.pairs[number + 1 :])

    @cached_property
    def root(self) -> str:
        """What a link within the site begins with: nothing, unless it lives below a path."""
        return urlsplit(self.base_url).path

    @property
    def here(self) -> str:
        """As a link within the site, under whatever name it is reached."""
        return self.root + self._below

    @property
    def whole(self) -> str:
        """As it is given to others."""
        return self.base_url + self._below

    @property
    def _below(self) -> str:
        query = urlencode(self.pairs, safe=":,/")
        return f"{self.path}?{query}" if query else self.path
