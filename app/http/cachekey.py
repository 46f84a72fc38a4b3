"""What an answer is kept under: the request as it came, and what it comes to."""

from functools import lru_cache
from typing import NamedTuple

from starlette.types import Scope

from app.errors import MalformedRequest, NotAcceptable
from app.http.language import form_at, preferred_language
from app.http.raw import LONGEST, pairs

_NOTHING = b""
_READS = ("GET", "HEAD")


class Asked(NamedTuple):
    """A request as it came. Two that differ in spelling alone are two of these."""

    path: str
    query: bytes
    accept: bytes
    language: bytes
    coding: bytes
    if_none_match: bytes
    head: bool

    @property
    def size(self) -> int:
        """About how many bytes it takes to remember it."""
        return 500 + len(self.path) + sum(map(len, self[1:6]))


class Key(NamedTuple):
    """What requests for the same answer have in common, whatever the coding of its bytes."""

    path: str
    query: tuple[tuple[str, str], ...]
    form: str
    lang: str


def asked(scope: Scope) -> Asked | None:
    """None where a request may not be answered from memory.

    Whoever has a key may be shown what others are not, and instants of `Accept-Datetime` come to
    be in the past. A header that is there twice is left to those who read headers.
    """
    if scope["type"] != "http" or scope["method"] not in _READS:
        return None
    headers = scope["headers"]
    said = dict(headers)
    if len(said) != len(headers) or b"authorization" in said or b"accept-datetime" in said:
        return None
    get = said.get
    return Asked(
        scope["path"],
        scope["query_string"],
        get(b"accept", _NOTHING),
        get(b"accept-language", _NOTHING),
        get(b"accept-encoding", _NOTHING),
        get(b"if-none-match", _NOTHING),
        head=scope["method"] == "HEAD",
    )


@lru_cache(2_048)
def key(asked: Asked) -> Key | None:
    """None where the request cannot be read, which others tell the reader.

    The order of different parameters says nothing; that of the values of one does.
    """
    if len(asked.query) > LONGEST:
        return None
    try:
        given = tuple(sorted(pairs(asked.query), key=lambda pair: pair[0]))
        form = form_at(asked.path, asked.accept.decode("latin-1"))
    except (MalformedRequest, NotAcceptable):
        return None
    chosen = any(name == "lang" for name, _ in given)
    lang = "" if chosen else preferred_language(asked.language.decode("latin-1"))
    return Key(asked.path, given, form, lang)
