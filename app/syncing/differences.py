"""What differs between two ledgers whose digests differ, as far as a sentence can say it."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, zip_longest
from typing import Any

import orjson

from app.store import record
from app.store.digest import Digest, Span
from app.store.sessions import Connection
from app.syncing.remote import Remote
from app.syncing.said import DigestSaid

_SHOWN = 5
_Key = tuple[int, str, str, str, int]


def differences(
    connection: Connection, remote: Remote, ours: Digest, theirs: DigestSaid
) -> list[str]:
    """Up to five rows that differ in the first span that does, each in words."""
    after, until = _first(ours.spans, theirs.spans)
    here = _keyed(record.walk(connection, after, until))
    there = _keyed(_theirs(remote, theirs.epoch, after, until))
    found = (
        f"{_words(key)} {_how(here.get(key), there.get(key))}"
        for key in sorted(here.keys() | there.keys())
        if here.get(key) != there.get(key)
    )
    named = list(islice(found, _SHOWN))
    return named or [f"something in the revisions {after + 1} to {until}"]


def _first(ours: Sequence[Span], theirs: Sequence[Span]) -> tuple[int, int]:
    """The revision before the first span that differs, and the last of it."""
    after = 0
    for mine, other in zip_longest(ours, theirs):
        if mine != other:
            return after, (mine or other).rev
        after = mine.rev
    return after, after


def _theirs(remote: Remote, epoch: str, after: int, until: int) -> Iterator[bytes]:
    for page in remote.ledger(f"{epoch}.{after}", until):
        yield from page.lines


def _keyed(lines: Iterable[bytes]) -> dict[_Key, bytes]:
    return {_key(orjson.loads(line)): line for line in lines}


def _key(row: dict[str, Any]) -> _Key:
    part, thing, entity = row["part"], row.get("thing", ""), row.get("entity", "")
    return row["rev"], part, thing, entity, row.get("seq", 0)


def _words(key: _Key) -> str:
    rev, part, thing, entity, _ = key
    return f"revision {rev}, the {part}" + (f" of {thing} {entity}" if entity else "")


def _how(here: bytes | None, there: bytes | None) -> str:
    if here is None:
        return "is missing here"
    return "is here alone" if there is None else "is otherwise"
