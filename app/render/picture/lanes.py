"""Events in lanes: by forum, by actor, or all in one."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol, TypeVar

from app.domain.listing import View
from app.render.picture.text import shown
from app.render.picture.words import word

# With more actors than these, those who are seen least share the last lane.
_MOST_ACTORS = 12


class Laned(Protocol):
    """What has its place in a lane."""

    @property
    def forum(self) -> str | None:
        """Its forum."""

    @property
    def actors(self) -> tuple[str, ...]:
        """Who takes part in it."""


L = TypeVar("L", bound=Laned)
Divided = Iterator[tuple[str | None, list[L]]]

KINDS = ("forum", "actor", "none")


def divided(dated: Sequence[L], view: View, kind: str) -> Divided[L]:
    """The name of each lane with its events, in their order; no name where there is one lane."""
    if kind == "forum":
        return _by_forum(dated, view)
    return _by_actor(dated, view) if kind == "actor" else _together(dated)


def _together(dated: Sequence[L]) -> Divided[L]:
    yield None, list(dated)


def _by_forum(dated: Sequence[L], view: View) -> Divided[L]:
    """The forum that begins first comes first; what is in none comes last, if there are others."""
    for forum in _none_last(dict.fromkeys(entry.forum for entry in dated)):
        inside = [entry for entry in dated if entry.forum == forum]
        if forum is None:
            name = None if len(inside) == len(dated) else word("no_forum", view.lang)
            yield name, inside
        else:
            yield shown(view.names.forums[forum] or forum), inside


def _none_last(ids: Mapping[str | None, None]) -> Iterator[str | None]:
    yield from (id_ for id_ in ids if id_ is not None)
    if None in ids:
        yield None


def _by_actor(dated: Sequence[L], view: View) -> Divided[L]:
    """Those seen most come first; an event stands in the lane of each who takes part."""
    seen = Counter(actor for entry in dated for actor in entry.actors)
    actors = sorted(seen, key=lambda actor: (-seen[actor], actor))[:_MOST_ACTORS]
    for actor in actors:
        name = shown(view.names.actors[actor] or actor)
        yield name, [entry for entry in dated if actor in entry.actors]
    left = [entry for entry in dated if not set(actors).intersection(entry.actors)]
    for key, inside in (
        ("others", [entry for entry in left if entry.actors]),
        ("no_actor", [entry for entry in left if not entry.actors]),
    ):
        if inside:
            yield word(key, view.lang), inside
