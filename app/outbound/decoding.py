"""The body of an answer, decoded within a size: a small one may unpack into gigabytes."""

import zlib
from collections.abc import AsyncIterator

from app.errors import Unreachable

# What we say that we take.
ACCEPTED = "gzip"
_GZIP = 31  # zlib's window of 32 KiB, in a gzip wrapper


async def bounded(chunks: AsyncIterator[bytes], encoding: str, most: int) -> bytes:
    """The decoded bytes; Unreachable where there are more, or in an encoding not asked for."""
    if encoding not in ("", "identity", ACCEPTED):
        raise Unreachable("The answer has an encoding that was not asked for.")
    unpacked = zlib.decompressobj(_GZIP) if encoding == ACCEPTED else None
    body = bytearray()
    async for chunk in chunks:
        room = most - len(body) + 1
        body += _unpack(unpacked, chunk, room) if unpacked else chunk[:room]
        if len(body) > most:
            raise Unreachable(f"The answer has more than {most:,} bytes.")
    return bytes(body)


def _unpack(unpacked: "zlib._Decompress", chunk: bytes, room: int) -> bytes:
    """At most `room` bytes, which are one more than may be: the rest is never unpacked."""
    try:
        return unpacked.decompress(chunk, room)
    except zlib.error as error:
        raise Unreachable("The answer is not gzip, though it says so.") from error
