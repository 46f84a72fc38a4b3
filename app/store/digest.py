"""One number for all that a record holds up to a revision: equal for it and for its mirrors.

The digest of a span is the SHA-256 of its lines, as `record` has them. That of the record is the
SHA-256 of those of its spans, so that where two records part can be told without reading either.
"""

from collections.abc import Sequence
from hashlib import sha256
from threading import Lock
from typing import NamedTuple

from sqlalchemy import Connection

from app.errors import Unavailable
from app.store import record
from app.store.pins import Pin

# Revisions in a span, and spans that are read before a reader is told to ask again: a large record
# is not read through in one request.
SPAN, MOST = 1_000, 20


class Span(NamedTuple):
    """The revisions up to `rev` that are in no span before, and the digest of their lines."""

    rev: int
    digest: str


class Digest(NamedTuple):
    """That of the record up to a revision, and those of its spans."""

    digest: str
    spans: Sequence[Span]


class Digests:
    """The digests of one record. It remembers its full spans; safe between threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._epoch = ""
        self._full: list[Span] = []

    def at(self, connection: Connection, pin: Pin, most: int | None = MOST) -> Digest:
        """The digest at the pinned revision; Unavailable once `most` spans were read for it.

        Asked again, it goes on from there.
        """
        with self._lock:
            if pin.epoch != self._epoch:
                self._epoch, self._full = pin.epoch, []
            self._read(connection, pin, most)
            spans = self._full[: pin.rev // SPAN]
        if pin.rev % SPAN:
            spans = [*spans, _span(connection, pin.rev - pin.rev % SPAN, pin.rev)]
        return Digest(_of("\n".join(span.digest for span in spans).encode()), spans)

    def _read(self, connection: Connection, pin: Pin, most: int | None) -> None:
        """Remembers the full spans up to the revision."""
        full, begun = pin.rev // SPAN, len(self._full)
        while (known := len(self._full)) < full:
            if most is not None and known - begun >= most:
                detail = f"The digest is being made: {known * SPAN} of {pin.rev} revisions."
                raise Unavailable(f"{detail} Ask again.")
            self._full.append(_span(connection, known * SPAN, (known + 1) * SPAN))


def _span(connection: Connection, after: int, until: int) -> Span:
    hashed = sha256()
    for line in record.walk(connection, after, until):
        hashed.update(line)
    return Span(until, _written(hashed.hexdigest()))


def _of(text: bytes) -> str:
    return _written(sha256(text).hexdigest())


def _written(hexadecimal: str) -> str:
    return f"sha256:{hexadecimal}"
