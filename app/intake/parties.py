"""Which of the names in a text are those of parties: not places, not parts of other names."""

from collections.abc import Iterator
from typing import NamedTuple

from app.domain.actor import ActorKind, AliasKind
from app.intake.lexicon import Hit, Sense
from app.intake.notnames import BEFORE_A_PLACE, DAYS, PEOPLE, STATES, WITHIN_A_PLACE
from app.intake.sentences import Passage, Word

_SPEECH = '“”"«:(—–'
_PLACES = (ActorKind.COUNTRY, ActorKind.ORGANISATION, ActorKind.BODY, ActorKind.GROUPING)


class Reading(NamedTuple):
    """A passage with its words, and what is known of these."""

    passage: Passage
    words: list[Word]
    hits: list[Hit]

    def said(self, first: int, last: int) -> str:
        """These words as they are written."""
        text = self.passage.text[self.words[first].start : self.words[last].end]
        return text.rstrip(".,")

    def beside(self, first: int, second: int) -> bool:
        """Whether these two are neighbours, with no more than a possessive between them."""
        return all(_joins(word) for word in self.words[first + 1 : second]) and (
            self.words[second].gap.strip("'’").isspace()
        )


def parties(reading: Reading) -> Iterator[Hit]:
    """The hits with those of their senses in which they may name somebody who takes part."""
    known = {at: hit for hit in reading.hits for at in range(hit.first, hit.last + 1)}
    placed = set(_placed(reading, known))
    for hit in reading.hits:
        senses = hit.senses
        if hit.first in placed and not _before_title(reading, known, hit):
            senses = tuple(s for s in senses if not _may_be_place(s, reading.words[hit.first]))
        if senses and _owns_a_thing(reading, known, hit):
            senses = ()
        if senses and _in_a_name(reading, known, hit):
            senses = tuple(s for s in senses if not _may_be_namesake(s))
        yield hit._replace(senses=senses)


def _placed(reading: Reading, known: dict[int, Hit]) -> Iterator[int]:
    """Where those begin that follow in, at, to or the like, and what else is such a place."""
    placed = False
    for at, word in enumerate(reading.words):
        hit = known.get(at)
        if hit is None:
            placed = word.text.lower() in BEFORE_A_PLACE or (placed and _goes_on(word))
        elif hit.first == at and placed:
            placed = not hit.title and all(_may_be_place(s, word) for s in hit.senses)
            if placed:
                yield at


def _goes_on(word: Word) -> bool:
    return word.key in WITHIN_A_PLACE or (word.capital and word.key not in DAYS)


def _may_be_place(sense: Sense, word: Word) -> bool:
    """Peoples are no places; en français is a language."""
    return sense.kind in _PLACES and (sense.is_name or not word.capital)


def _may_be_namesake(sense: Sense) -> bool:
    return sense.kind is ActorKind.COUNTRY and sense.is_name and sense.by is not AliasKind.ACRONYM


def _before_title(reading: Reading, known: dict[int, Hit], hit: Hit) -> bool:
    after = hit.last + 1
    while after < len(reading.words) and _joins(reading.words[after]):
        after += 1
    follower = known.get(after)
    return follower is not None and follower.title and reading.beside(hit.last, after)


def _owns_a_thing(reading: Reading, known: dict[int, Hit], hit: Hit) -> bool:
    """Russia's invasion, President Biden's visit."""
    mark, after = hit.last + 1, hit.last + 2
    if after in known or after >= len(reading.words) or not _joins(reading.words[mark]):
        return False
    return not reading.words[after].capital and reading.words[after].key not in PEOPLE


def _in_a_name(reading: Reading, known: dict[int, Hit], hit: Hit) -> bool:
    """Michael Jordan, Minister Jordan, Chad Smith, Niger Delta; Lebanon, Ohio."""
    if hit.first < hit.last:
        return False
    before, after = known.get(hit.first - 1), hit.last + 1
    if before is not None and before.title:
        return reading.beside(hit.first - 1, hit.first)
    return (
        (before is None and hit.first > 0 and _is_name(reading, hit.first - 1, hit.first))
        or (after not in known and _is_name(reading, after, after))
        or _state(reading, after)
    )


def _is_name(reading: Reading, at: int, second: int) -> bool:
    """Whether a word nobody knows has a capital of its own, with a mere space at that gap."""
    if second >= len(reading.words) or not reading.words[second].gap.isspace():
        return False
    word = reading.words[at]
    return word.capital and word.key not in DAYS and not _opens(reading, at)


def _opens(reading: Reading, at: int) -> bool:
    """Whether any word would have a capital there."""
    gap = reading.words[at].gap.rstrip()
    return (at == 0 and reading.passage.whole) or gap.endswith(tuple(_SPEECH))


def _state(reading: Reading, at: int) -> bool:
    keys = [word.key for word in reading.words[at : at + 2]]
    if not keys or reading.words[at].gap.strip() != ",":
        return False
    return keys[0] in STATES or " ".join(keys) in STATES


def _joins(word: Word) -> bool:
    return word.text.lower() in ("'s", "’s")
