"""Text to the words it is found by: the same tokens on both databases, in French and English."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from itertools import filterfalse
from threading import Lock

from app.domain.query import Word

# l'OTAN, qu'il, jusqu'en lose what stands before the apostrophe; Russia's loses what stands after.
_ELISION = re.compile(r"\b(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu)['’](?=\w)", re.IGNORECASE)
_POSSESSIVE = re.compile(r"['’]s\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+")
_STEMMED = {"en": "english", "fr": "french"}
_LONGEST = 64
# A stemmer works on the word that it was given last, whichever thread gave it.
_STEMMING = Lock()


def analyse(text: str, lang: str | None) -> frozenset[str]:
    """The stems of the words of a text in French or English, the folded words in other languages.

    Without a language, every reading of each word.
    """
    if lang is None:
        return frozenset[str]().union(*map(_readings, _words(text)))
    base = lang.partition("-")[0]
    return frozenset(_reading(word, base) for word in _words(text))


def asked(text: str) -> tuple[Word, ...]:
    """For each word asked for, in order and without repeats, the tokens that answer it."""
    return tuple(dict.fromkeys(Word(word, _readings(word)) for word in _words(text)))


def _words(text: str) -> Iterator[str]:
    plain = _POSSESSIVE.sub("", _ELISION.sub("", text))
    for word in _WORD.findall(_folded(plain)):
        yield word[:_LONGEST]


def _folded(text: str) -> str:
    if text.isascii():
        return text.lower()
    spread = unicodedata.normalize("NFKD", text.casefold())
    return "".join(filterfalse(unicodedata.combining, spread))


@lru_cache(maxsize=50_000)
def _readings(word: str) -> frozenset[str]:
    return frozenset(_ascii(form) for form in (word, *(_stem(word, lang) for lang in _STEMMED)))


@lru_cache(maxsize=200_000)
def _reading(word: str, lang: str) -> str:
    # Numbers are many, each of them rare, and have no stem.
    return _ascii(_stem(word, lang) if lang in _STEMMED and not word.isdecimal() else word)


def _stem(word: str, lang: str) -> str:
    with _STEMMING:
        return _stemmer(lang)(word)


@cache
def _stemmer(lang: str) -> Callable[[str], str]:
    # All thirty of its languages come with it: a server pays for them at its first search.
    import snowballstemmer  # noqa: PLC0415

    found: Callable[[str], str] = snowballstemmer.stemmer(_STEMMED[lang]).stemWord
    return found


def _ascii(word: str) -> str:
    """Other scripts as hexadecimal, so that no tokenizer of a database has an opinion on them."""
    return word if word.isascii() else "x" + word.encode().hex()
