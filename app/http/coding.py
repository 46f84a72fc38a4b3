"""Content codings (RFC 9110, section 8.4): which the reader takes, and bytes in it."""

import gzip
from collections.abc import Callable
from functools import lru_cache

import brotli

from app.http.language import ranked

IDENTITY = ""
# Below this the head of an answer weighs more than what is saved.
_LEAST = 1_000
_COMPRESSED = ("text/", "json", "xml", "javascript")
# Made once and sent often: some 14% of a page of JSON. Higher levels take ten times as long for a
# tenth less.
_MADE: dict[str, Callable[[bytes], bytes]] = {
    "br": lambda body: brotli.compress(body, quality=5),
    "gzip": lambda body: gzip.compress(body, compresslevel=6, mtime=0),
}


@lru_cache(256)
def preferred_coding(accept_encoding: bytes | None) -> str:
    """The one the reader likes best, brotli of those it likes alike; else the bytes as they are."""
    named = ranked((accept_encoding or b"").decode("latin-1").lower().split(","))
    liked = {coding: quality for quality, coding in named if coding in _MADE and quality > 0}
    return max(_MADE, key=lambda coding: liked.get(coding, 0.0)) if liked else IDENTITY


def worth_coding(media_type: str, size: int) -> bool:
    """Whether it is text, and long enough."""
    return size >= _LEAST and any(part in media_type for part in _COMPRESSED)


def coded(body: bytes, coding: str) -> bytes:
    """The bytes in that coding."""
    return _MADE[coding](body)
