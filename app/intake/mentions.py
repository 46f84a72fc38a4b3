"""Known actors in a running text: names, demonyms, offices, and the titles beside them."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from app.domain.actor import Actor, ActorKind, AliasKind, RelationKind
from app.domain.directory import Directory
from app.domain.resolve import folded
from app.domain.text import chosen
from app.domain.validity import Span, validity
from app.domain.vocabulary import Level
from app.intake.titles import TITLES

_WORD = re.compile(r"[^\W_]+(?:[.'’-][^\W_]+)*\.?")
# A full stop ends a sentence, unless it ends an initial or an abbreviation: U.S., Joseph R., Gen.
_STOP = re.compile(r"[.;!?](?=\s+[^\W\d_a-z]|\s*$)")
_SHORT = re.compile(
    r"(?:\b[^\W\d_]|\.[^\W\d_]|\b(?:St|Mr|Mrs|Ms|Dr|Gen|Col|Lt|Sen|Rep|Jr|Sr|Amb))$"
)
_MOST_WORDS = 9


class Mention(NamedTuple):
    """An actor found, its office, the level that its title tells, and the words that say so."""

    actor: str
    office: str | None
    level: Level | None
    words: str


_Word = tuple[str, int, int]


class _Hit(NamedTuple):
    actors: frozenset[str]
    level: Level | None
    first: int
    last: int
    loose: bool


class Mentions:
    """What the names of a directory find in texts of one language."""

    def __init__(self, directory: Directory, lang: str) -> None:
        self.directory = directory
        self._phrases: defaultdict[str, set[str]] = defaultdict(set)
        self._loose: set[str] = set()
        self._acronyms: set[str] = set()
        self._beginnings: set[str] = set()
        for actor in directory.actors.values():
            for text, kind in _spoken(actor, lang):
                self._learn(folded(text), actor.id, kind)
        for title in TITLES:
            self._beginnings.add(folded(title).partition(" ")[0])

    def found(self, text: str, after: Iterable[str], days: Span) -> list[Mention]:
        """Those named in the text, or in its sentences after certain words, once each.

        A person known by a surname alone counts only where it may hold an office on those days.
        """
        mentions: dict[str, Mention] = {}
        for passage in _passages(text, tuple(after)):
            for mention in self._in(passage, days):
                mentions.setdefault(mention.actor, mention)
        return list(mentions.values())

    def _learn(self, phrase: str, actor: str, kind: AliasKind | None) -> None:
        if len(phrase) < 2:
            return
        self._phrases[phrase].add(actor)
        self._beginnings.add(phrase.partition(" ")[0])
        if kind is AliasKind.SURNAME:
            self._loose.add(phrase)
        elif kind is AliasKind.ACRONYM:
            self._acronyms.add(phrase)

    def _in(self, passage: str, days: Span) -> Iterator[Mention]:
        words = [(match.group(), match.start(), match.end()) for match in _WORD.finditer(passage)]
        hits = [hit for hit in self._hits(words) if hit.level or self._certain(hit, days)]
        while hits:
            group = self._adjoining(hits, words, passage)
            hits = hits[len(group) :]
            said = passage[words[group[0].first][1] : words[group[-1].last][2]]
            yield from self._of(group, said.rstrip(".,"), days)

    def _hits(self, words: list[_Word]) -> Iterator[_Hit]:
        position = 0
        while position < len(words):
            hit = self._longest(words, position)
            if hit is not None:
                yield hit
            position = position + 1 if hit is None else hit.last + 1

    def _longest(self, words: list[_Word], first: int) -> _Hit | None:
        if folded(words[first][0]).partition(" ")[0] not in self._beginnings:
            return None
        for last in range(min(len(words), first + _MOST_WORDS) - 1, first - 1, -1):
            text = " ".join(word for word, _, _ in words[first : last + 1])
            phrase = folded(text)
            if phrase in self._phrases and self._written_so(phrase, text):
                return _Hit(
                    frozenset(self._phrases[phrase]), None, first, last, phrase in self._loose
                )
            if phrase in _TITLES:
                return _Hit(frozenset(), _TITLES[phrase], first, last, False)
        return None

    def _written_so(self, phrase: str, text: str) -> bool:
        """A name begins with a capital, an acronym is all capitals: WHO is not who."""
        return text.isupper() if phrase in self._acronyms else text[0].isupper()

    def _certain(self, hit: _Hit, days: Span) -> bool:
        """Whether it names one actor, and a mere surname somebody who may be in office then."""
        if len(hit.actors) != 1:
            return False
        (actor,) = hit.actors
        return not hit.loose or bool(self._offices(actor, days))

    def _adjoining(self, hits: list[_Hit], words: list[_Word], passage: str) -> list[_Hit]:
        """The first hit with those directly beside it, each of another kind: Russian Minister X."""
        group, kinds = [hits[0]], {self._kind(hits[0])}
        for hit in hits[1:]:
            between = passage[words[group[-1].last][2] : words[hit.first][1]]
            if not between.isspace() or self._kind(hit) in kinds:
                break
            group.append(hit)
            kinds.add(self._kind(hit))
        return group

    def _kind(self, hit: _Hit) -> ActorKind | None:
        return self.directory.actors[next(iter(hit.actors))].kind if hit.actors else None

    def _of(self, group: list[_Hit], said: str, days: Span) -> Iterator[Mention]:
        """Of a country, an office and a person side by side, the person in the office."""
        level = next((hit.level for hit in group if hit.level), None)
        named = [next(iter(hit.actors)) for hit in group if hit.actors]
        by_kind = {self.directory.actors[id_].kind: id_ for id_ in named}
        person, said_office = by_kind.get(ActorKind.PERSON), by_kind.get(ActorKind.OFFICE)
        office = self._office_of(person, said_office, days) if person else said_office
        if person is not None:
            yield Mention(person, office, level, said)
        if person is None or office is None:
            # Nobody in office: those that the other words name take part themselves.
            others = [said_office] if said_office else [id_ for id_ in named if id_ != person]
            yield from (Mention(id_, None, level, said) for id_ in others)

    def _office_of(self, person: str, said: str | None, days: Span) -> str | None:
        offices = self._offices(person, days)
        return said if said in offices else offices[0] if len(offices) == 1 else None

    def _offices(self, person: str, days: Span) -> list[str]:
        relations = self.directory.actors[person].relations
        held = (r for r in relations if r.relation is RelationKind.HOLDS)
        return [r.object for r in held if validity(r).may.meets(days)]


def _spoken(actor: Actor, lang: str) -> Iterator[tuple[str, AliasKind | None]]:
    """What it is called in the language, and what it is called in all. Codes are not spoken.

    Other languages would find Holland, in French, in the name of a French president.
    """
    yield chosen(actor.names, lang)[1], None
    for alias in actor.aliases:
        if alias.lang in (None, lang):
            yield alias.text, alias.kind


def _passages(text: str, after: tuple[str, ...]) -> Iterator[str]:
    """The whole text, or from each of these words to the end of its sentence."""
    if not after:
        yield text
        return
    marker = re.compile("|".join(rf"\b{re.escape(words)}\b" for words in after), re.IGNORECASE)
    end = 0
    for found in marker.finditer(text):
        if found.start() >= end:
            end = _sentence_end(text, found.end())
            yield text[found.end() : end]


def _sentence_end(text: str, begin: int) -> int:
    for stop in _STOP.finditer(text, begin):
        if stop.group() != "." or not _SHORT.search(text, begin, stop.start()):
            return stop.start()
    return len(text)


_TITLES: Mapping[str, Level | None] = {folded(title): level for title, level in TITLES.items()}
