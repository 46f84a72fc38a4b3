"""A filter in words, French or English: what a list says of itself."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import StrEnum
from itertools import starmap

from app.domain.cells import By
from app.domain.directory import Directory
from app.domain.eventwords import kind_text, status_text
from app.domain.names import Named
from app.domain.partwords import said
from app.domain.query import Choice, EventQuery, Sort
from app.domain.text import chosen
from app.domain.vocabulary import Agreement, Level, Role
from app.domain.window import Window
from app.domain.windowwords import window_text

_WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "all": "all events", "with": "with {}", "without": "without {}", "or": " or ",
        "and": " and ", "between": "between {} only", "via": "counting {}",
        "members": "members", "organisations": "organisations", "predecessors": "predecessors",
        "role": "as {}", "forum": "in {}", "not": "not {}", "kind": "kind {}",
        "status": "status {}", "topic": "on {}", "place": "held in {}", "part_of": "part of {}",
        "level": "at the level of {}", "agreement": "agreement {}", "id": "only {}",
        "words": "saying “{}”", "cell": "counted under {}", "none": "no {}",
        "upcoming": "not yet past", "undated": "or without a date", "starts": "starting {}",
        "certain": "certainly {}", "within": "wholly within {}",
        "possible": "{}", "tz": "days in {}", "-date": "latest first",
        "-changed": "last changed first",
    },
    "fr": {
        "all": "tous les événements", "with": "avec {}", "without": "sans {}", "or": " ou ",
        "and": " et ", "between": "entre {} seulement", "via": "en comptant {}",
        "members": "les membres", "organisations": "les organisations",
        "predecessors": "les prédécesseurs", "role": "comme {}", "forum": "dans {}",
        "not": "hors {}", "kind": "genre {}", "status": "statut {}", "topic": "sur {}",
        "place": "lieu : {}", "part_of": "au sein de {}", "level": "au niveau {}",
        "agreement": "accord {}", "id": "seulement {}", "words": "disant « {} »",
        "cell": "comptés sous : {}", "none": "sans {}", "upcoming": "à venir",
        "undated": "ou sans date", "starts": "commençant : {}",
        "certain": "certainement : {}", "within": "entièrement compris : {}", "possible": "{}",
        "tz": "jours comptés à {}", "-date": "du plus récent au plus ancien",
        "-changed": "dernière modification d’abord",
    },
}  # fmt: skip
_BY = {
    "en": {by: str(by) for by in By},
    "fr": {
        By.MONTH: "mois", By.YEAR: "année", By.FORUM: "forum", By.KIND: "genre",
        By.STATUS: "statut", By.ACTOR: "acteur", By.PLACE: "lieu",
    },
}  # fmt: skip


def describe(query: EventQuery, directory: Directory, lang: str) -> str:
    """The filter as a reader would say it; in French for `fr`, else in English."""
    speak = _Speaker(directory, "fr" if lang.partition("-")[0] == "fr" else "en")
    return ", ".join(speak.clauses(query)) or speak.word("all")


class _Speaker:
    def __init__(self, directory: Directory, lang: str) -> None:
        self.directory = directory
        self.lang = lang

    def word(self, key: str, of: str = "") -> str:
        return _WORDS[self.lang][key].format(of)

    def clauses(self, query: EventQuery) -> Iterator[str]:
        yield from self._actors(query)
        yield from self._choices(query)
        yield from self._dates(query)
        if query.words:
            yield self.word("words", " ".join(word.text for word in query.words))
        if query.cell:
            yield self.word("cell", self.word("and").join(starmap(self._value, query.cell)))
        if query.sort is not Sort.DATE:
            yield self.word(query.sort)

    def _actors(self, query: EventQuery) -> Iterator[str]:
        if query.actors:
            named = (self.word("with", self._any(group, self._actor)) for group in query.actors)
            yield self.word("and").join(named)
        if query.not_actors:
            yield self.word("without", self._any(query.not_actors, self._actor))
        if query.between:
            sides = (self._actor(actor) for actor in query.between)
            yield self.word("between", self.word("and").join(sides))
        if query.roles:
            yield self.word("role", self._any(query.roles, self._said(Role)))
        if query.via:
            ways = (self.word(way) for way in query.via)
            yield self.word("via", self.word("and").join(ways))

    def _choices(self, query: EventQuery) -> Iterator[str]:
        yield from self._choice("forum", query.forum, self._forum)
        yield from self._choice("topic", query.topic, self._topic)
        yield from self._choice("place", query.place, self._actor)
        yield from self._choice("part_of", query.part_of, str)
        yield from self._choice("id", query.id, str)
        yield from self._choice("kind", query.kind, self._kind)
        yield from self._choice("status", query.status, self._status)
        yield from self._choice("level", query.level, self._said(Level))
        yield from self._choice("agreement", query.agreement, self._said(Agreement))

    def _choice(self, key: str, choice: Choice, name: Callable[[str], str]) -> Iterator[str]:
        if choice.any:
            yield self.word(key, self._any(choice.any, name))
        if choice.none:
            yield self.word("not", self._any(choice.none, name))

    def _dates(self, query: EventQuery) -> Iterator[str]:
        if query.window is not None:
            yield self.word(query.match, self._window(query.window))
            if query.undated:
                yield self.word("undated")
        if query.tz:
            yield self.word("tz", query.tz)
        if query.now is not None:
            yield self.word("upcoming")

    def _window(self, window: Window) -> str:
        return window_text(window, self.lang)

    def _value(self, by: By, value: str | None) -> str:
        word = _BY[self.lang][by]
        if value is None:
            return self.word("none", word)
        named = {
            By.FORUM: self._forum, By.ACTOR: self._actor, By.PLACE: self._actor,
            By.KIND: self._kind, By.STATUS: self._status,
        }  # fmt: skip
        return f"{word} {named.get(by, str)(value)}"

    def _any(self, ids: Iterable[str], name: Callable[[str], str]) -> str:
        return self.word("or").join(name(id_) for id_ in ids)

    def _actor(self, id_: str) -> str:
        return self._name(self.directory.actors.get(id_), id_)

    def _forum(self, id_: str) -> str:
        known: Named | None = self.directory.forums.get(id_) or self.directory.actors.get(id_)
        return self._name(known, id_)

    def _kind(self, value: str) -> str:
        return kind_text(value, self.lang)

    def _status(self, value: str) -> str:
        return status_text(value, self.lang)

    def _said(self, words: type[StrEnum]) -> Callable[[str], str]:
        return lambda value: said(words, value, self.lang)

    def _topic(self, id_: str) -> str:
        return self._name(self.directory.topics.get(id_), id_)

    def _name(self, thing: Named | None, id_: str) -> str:
        return id_ if thing is None else chosen(thing.names, self.lang)[1]
