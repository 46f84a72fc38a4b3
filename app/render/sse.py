"""Server-sent events, as WHATWG has them (HTML, section 9.2): lines, and a blank one at the end.

A line ends at CR or LF alone. Data is JSON, which writes both as escapes, and an id is of ASCII
letters, digits and a few signs: so nothing that the record holds can end a line, or an event.
"""

MEDIA_TYPE = "text/event-stream"


def opening(id_: str, retry: int) -> bytes:
    """Where the reader stands, and after how many milliseconds to come back; no event."""
    return b"retry: %d\nid: %s\n\n" % (retry, _one_line(id_.encode()))


def message(id_: str, data: bytes) -> bytes:
    """An event with JSON as its data."""
    return b"id: %s\ndata: %s\n\n" % (_one_line(id_.encode()), _one_line(data))


def heartbeat(id_: str) -> bytes:
    """A comment, which no reader sees and every proxy does, and the id that it has come to."""
    return b":\nid: %s\n\n" % _one_line(id_.encode())


def _one_line(text: bytes) -> bytes:
    if b"\n" in text or b"\r" in text:
        raise ValueError("a line of an event stream cannot hold a line end")
    return text
