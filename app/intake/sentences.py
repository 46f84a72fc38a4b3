"""A running text as passages, and those as words, in time that grows with its length alone."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from app.domain.resolve import folded

# l’, d’ and 's are words of their own, so that they hide none: l’OTAN, d’Allemagne, Turkey's.
_WORD = re.compile(
    r"(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu)['’](?=\w)|['’]s\b"
    r"|[^\W_]+(?:[.-][^\W_]+|['’](?!s\b)[^\W_]+)*\.?",
    re.IGNORECASE,
)
# A full stop ends a sentence, unless it ends an initial or an abbreviation: U.S., Joseph R., Gen.
_STOP = re.compile(r"[.;!?](?=\s+([^\W\d_])|\s*$)|\n[^\S\n]*\n")
_SHORT = re.compile(
    r"(?:\b[^\W\d_]|\.[^\W\d_]|\b(?:St|Mr|Mrs|Ms|Dr|Gen|Col|Lt|Sen|Rep|Jr|Sr|Amb|MM|Mgr))$"
)
# One more than the longest of them.
_LOOK_BACK = 4
_LONGEST = 100


class Word(NamedTuple):
    """A word as written and folded, where it stands, and what stands between it and the last."""

    text: str
    key: str
    gap: str
    start: int
    end: int

    @property
    def capital(self) -> bool:
        """Whether it is written as a name is."""
        return self.text[0].isupper()


class Passage(NamedTuple):
    """A text to look in; whether it is a sentence from its beginning."""

    text: str
    whole: bool


def passages(text: str, after: tuple[str, ...]) -> Iterator[Passage]:
    """The sentences, or what follows each of these words to the end of its sentence."""
    if not after:
        yield from _sentences(text)
        return
    marker = re.compile("|".join(rf"\b{re.escape(words)}\b" for words in after), re.IGNORECASE)
    end = 0
    for found in marker.finditer(text):
        if found.start() >= end:
            end = _sentence_end(text, found.end())
            yield Passage(text[found.end() : end], whole=False)


def words_of(text: str) -> list[Word]:
    """Its words in order."""
    words, end = [], 0
    for found in _WORD.finditer(text):
        said = found.group()
        key = folded(said) if len(said) <= _LONGEST else ""
        words.append(Word(said, key, text[end : found.start()], found.start(), found.end()))
        end = found.end()
    return words


def _sentences(text: str) -> Iterator[Passage]:
    begin = 0
    while begin < len(text):
        end = _sentence_end(text, begin)
        if not text[begin:end].isspace():
            yield Passage(text[begin:end], whole=True)
        begin = end + 1


def _sentence_end(text: str, begin: int) -> int:
    for stop in _STOP.finditer(text, begin):
        goes_on = stop[1] is not None and stop[1].islower()
        before = text[max(begin, stop.start() - _LOOK_BACK) : stop.start()]
        if not goes_on and (stop[0] != "." or not _SHORT.search(before)):
            return stop.start()
    return len(text)
