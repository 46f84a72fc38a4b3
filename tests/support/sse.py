"""A reader of server-sent events, written from the standard (HTML, section 9.2.6) and strict."""

import json
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import httpx

# A field is a line that ends with CRLF, LF or CR.
_LINES = re.compile(r"\r\n|\n|\r")


@dataclass(frozen=True)
class Message:
    """What is dispatched: data and the last event id; no data where only the id was set."""

    id: str
    data: str | None
    comment: bool = False
    retry: int | None = None

    @property
    def change(self) -> dict[str, Any]:
        assert self.data is not None
        found: dict[str, Any] = json.loads(self.data)
        return found


def messages(chunks: Iterable[bytes], last: str = "") -> Iterator[Message]:
    """Every block, whether it dispatches an event or not; a block cut off at the end is dropped."""
    waiting = b""
    for chunk in chunks:
        waiting += chunk
        while (end := _end_of_block(waiting)) is not None:
            found = _message(waiting[:end].decode(), last)
            last, waiting = found.id, waiting[end:].lstrip(b"\r\n")
            yield found


def changes(chunks: Iterable[bytes], last: str = "") -> Iterator[Message]:
    """The events alone."""
    return (found for found in messages(chunks, last) if found.data is not None)


@contextmanager
def listening(
    address: str, last: str | None = None, seconds: float = 20
) -> Iterator[Iterator[Message]]:
    """The blocks of a stream, as they come."""
    headers = {"Accept": "text/event-stream", **({"Last-Event-ID": last} if last else {})}
    with httpx.stream("GET", address, headers=headers, timeout=seconds) as answer:
        answer.raise_for_status()
        assert answer.headers["content-type"] == "text/event-stream"
        yield messages(answer.iter_raw(), last or "")


def _end_of_block(waiting: bytes) -> int | None:
    found = re.search(rb"\r\n\r\n|\n\n|\r\r", waiting)
    return None if found is None else found.start()


def _message(block: str, last: str) -> Message:
    data: list[str] = []
    comment, retry = False, None
    for line in _LINES.split(block):
        name, _, value = line.partition(":")
        value = value.removeprefix(" ")
        assert name in ("", "id", "data", "retry"), line
        if name == "id" and "\0" not in value:
            last = value
        elif name == "data":
            data.append(value)
        elif name == "retry":
            retry = int(value)
        comment |= name == ""
    return Message(last, "\n".join(data) if data else None, comment, retry)
