"""Cursors: where a walk stands, bound to the filter, the revision and the epoch it began in."""

import base64
import binascii
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import orjson

from app.errors import Fault, InvalidQuery

_LONGEST = 500


@dataclass(frozen=True, slots=True)
class Cursor:
    """A place in a walk. `now` is fixed at its first page; `key` is the last row given."""

    epoch: str
    rev: int
    fingerprint: str
    now: int | None
    key: tuple[int | str, ...]


def encode(cursor: Cursor) -> str:
    """The cursor as text for an address: opaque to clients."""
    fields = [cursor.epoch, cursor.rev, cursor.fingerprint, cursor.now, list(cursor.key)]
    return base64.urlsafe_b64encode(orjson.dumps(fields)).decode().rstrip("=")


def decode(text: str) -> Cursor:
    """The cursor that `encode` made of it; InvalidQuery for anything else."""
    cursor = _parsed(text)
    if cursor is None or encode(cursor) != text:
        raise refused("cursor: this is not a cursor of ours; begin again without it.")
    return cursor


def check_filter(cursor: Cursor, fingerprint: str) -> None:
    """InvalidQuery where the walk it belongs to had another filter."""
    if cursor.fingerprint != fingerprint:
        raise refused(
            "cursor: it belongs to another filter or order; "
            "repeat the query it came with, or begin again without it."
        )


def key_of(cursor: Cursor, *types: type) -> tuple[Any, ...]:
    """The key, where its parts are of these types; InvalidQuery for that of another list."""
    if tuple(map(type, cursor.key)) != types:
        raise refused("cursor: it belongs to another list; begin again without it.")
    return cursor.key


def refused(detail: str) -> InvalidQuery:
    """The error for a cursor that does not fit."""
    return InvalidQuery.of([Fault(detail, parameter="cursor")])


def now_of(cursor: Cursor) -> datetime | None:
    """The instant fixed at the first page."""
    return None if cursor.now is None else datetime.fromtimestamp(cursor.now, UTC)


def _parsed(text: str) -> Cursor | None:
    if len(text) > _LONGEST or not text.isascii():
        return None
    try:
        fields = orjson.loads(base64.b64decode(text + "=" * (-len(text) % 4), b"-_", validate=True))
    except (binascii.Error, orjson.JSONDecodeError, ValueError):
        return None
    if not _sound(fields):
        return None
    epoch, rev, fingerprint, now, key = fields
    return Cursor(epoch, rev, fingerprint, now, tuple(key))


def _sound(fields: Any) -> bool:
    if not isinstance(fields, list) or len(fields) != 5:
        return False
    epoch, rev, fingerprint, now, key = fields
    return (
        isinstance(epoch, str)
        and isinstance(fingerprint, str)
        and _small(rev)
        and (now is None or (_small(now) and now < 253_402_300_000))
        and isinstance(key, list)
        and len(key) in (1, 2, 4)
        and all(_small(part) for part in key[:-1])
        and (_small(key[-1]) or _plain(key[-1]))
    )


def _small(value: Any) -> bool:
    return type(value) is int and 0 <= value < 2**62


def _plain(value: Any) -> bool:
    return isinstance(value, str) and value.isprintable()
