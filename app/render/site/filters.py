"""The filter of a list as a page shows it: what is set, how to drop it, what to try next."""

from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from typing import NamedTuple

from app.domain.eventwords import kind_text, status_text
from app.domain.listing import View
from app.domain.vocabulary import EventKind, Status
from app.render.picture.lanes import KINDS
from app.render.site.asked import Asked, Link
from app.render.site.entry import Entry

# What the form has a field for; `actor` as often as it is given, and once more.
FIELDS = ("actor", "forum", "date", "kind", "status", "q", "tz", "upcoming")
_NOT_FILTER = ("cursor", "limit", "lanes", "sort", "count", "as_of", "tz")
_MOST = 6


class Choice(NamedTuple):
    """A value that a field offers."""

    value: str
    name: str
    chosen: bool


class Filters(NamedTuple):
    """The fields of the form as they are filled, and the links beside it."""

    action: str
    actors: list[str]
    values: dict[str, str]
    kinds: list[Choice]
    statuses: list[Choice]
    hidden: list[tuple[str, str]]
    active: list[Link]
    narrow: list[Link]
    orders: list[tuple[str, list[Choice]]]


def filters(asked: Asked, entries: list[Entry]) -> Filters:
    """The filter of a list with what its page shows."""
    pairs = asked.address.pairs
    values = {name: _one(pairs, name) for name in FIELDS if name != "actor"}
    return Filters(
        action=asked.page(""),
        actors=[value for name, value in pairs if name == "actor"],
        values=values,
        kinds=_choices(EventKind, "kind", values["kind"], asked),
        statuses=_choices(Status, "status", values["status"], asked),
        # What the form has no field for stays as it is; a page begins anew.
        hidden=[pair for pair in pairs if pair[0] not in (*FIELDS, "cursor")],
        active=list(_active(asked)),
        narrow=list(_narrow(asked, entries)),
        orders=list(_orders(asked)),
    )


def _one(pairs: Iterable[tuple[str, str]], name: str) -> str:
    return next((value for other, value in pairs if other == name), "")


def _choices(words: Iterable[str], name: str, value: str, asked: Asked) -> list[Choice]:
    """The words, and the value itself where it is several of them."""
    offered = [Choice(word, worded(name, word, asked), word == value) for word in words]
    several = value and not any(choice.chosen for choice in offered)
    return [*offered, Choice(value, _shown(name, value, asked), True)] if several else offered


def worded(name: str, word: str, asked: Asked) -> str:
    """A value of a parameter in the reader's words, where it is a word of a vocabulary."""
    words, say = _VOCABULARIES.get(name, ((), kind_text))
    return say(word, asked.lang) if word in words else word.replace("_", " ")


_VOCABULARIES: Mapping[str, tuple[Container[str], Callable[[str, str], str]]] = {
    "kind": (frozenset(EventKind), kind_text),
    "status": (frozenset(Status), status_text),
}


def _active(asked: Asked) -> Iterator[Link]:
    """Each part of the filter, as the link to the list without it."""
    for number, (name, value) in enumerate(asked.address.pairs):
        if name not in _NOT_FILTER:
            without = asked.address.without(number).having(cursor=None)
            text = label(name, asked) + asked.say(": ") + _shown(name, value, asked)
            yield Link(text, without.here)


def label(name: str, asked: Asked) -> str:
    """What a parameter is called on our pages."""
    say = asked.say
    known = {
        "actor": say("Actor"), "between": say("Between"), "via": say("Counting"),
        "role": say("Role"), "forum": say("Forum"), "date": say("Date"), "match": say("Match"),
        "undated": say("Undated"), "upcoming": say("Upcoming"), "kind": say("Kind"),
        "status": say("Status"), "topic": say("Topic"), "place": say("Country"),
        "part_of": say("Part of"), "level": say("Level"), "agreement": say("Agreement"),
        "id": say("Event"), "cell": say("Cell"), "q": say("Words"), "tz": say("Time zone"),
        "as_of": say("As of"), "lanes": say("Lanes"), "sort": say("Order"),
    }  # fmt: skip
    return known.get(name, name)


def _shown(name: str, value: str, asked: Asked) -> str:
    """The names of what a value was read as, where it was read as things; else itself."""
    if name == "upcoming":
        return asked.say("yes") if value == "true" else asked.say("no")
    names = _names(asked.view)
    read = {r.token: names(r.id) for r in asked.resolved.get(name, ())}
    tokens = (token.strip() for token in value.split(","))
    return ", ".join(
        _signed(token, lambda t: read.get(t) or worded(name, t, asked)) for token in tokens
    )


def _signed(token: str, say: Callable[[str], str]) -> str:
    found = say(token.removeprefix("-"))
    return f"−{found}" if token.startswith("-") else found


def _names(view: View) -> Callable[[str], str]:
    names = view.names
    return lambda id_: names.actors[id_] or names.forums[id_] or names.topics[id_] or id_


def _narrow(asked: Asked, entries: list[Entry]) -> Iterator[Link]:
    """Whom and what this page shows most, and the filter does not name yet."""
    address = asked.address.having(cursor=None)
    given = {r.id for name in ("actor", "forum") for r in asked.resolved.get(name, ())}
    actors = Counter(row["actor"] for e in entries for row in e.stored["participants"])
    forums = Counter(e.stored["forum"] for e in entries if e.stored["forum"])
    for actor, _ in actors.most_common(_MOST):
        if actor not in given:
            yield Link(asked.actor(actor).name, address.adding("actor", actor).here)
    for forum, _ in forums.most_common(_MOST):
        if forum not in given and not _one(address.pairs, "forum"):
            yield Link(asked.forum(forum).name, address.having(forum=forum).here)


def _orders(asked: Asked) -> Iterator[tuple[str, list[Choice]]]:
    address, say = asked.address.having(cursor=None), asked.say
    order = _one(address.pairs, "sort")
    sorts = {
        "": say("by date"), "-date": say("latest first"), "-changed": say("last changed first"),
    }  # fmt: skip
    yield (
        say("Order"),
        [Choice(address.having(sort=key).here, name, key == order) for key, name in sorts.items()],
    )
    names = {"forum": say("by forum"), "actor": say("by actor"), "none": say("one for all")}
    lanes = asked.lanes
    yield (
        say("Lanes"),
        [Choice(address.having(lanes=kind).here, names[kind], kind == lanes) for kind in KINDS],
    )
