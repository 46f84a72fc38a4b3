"""Content lines of iCalendar (RFC 5545, section 3.1): escaped, folded, ended by CR LF."""

import re
from collections.abc import Iterable

_LONGEST = 75
# Where Unicode breaks a line (UAX 14, BK and NL). Readers that split text at each of these would
# see a line begin within ours.
_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
# What TEXT may not hold: C0 controls but HTAB, and DEL (section 3.1, CONTROL); C1 are as useless.
# Half a surrogate pair is no character at all.
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff]")


def text(value: str) -> str:
    """A value of type TEXT (section 3.3.11)."""
    if not value.isprintable():
        value = _CONTROLS.sub("", _BREAKS.sub("\n", value))
    value = value.replace("\\", "\\\\").replace(";", "\\;")
    return value.replace(",", "\\,").replace("\n", "\\n")


def texts(values: Iterable[str]) -> str:
    """Several values of type TEXT, as one property holds them."""
    return ",".join(map(text, values))


def folded(line: str) -> bytes:
    """A line in pieces of at most 75 octets, none of which ends within a character (section 3.1).

    `line` holds no line break: what may hold one has been through `text`.
    """
    data = line.encode()
    if len(data) <= _LONGEST:
        return data
    pieces, start, end = [], 0, _LONGEST
    while end < len(data):
        while data[end] & 0xC0 == 0x80:  # An octet of a character after its first.
            end -= 1
        pieces.append(data[start:end])
        # The space that all but the first begin with is an octet of the line as well.
        start, end = end, end + _LONGEST - 1
    return b"\r\n ".join([*pieces, data[start:]])


def lines(properties: Iterable[str]) -> bytes:
    """The properties, a line each."""
    return b"\r\n".join([*map(folded, properties), b""])
