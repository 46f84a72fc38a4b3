"""Ids for events that others name: the same file gives the same ids in every record."""

from collections.abc import Callable, Iterable, Iterator
from hashlib import sha256
from itertools import count

from app.domain.actor import Identifier

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_LENGTH = 8


def assign(
    identities: Iterable[Identifier], taken: Callable[[list[str]], set[str]]
) -> dict[Identifier, str]:
    """An id for each, of those that are not taken.

    Eight letters are few enough for two of a million events to fall on one: the later one then
    gets its next.
    """
    waiting = {identity: _ids(identity) for identity in sorted(set(identities), key=str)}
    given: dict[Identifier, str] = {}
    while waiting:
        offered = {identity: next(ids) for identity, ids in waiting.items()}
        used = taken(sorted(set(offered.values()))) | set(given.values())
        for identity, id_ in offered.items():
            if id_ not in used:
                given[identity] = id_
                used.add(id_)
                del waiting[identity]
    return given


def _ids(identity: Identifier) -> Iterator[str]:
    for attempt in count():
        said = f"{identity.scheme}:{identity.value}:{attempt}".encode()
        number = int.from_bytes(sha256(said).digest()[:16])
        yield "ev_" + "".join(_DIGITS[number // 36**i % 36] for i in range(_LENGTH))
