"""What a request says, whatever the record holds: worked out once for all who ask the same."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from threading import Lock
from typing import Any

from cachetools import LRUCache
from fastapi import Request

from app.errors import Fault, InvalidQuery
from app.http import cursor as cursors
from app.http.cursor import Cursor
from app.http.given import Given
from app.http.language import canonical, is_language, preferred_language
from app.http.parameters import DEFAULT_LIMIT, MOST
from app.http.raw import Parameter, Values, read
from app.http.tokens import instant_or_revision

# So many different requests are remembered, some kilobytes each.
_REMEMBERED = 2_048


@dataclass(frozen=True, slots=True, eq=False)
class Said:
    """The parameters, checked as far as they can be without the record."""

    values: Given
    cursor: Cursor | None
    lang: str
    limit: int
    as_of: int | datetime | None


class _Memory:
    """What requests said that were asked last. `known` is held, so that none takes its place."""

    def __init__(self) -> None:
        self._said: LRUCache[Any, tuple[object, Said]] = LRUCache(_REMEMBERED)
        self._lock = Lock()

    def get(self, key: Any) -> Said | None:
        with self._lock:
            found = self._said.get(key)
        return found[1] if found else None

    def put(self, key: Any, known: object, said: Said) -> None:
        with self._lock:
            self._said[key] = known, said


_MEMORY = _Memory()


def said(
    request: Request, known: Mapping[str, Parameter], moment: str, lang: str | None = None
) -> Said:
    """What it says under the parameters known here, one of which says as of when.

    `lang` is that of an address which says it in its path. InvalidQuery, MalformedRequest.
    """
    query = request.scope["query_string"]
    best = lang or liked(request)
    key = (query, id(known), moment, best, lang is None)
    found = _MEMORY.get(key)
    if found is None:
        found = _said(query, known, moment, best, fixed=lang is not None)
        _MEMORY.put(key, known, found)
    return found


def _said(
    query: bytes, known: Mapping[str, Parameter], moment: str, best: str, *, fixed: bool
) -> Said:
    values = read(query, known)
    text = one(values, "cursor")
    return Said(
        values=values,
        cursor=None if text is None else cursors.decode(text),
        lang=best if fixed else language(values, best),
        limit=limit(values) or DEFAULT_LIMIT,
        as_of=instant_or_revision(values, moment),
    )


def one(values: Values, name: str) -> str | None:
    """The single value of a parameter, without the spaces around it."""
    given = values.get(name)
    return given[0].strip() if given else None


def limit(values: Values) -> int | None:
    """The limit asked for; InvalidQuery beyond 1 to 200."""
    text = one(values, "limit")
    if text is None:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 4 and 1 <= int(text) <= MOST):
        detail = f"limit: write a whole number from 1 to {MOST}."
        raise InvalidQuery.of([Fault(detail, parameter="limit")])
    return int(text)


def accept_datetime(request: Request) -> datetime | None:
    """RFC 7089, section 2.1.1: negotiation in time; what cannot be read is no wish."""
    asked = request.headers.get("accept-datetime")
    if asked is None:
        return None
    try:
        wanted = parsedate_to_datetime(asked)
    except (ValueError, TypeError, OverflowError):
        return None
    return wanted if wanted.tzinfo and wanted < datetime.now(UTC) else None


def liked(request: Request) -> str:
    """The language that the reader likes best."""
    return preferred_language(request.headers.get("accept-language", ""))


def language(values: Values, best: str) -> str:
    """The one that `lang` asks for, else what the reader likes best; InvalidQuery."""
    tag = one(values, "lang")
    if tag is None:
        return best
    if not is_language(tag):
        detail = "lang: write a language tag as fr, en or pt-BR."
        raise InvalidQuery.of([Fault(detail, parameter="lang")])
    return canonical(tag)
