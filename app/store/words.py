"""Text to the words it is found by: the same tokens on both databases, in French and English."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

import snowballstemmer

from app.domain.query import Word

# l'OTAN, qu'il, jusqu'en lose what stands before the apostrophe; Russia's loses what stands after.
_ELISION = re.compile(r"\b(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu)['’](?=\w)", re.IGNORECASE)
_POSSESSIVE = re.compile(r"['’]s\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+")
_STEMMERS = {"en": snowballstemmer.stemmer("english"), "fr": snowballstemmer.stemmer("french")}
_LONGEST = 64


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
    spread = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in spread if not unicodedata.combining(c))


@lru_cache(maxsize=50_000)
def _readings(word: str) -> frozenset[str]:
    return frozenset(
        _ascii(form) for form in (word, *(s.stemWord(word) for s in _STEMMERS.values()))
    )


@lru_cache(maxsize=200_000)
def _reading(word: str, lang: str) -> str:
    stemmer = _STEMMERS.get(lang)
    return _ascii(stemmer.stemWord(word) if stemmer else word)


def _ascii(word: str) -> str:
    """Other scripts as hexadecimal, so that no tokenizer of a database has an opinion on them."""
    return word if word.isascii() else "x" + word.encode().hex()
