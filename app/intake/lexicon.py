"""The names of a directory as a text of one language writes them, found among its words."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from app.domain.actor import Actor, ActorKind, AliasKind
from app.domain.directory import Directory
from app.domain.resolve import folded
from app.domain.text import chosen
from app.domain.vocabulary import Level
from app.intake.notnames import OTHER_NAMES, WORDS
from app.intake.sentences import Word
from app.intake.titles import ENGLISH_TITLES, FRENCH_TITLES


class Sense(NamedTuple):
    """An actor that words may name, of which kind it is, and by what sort of name."""

    actor: str
    kind: ActorKind
    by: AliasKind | None

    @property
    def is_name(self) -> bool:
        """Whether it is called so itself: not its people, nor somebody by a surname."""
        return self.by not in (AliasKind.DEMONYM, AliasKind.SURNAME)


class Hit(NamedTuple):
    """Words that are known, from the first to the last: a title, a name, or another's name."""

    first: int
    last: int
    senses: tuple[Sense, ...] = ()
    title: bool = False
    level: Level | None = None


class Lexicon:
    """What is looked for in texts of a language."""

    def __init__(self, directory: Directory, lang: str) -> None:
        self._english = lang.partition("-")[0] != "fr"
        self._titles = _folded(ENGLISH_TITLES if self._english else FRENCH_TITLES)
        self._senses: defaultdict[str, list[Sense]] = defaultdict(list)
        self._longest: defaultdict[str, int] = defaultdict(int)
        self._others = {folded(words) for words in OTHER_NAMES}
        self.levels: dict[str, Level] = {}
        for actor in directory.actors.values():
            for text, kind in _spoken(actor, lang):
                self._learn(text, Sense(actor.id, actor.kind, kind))
        for phrase in (*self._titles, *self._others):
            self._begin(phrase)

    def hits(self, words: list[Word]) -> Iterator[Hit]:
        """All that is known among the words, the longest first where several begin there."""
        position = 0
        while position < len(words):
            hit = self._longest_at(words, position)
            if hit is not None:
                yield hit
            position = position + 1 if hit is None else hit.last + 1

    def _learn(self, text: str, sense: Sense) -> None:
        phrase = folded(text)
        if len(phrase) < 2 or phrase in WORDS:
            return
        if text.isupper() and sense.by is not AliasKind.DEMONYM:
            sense = sense._replace(by=AliasKind.ACRONYM)
        self._senses[phrase].append(sense)
        self._begin(phrase)
        level = self._level_in(phrase) if sense.kind is ActorKind.OFFICE else None
        if level is not None:
            self.levels.setdefault(sense.actor, level)

    def _begin(self, phrase: str) -> None:
        first, count = phrase.partition(" ")[0], phrase.count(" ") + 1
        self._longest[first] = max(self._longest[first], count)

    def _level_in(self, phrase: str) -> Level | None:
        """What the first title inside the name of an office tells."""
        words = phrase.split()
        for first in range(len(words)):
            for last in range(len(words), first, -1):
                title = " ".join(words[first:last])
                if title in self._titles:
                    return self._titles[title]
        return None

    def _longest_at(self, words: list[Word], first: int) -> Hit | None:
        longest = self._longest.get(words[first].key.partition(" ")[0], 0)
        keys = [word.key for word in words[first : first + longest]]
        for count in range(len(keys), 0, -1):
            hit = self._meaning(" ".join(keys[:count]), words, first, first + count - 1)
            if hit is not None:
                return hit
        return None

    def _meaning(self, phrase: str, words: list[Word], first: int, last: int) -> Hit | None:
        if phrase in self._senses:
            text = " ".join(word.text for word in words[first : last + 1])
            senses = {s.actor: s for s in self._senses[phrase][::-1] if self._written_so(s, text)}
            if senses:
                return Hit(first, last, tuple(senses.values()))
        if phrase in self._titles:
            return Hit(first, last, title=True, level=self._titles[phrase])
        return Hit(first, last) if phrase in self._others else None

    def _written_so(self, sense: Sense, text: str) -> bool:
        """A name begins with a capital; an acronym is in capitals, as WHO is not who.

        In French l’Otan is one as well, and only what people are called is without: suédoise.
        """
        if sense.by is AliasKind.ACRONYM:
            long = len(text) > 3 and not self._english
            return text.isupper() or sum(map(str.isupper, text)) > 1 or (long and text[0].isupper())
        small = sense.by is AliasKind.DEMONYM and not self._english
        return small or text[0].isupper() or (sense.kind is ActorKind.OFFICE and " " in text)


def _spoken(actor: Actor, lang: str) -> Iterator[tuple[str, AliasKind | None]]:
    """What it is called in the language, and what it is called in all. Codes are not spoken.

    Other languages would find Holland, in French, in the name of a French president.
    """
    yield chosen(actor.names, lang)[1], None
    for alias in actor.aliases:
        if alias.lang in (None, lang):
            yield alias.text, alias.kind


def _folded(titles: Mapping[str, Level | None]) -> dict[str, Level | None]:
    return {folded(title): level for title, level in titles.items()}
