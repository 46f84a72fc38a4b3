"""Tokens of a filter or a body to ids: an id, a code, a name, an acronym, or scheme:value."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import filterfalse
from typing import NamedTuple

from app.domain.actor import AliasKind
from app.domain.names import Named

_GAPS = re.compile(r"[\W_]+")
_A_NAME = 200

# The id of the event that a token names; None where there is none.
FindEvent = Callable[[str], str | None]


@dataclass(frozen=True, slots=True)
class Resolution:
    """A token with the id it was read as, and the reason: id, code, identifier or name."""

    token: str
    id: str
    by: str


class UnknownToken(ValueError):
    """Nothing is called that, or several things are; `candidates` are their ids."""

    def __init__(self, token: str, candidates: Iterable[str] = ()) -> None:
        super().__init__(token)
        self.token = token
        self.candidates = tuple(sorted(candidates))


def folded(text: str) -> str:
    """Without case, accents, dots and apostrophes, one space for every other gap."""
    # Names are asked for again and again; whole paragraphs are not, and would fill the memory.
    return _kept(text) if len(text) <= _A_NAME else _unkept(text)


def _unkept(text: str) -> str:
    bare = text.replace(".", "").replace("’", "'")
    if not bare.isascii():
        spread = unicodedata.normalize("NFKD", bare)
        bare = "".join(filterfalse(unicodedata.combining, spread))
    return _GAPS.sub(" ", bare.casefold().replace("'", " ")).strip()


_kept = lru_cache(maxsize=200_000)(_unkept)


class Names:
    """The tokens of one kind of thing at one revision.

    Tiers settle a clash: an id before a code, a code before a name, a name in English or French
    before an alias, an alias before a name in another language, that before a word for the people
    (Russian, russe). Inside a tier a clash is an error.
    """

    def __init__(self, things: Mapping[str, Named]) -> None:
        self.ids = things
        self._identifiers: dict[tuple[str, str], str] = {}
        self._codes: dict[str, str] = {}
        for thing in things.values():
            self._identify(thing)

    def resolve(self, token: str, only: Collection[str] = ()) -> Resolution:
        """What the token means; UnknownToken where that is nothing, or not one thing.

        `only` narrows the ways in which it may be read: id, code, identifier, name.
        """
        for by, find in self._ways:
            found = find(token) if by in only or not only else None
            if found is not None:
                return Resolution(token, found, by)
        raise UnknownToken(token)

    @cached_property
    def _names(self) -> Mapping[str, "_Called"]:
        """By each folded name, what it stands for in its best tier.

        Sixty thousand names, read once somebody asks by name: ids and codes do without them.
        """
        names: dict[str, _Called] = {}
        for thing in self.ids.values():
            # Shared by its names, of which it has a hundred.
            alone = [_Called(tier, (thing.id,)) for tier in range(_TIERS)]
            for tier, text in _tiered(thing):
                _call(names, _unkept(text), alone[tier])
        return names

    @cached_property
    def labels(self) -> Mapping[str, str]:
        """Every folded name of the first two tiers with the id it stands for, to suggest from."""
        shown = ((text, ids) for text, (tier, ids) in self._names.items() if tier < _FOREIGN)
        return {text: min(ids) for text, ids in shown}

    def long_labels(self, least: int) -> Mapping[str, str]:
        """Those of at least so many letters: short names are a part of everything."""
        return {label: id_ for label, id_ in self.labels.items() if len(label) >= least}

    def like(self, text: str) -> frozenset[str]:
        """The ids of what has this text, however it is spelt, in anything that it is called."""
        part = folded(text)
        return frozenset(id_ for id_, called in self._called.items() if part in called)

    @cached_property
    def _called(self) -> Mapping[str, str]:
        """Everything that each is called, folded, with what no folded text has between."""
        return {id_: "\n".join(map(folded, _called(thing))) for id_, thing in self.ids.items()}

    @property
    def _ways(self) -> tuple[tuple[str, Callable[[str], str | None]], ...]:
        return (
            ("id", self._by_id),
            ("code", self._by_code),
            ("identifier", self._by_identifier),
            ("name", self._by_name),
        )

    def _by_id(self, token: str) -> str | None:
        return token.lower() if token.lower() in self.ids else None

    def _by_code(self, token: str) -> str | None:
        return self._codes.get(token.casefold())

    def _by_identifier(self, token: str) -> str | None:
        scheme, _, value = token.partition(":")
        return self._identifiers.get((scheme.casefold().strip(), value.casefold().strip()))

    def _by_name(self, token: str) -> str | None:
        _, ids = self._names.get(folded(token), _NOTHING)
        if len(ids) > 1:
            raise UnknownToken(token, ids)
        return next(iter(ids), None)

    def _identify(self, thing: Named) -> None:
        for identifier in getattr(thing, "identifiers", ()):
            value = identifier.value.casefold()
            self._identifiers.setdefault((identifier.scheme, value), thing.id)
            if identifier.scheme in CODES:
                self._codes.setdefault(value, thing.id)


class _Called(NamedTuple):
    tier: int
    ids: tuple[str, ...]


_NOTHING = _Called(0, ())


def _call(names: dict[str, _Called], text: str, one: _Called) -> None:
    known = names.get(text, one)
    if one.tier < known.tier:
        known = one
    elif one.tier == known.tier and one.ids[0] not in known.ids:
        known = _Called(one.tier, known.ids + one.ids)
    names[text] = known


# What a bare code may be: of a present country, or withdrawn with one that is no more.
CODES = ("iso", "oldiso")
_TIERS = 4
_OWN, _ALIAS, _FOREIGN, _DEMONYM = range(_TIERS)


def _called(thing: Named) -> Iterable[str]:
    for _, text in _tiered(thing):
        yield text
    for identifier in getattr(thing, "identifiers", ()):
        yield identifier.value


def _tiered(thing: Named) -> Iterable[tuple[int, str]]:
    tiers: defaultdict[str | None, int] = defaultdict(lambda: _FOREIGN, {"en": _OWN, "fr": _OWN})
    yield _OWN, thing.id
    for lang, name in thing.names.items():
        yield tiers[lang], name
    for alias in thing.aliases:
        yield _DEMONYM if alias.kind is AliasKind.DEMONYM else _ALIAS, alias.text
