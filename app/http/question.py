"""The query string of a list of events to one `EventQuery`."""

from collections.abc import Callable, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeVar

from app.domain import zones
from app.domain.directory import Directory
from app.domain.edtf import DateProblem
from app.domain.query import ANY, Choice, EventQuery, Match, Sort, Via, Word
from app.domain.resolve import FindEvent, Resolution, UnknownToken
from app.domain.vocabulary import Agreement, EventKind, Level, Role, Status
from app.domain.window import Window, parse_window
from app.http.cells import Cells
from app.http.raw import Values
from app.http.tokens import Reader, Resolve, named, word_of
from app.store.words import asked

W = TypeVar("W", bound=StrEnum)

_MOST_WORDS = 20


class Question:
    """Reads the parameters of the filter one by one; `query` raises every fault at once.

    `order` is that of the list where `sort` says nothing.
    """

    def __init__(
        self,
        values: Values,
        directory: Directory,
        find: FindEvent,
        order: Sort = Sort.DATE,
    ) -> None:
        self.values = values
        self.directory = directory
        self.find = find
        self.order = order
        self.reader = Reader()
        self.counting = False
        # Whether the same question may come to something else, with the directory as it is.
        self.fleeting = False
        self.now: Callable[[], datetime] | None = None

    def query(self, now: Callable[[], datetime]) -> EventQuery:
        """The filter; `now` is asked for what upcoming is measured from, to the minute."""
        self.now = now
        fields: dict[str, Any] = {"sort": self.order}
        for name, read in _FIELDS.items():
            if name in self.values:
                fields |= read(self)
        found = EventQuery(**fields)
        self.counting = self.flag("count")
        self._qualified(found)
        self.reader.done()
        return found

    @property
    def resolved(self) -> dict[str, list[Resolution]]:
        """How each token was read."""
        return self.reader.resolved

    def _minute(self) -> datetime | None:
        self.fleeting = True
        return self.now().replace(second=0, microsecond=0) if self.now else None

    def flag(self, name: str) -> bool:
        """A boolean, false where it is not given."""
        value = self.one(name)
        if value not in (None, "true", "false"):
            self.reader.fault(name, "write true or false.")
        return value == "true"

    def one(self, name: str) -> str | None:
        """The single value of a parameter."""
        given = self.values.get(name)
        return given[0].strip() if given else None

    def _actors(self) -> dict[str, Any]:
        resolve = named(self.directory.actor_names)
        choices = [self.reader.choice("actor", v, resolve) for v in self.values.get("actor", ())]
        groups = tuple(dict.fromkeys(choice.any for choice in choices if choice.any))
        not_actors = tuple(dict.fromkeys(id_ for choice in choices for id_ in choice.none))
        return {"actors": groups, "not_actors": not_actors}

    def _between(self) -> tuple[str, ...]:
        sides = self._choice("between", named(self.directory.actor_names))
        if sides.none or len(sides.any) == 1:
            self.reader.fault("between", "name two sides or more, none excluded: between=RU,US.")
        return tuple(sorted(sides.any))

    def _forums(self) -> Resolve:
        return named(self.directory.forum_names, self.directory.actor_names)

    def _event(self, token: str) -> str:
        self.fleeting = True
        found = self.find(token)
        if found is None:
            raise UnknownToken(token)
        return found

    def _choice(self, name: str, resolve: Resolve) -> Choice:
        if name not in self.values:
            return ANY
        return self.reader.choice(name, self.one(name) or "", resolve)

    def any_of(self, name: str, words: type[W]) -> tuple[W, ...]:
        """The words chosen with commas, each once."""
        chosen = self._choice(name, word_of(words))
        if chosen.none:
            self.reader.fault(name, "a value of this parameter cannot be excluded.")
        return tuple(words(word) for word in chosen.any)

    def one_of(self, name: str, words: type[W], default: W) -> W:
        """The word chosen, or the default."""
        value = self.one(name)
        if value is None or value in tuple(words):
            return words(value) if value else default
        self.reader.fault(name, f"one of {', '.join(words)}.", 0, *words)
        return default

    def _window(self) -> Window | None:
        value = self.one("date")
        if value is None:
            return None
        try:
            return parse_window(value)
        except DateProblem as problem:
            self.reader.fault("date", str(problem), problem.position)
            return None

    def _undated(self) -> bool:
        value = self.one("undated")
        if value not in (None, "include", "exclude"):
            self.reader.fault("undated", "write include or exclude.", 0, "include", "exclude")
        return value == "include"

    def _tz(self) -> str | None:
        value = self.one("tz")
        if value is not None and not zones.known(value):
            self.reader.fault("tz", "not an IANA time zone; write one as Europe/Paris.", 0)
            return None
        return value

    def _words(self) -> tuple[Word, ...]:
        value = self.one("q")
        found = asked(value) if value else ()
        if value and not found:
            self.reader.fault("q", "there is no word in it.", 0)
        if len(found) > _MOST_WORDS:
            self.reader.fault("q", f"at most {_MOST_WORDS} words.", 0)
        return found

    def _qualified(self, query: EventQuery) -> None:
        if query.via and not (query.actors or query.not_actors):
            self.reader.fault("via", "it says how others count for an actor: give actor too.")
        if query.undated and query.window is None:
            self.reader.fault("undated", "it goes with date: without one, all are listed.")


def _word(name: str, words: type[StrEnum]) -> Callable[[Question], dict[str, Any]]:
    return lambda asked: {name: asked._choice(name, word_of(words))}


# What each parameter says of the filter: read in this order, in which faults are told, if given.
_FIELDS: Mapping[str, Callable[[Question], dict[str, Any]]] = {
    "actor": Question._actors,
    "between": lambda asked: {"between": asked._between()},
    "via": lambda asked: {"via": asked.any_of("via", Via)},
    "role": lambda asked: {"roles": asked.any_of("role", Role)},
    "forum": lambda asked: {"forum": asked._choice("forum", asked._forums())},
    "date": lambda asked: {"window": asked._window()},
    "match": lambda asked: {"match": asked.one_of("match", Match, Match.POSSIBLE)},
    "undated": lambda asked: {"undated": asked._undated()},
    "tz": lambda asked: {"tz": asked._tz()},
    "upcoming": lambda asked: {"now": asked._minute() if asked.flag("upcoming") else None},
    "topic": lambda asked: {"topic": asked._choice("topic", named(asked.directory.topic_names))},
    "place": lambda asked: {"place": asked._choice("place", named(asked.directory.actor_names))},
    "part_of": lambda asked: {"part_of": asked._choice("part_of", asked._event)},
    "id": lambda asked: {"id": asked._choice("id", asked._event)},
    "q": lambda asked: {"words": asked._words()},
    "sort": lambda asked: {"sort": asked.one_of("sort", Sort, asked.order)},
    "cell": lambda asked: {
        "cell": Cells(asked.reader, asked.directory).read(asked.one("cell") or "")
    },
    "kind": _word("kind", EventKind),
    "status": _word("status", Status),
    "level": _word("level", Level),
    "agreement": _word("agreement", Agreement),
}
