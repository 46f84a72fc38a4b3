"""Answers that are kept, ready to be sent: those used of late, up to so many bytes."""

import time
from collections import OrderedDict
from collections.abc import Sequence
from threading import Lock
from typing import Any, NamedTuple

from app.http.cachekey import Asked, Key
from app.http.coding import IDENTITY, coded, worth_coding
from app.http.keepable import Keepable
from app.http.respond import matches
from app.store.heads import Seen

Headers = Sequence[tuple[bytes, bytes]]
Message = dict[str, Any]

# Of an answer that the reader has already, what says which bytes it would have been is left out.
_OF_BYTES = {b"content-type", b"content-length", b"content-encoding"}
# So many spellings of one question are remembered.
_SPELLINGS = 64
# About how many bytes an answer takes beside its body: its headers, twice.
_AROUND = 4_000


class Served(NamedTuple):
    """What one request is answered with: the two messages, and of which entry they are."""

    entry: "Entry"
    start: Message
    body: Message


class Coded:
    """An answer in one coding, as the messages that are sent."""

    __slots__ = ("body", "start", "tag", "unmodified")

    def __init__(self, headers: Headers, body: bytes) -> None:
        self.tag = dict(headers)[b"etag"].decode("latin-1")
        self.start = _start(200, headers)
        self.body: Message = {"type": "http.response.body", "body": body}
        kept = [header for header in headers if header[0] not in _OF_BYTES]
        self.unmodified = _start(304, kept)

    def to(self, entry: "Entry", asked: Asked) -> Served:
        """Without a body where the reader has these very bytes, or wants to know of them alone."""
        known = matches(asked.if_none_match.decode("latin-1"), self.tag)
        body = _NO_BODY if known or asked.head else self.body
        return Served(entry, self.unmodified if known else self.start, body)


def _start(status: int, headers: Headers) -> Message:
    return {"type": "http.response.start", "status": status, "headers": [*headers]}


_NO_BODY: Message = {"type": "http.response.body", "body": b""}


class Entry:
    """An answer, how long it holds, and all that is remembered with it."""

    __slots__ = ("asked", "codings", "epoch", "key", "minute", "rev", "size", "used")

    def __init__(self, key: Key, told: Keepable, headers: Headers, body: bytes) -> None:
        assert told.pin is not None, "nobody said that it may be kept"
        self.key = key
        self.epoch = told.pin.epoch
        self.rev = None if told.lasting else told.pin.rev
        self.minute = told.minute
        self.codings = {IDENTITY: Coded(headers, body)}
        self.used = False
        self.asked: list[Asked] = []
        self.size = 0

    def holds(self, head: Seen) -> bool:
        """Whether it would be the same if it were made now, with the ledger where it is."""
        if self.epoch != head.epoch or self.rev not in (None, head.rev):
            return False
        return self.minute is None or self.minute == time.time() // 60

    def takes(self, coding: str) -> bool:
        """Whether its bytes in that coding are to be made first."""
        if coding in self.codings:
            return False
        headers, body = self._identity()
        return worth_coding(dict(headers)[b"content-type"].decode("latin-1"), len(body))

    def code(self, coding: str) -> Coded:
        """Makes its bytes in that coding. They are another representation: so is the tag."""
        headers, body = self._identity()
        packed = coded(body, coding)
        said = dict(headers) | {
            b"etag": dict(headers)[b"etag"][:-1] + b"-" + coding.encode() + b'"',
            b"content-length": str(len(packed)).encode(),
            b"content-encoding": coding.encode(),
        }
        return Coded([*said.items()], packed)

    def best(self, coding: str) -> Coded:
        """In that coding where it is made, else as it is."""
        return self.codings.get(coding) or self.codings[IDENTITY]

    def _identity(self) -> tuple[Headers, bytes]:
        plain = self.codings[IDENTITY]
        return plain.start["headers"], plain.body["body"]


class Entries:
    """Found by the request as it came, at the cost of a look, or else by what it comes to.

    What no longer holds is replaced when it is asked for again, or dropped when there is no room.
    """

    def __init__(self, most: int) -> None:
        self.most, self.size = most, 0
        self._epoch = ""
        self._served: dict[Asked, Served] = {}
        self._entries: OrderedDict[Key, Entry] = OrderedDict()
        self._lock = Lock()

    def served(self, asked: Asked, head: Seen) -> Served | None:
        """The answer to this very request, where it is kept and holds."""
        served = self._served.get(asked)
        if served is None or not served.entry.holds(head):
            return None
        served.entry.used = True
        return served

    def entry(self, key: Key, head: Seen) -> Entry | None:
        """The answer in all its codings, where it is kept and holds."""
        self._begin(head.epoch)
        entry = self._entries.get(key)
        if entry is None or not entry.holds(head):
            return None
        entry.used = True
        return entry

    def put(self, entry: Entry) -> None:
        """Keeps it in place of what was there; one that would fill an eighth of all is not kept."""
        with self._lock:
            self._drop(entry.key)
            size = _AROUND + len(entry.codings[IDENTITY].body["body"])
            if entry.epoch == self._epoch and size * 8 <= self.most:
                self._entries[entry.key] = entry
                self._grow(entry, size)

    def add(self, entry: Entry, coding: str, coded: Coded) -> None:
        """Keeps its bytes in another coding, too."""
        with self._lock:
            if self._entries.get(entry.key) is entry and coding not in entry.codings:
                entry.codings[coding] = coded
                self._grow(entry, _AROUND + len(coded.body["body"]))

    def remember(self, asked: Asked, served: Served) -> None:
        """What a request is answered with when it comes again, spelt as it is."""
        entry = served.entry
        with self._lock:
            kept = self._entries.get(entry.key) is entry and len(entry.asked) < _SPELLINGS
            if kept and asked not in entry.asked:
                entry.asked.append(asked)
                self._served[asked] = served
                self._grow(entry, asked.size)

    def clear(self) -> None:
        """Forgets everything."""
        self._begin("")

    def _begin(self, epoch: str) -> None:
        """An epoch ends with a redaction, too: what was before it is kept nowhere."""
        if epoch != self._epoch:
            with self._lock:
                self._epoch, self.size = epoch, 0
                self._served.clear()
                self._entries.clear()

    def _grow(self, entry: Entry, by: int) -> None:
        """Makes room: what was used since it was last looked at here stays for another round."""
        entry.size += by
        self.size += by
        while self.size > self.most:
            key, oldest = next(iter(self._entries.items()))
            if oldest.used:
                oldest.used = False
                self._entries.move_to_end(key)
            else:
                self._drop(key)

    def _drop(self, key: Key) -> None:
        entry = self._entries.pop(key, None)
        if entry is not None:
            self.size -= entry.size
            for asked in entry.asked:
                self._served.pop(asked, None)
