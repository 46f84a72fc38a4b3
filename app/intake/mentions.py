"""Known actors in a running text: names, demonyms, offices, and the titles beside them."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from app.domain.actor import ActorKind, AliasKind, RelationKind
from app.domain.directory import Directory
from app.domain.validity import Span, validity
from app.domain.vocabulary import Level
from app.intake.lexicon import Hit, Lexicon, Sense
from app.intake.parties import Reading, parties
from app.intake.sentences import Passage, passages, words_of

_LEVELS = list(Level)


class Mention(NamedTuple):
    """An actor found, its office, the level that its title tells, and the words that say so."""

    actor: str
    office: str | None
    level: Level | None
    words: str


class Found(NamedTuple):
    """Who is named, once each; and the words that name one of several, with these."""

    mentions: list[Mention]
    ambiguous: dict[str, tuple[str, ...]]


class Mentions:
    """What the names of a directory find in texts of one language."""

    def __init__(self, directory: Directory, lang: str) -> None:
        self.directory = directory
        self._lexicon = Lexicon(directory, lang)

    def found(self, text: str, after: Iterable[str], days: Span) -> Found:
        """Those named in the text, or in its sentences after certain words.

        A person known by a surname alone counts only where it may hold an office on those days.
        """
        mentions: dict[str, Mention] = {}
        ambiguous: dict[str, tuple[str, ...]] = {}
        for passage in passages(text, tuple(after)):
            reading = self._read(passage)
            hits = [self._in_office(hit, days) for hit in parties(reading)]
            for mention in self._mentions(reading, hits, days):
                known = mentions.get(mention.actor)
                mentions[mention.actor] = _higher(known, mention) if known else mention
            ambiguous.update(_ambiguous(reading, hits))
        return Found(list(mentions.values()), ambiguous)

    def _read(self, passage: Passage) -> Reading:
        words = words_of(passage.text)
        return Reading(passage, words, list(self._lexicon.hits(words)))

    def _mentions(self, reading: Reading, hits: list[Hit], days: Span) -> Iterator[Mention]:
        for group in _groups(reading, hits):
            said = reading.said(group[0].first, group[-1].last)
            yield from self._of(group, said, days)

    def _in_office(self, hit: Hit, days: Span) -> Hit:
        """Without those whose mere surname it is, unless they may be in office then."""
        return hit._replace(senses=tuple(s for s in hit.senses if self._counts(s, days)))

    def _counts(self, sense: Sense, days: Span) -> bool:
        return sense.by is not AliasKind.SURNAME or bool(self._offices(sense.actor, days))

    def _of(self, group: list[Hit], said: str, days: Span) -> Iterator[Mention]:
        """Of a country, an office and a person side by side, the person in the office."""
        named = [sense for hit in group for sense in hit.senses]
        by_kind = {sense.kind: sense.actor for sense in named}
        person, said_office = by_kind.get(ActorKind.PERSON), by_kind.get(ActorKind.OFFICE)
        office = self._office_of(person, said_office, days) if person else said_office
        level = self._level(group, office or said_office)
        if person is not None:
            yield Mention(person, office, level, said)
        if person is None or office is None:
            # Nobody in office: those that the other words name take part themselves.
            others = [said_office] if said_office else [s.actor for s in named if s.actor != person]
            yield from (Mention(id_, None, level, said) for id_ in others)

    def _level(self, group: list[Hit], office: str | None) -> Level | None:
        titled = next((hit.level for hit in group if hit.level), None)
        return titled or (self._lexicon.levels.get(office) if office else None)

    def _office_of(self, person: str, said: str | None, days: Span) -> str | None:
        offices = self._offices(person, days)
        return said if said in offices else offices[0] if len(offices) == 1 else None

    def _offices(self, person: str, days: Span) -> list[str]:
        relations = self.directory.actors[person].relations
        held = (r for r in relations if r.relation is RelationKind.HOLDS)
        return [r.object for r in held if validity(r).may.meets(days)]


def _groups(reading: Reading, hits: Iterable[Hit]) -> Iterator[list[Hit]]:
    """Those side by side, each of another kind: Russian Minister X, le président français."""
    group: list[Hit] = []
    for hit in hits:
        if len(hit.senses) > 1 or not (hit.senses or hit.title):
            continue
        if group and not _joins(reading, group, hit):
            yield group
            group = []
        group.append(hit)
    if group:
        yield group


def _joins(reading: Reading, group: list[Hit], hit: Hit) -> bool:
    kinds = {_kind(other) for other in group}
    return _kind(hit) not in kinds and reading.beside(group[-1].last, hit.first)


def _kind(hit: Hit) -> ActorKind | None:
    return hit.senses[0].kind if hit.senses else None


def _ambiguous(reading: Reading, hits: list[Hit]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for hit in hits:
        if len(hit.senses) > 1:
            actors = tuple(sorted(sense.actor for sense in hit.senses))
            yield reading.said(hit.first, hit.last), actors


def _higher(known: Mention, mention: Mention) -> Mention:
    """Of two mentions the one at the higher level, in the office that either tells."""
    if mention.level is None or (known.level and _rank(known.level) <= _rank(mention.level)):
        return known
    return mention._replace(office=mention.office or known.office)


def _rank(level: Level) -> int:
    return _LEVELS.index(level)
