"""The query string of a list of events to one `EventQuery`."""

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
_WORDS = {"kind": EventKind, "status": Status, "level": Level, "agreement": Agreement}


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

    def query(self, now: datetime) -> EventQuery:
        """The filter; `now` is what upcoming is measured from, to the minute."""
        groups, not_actors = self._actors()
        found = EventQuery(
            actors=groups,
            not_actors=not_actors,
            between=self._between(),
            via=self.any_of("via", Via),
            roles=self.any_of("role", Role),
            forum=self._choice("forum", self._forums()),
            window=self._window(),
            match=self.one_of("match", Match, Match.POSSIBLE),
            undated=self._undated(),
            tz=self._tz(),
            now=now.replace(second=0, microsecond=0) if self.flag("upcoming") else None,
            topic=self._choice("topic", named(self.directory.topic_names)),
            place=self._choice("place", named(self.directory.actor_names)),
            part_of=self._choice("part_of", self._event),
            id=self._choice("id", self._event),
            words=self._words(),
            sort=self.one_of("sort", Sort, self.order),
            cell=Cells(self.reader, self.directory).read(self.one("cell") or ""),
            **self._choices(),
        )
        self.counting = self.flag("count")
        self._qualified(found)
        self.reader.done()
        return found

    @property
    def resolved(self) -> dict[str, list[Resolution]]:
        """How each token was read."""
        return self.reader.resolved

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

    def _actors(self) -> tuple[tuple[tuple[str, ...], ...], tuple[str, ...]]:
        resolve = named(self.directory.actor_names)
        choices = [self.reader.choice("actor", v, resolve) for v in self.values.get("actor", ())]
        groups = tuple(dict.fromkeys(choice.any for choice in choices if choice.any))
        return groups, tuple(dict.fromkeys(id_ for choice in choices for id_ in choice.none))

    def _between(self) -> tuple[str, ...]:
        sides = self._choice("between", named(self.directory.actor_names))
        if sides.none or len(sides.any) == 1:
            self.reader.fault("between", "name two sides or more, none excluded: between=RU,US.")
        return tuple(sorted(sides.any))

    def _forums(self) -> Resolve:
        return named(self.directory.forum_names, self.directory.actor_names)

    def _event(self, token: str) -> str:
        found = self.find(token)
        if found is None:
            raise UnknownToken(token)
        return found

    def _choice(self, name: str, resolve: Resolve) -> Choice:
        value = self.one(name)
        return ANY if value is None else self.reader.choice(name, value, resolve)

    def _choices(self) -> dict[str, Any]:
        return {name: self._choice(name, word_of(words)) for name, words in _WORDS.items()}

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
