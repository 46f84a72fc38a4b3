"""Rendered bytes to a response: validators, freshness, links, and what it was pinned to."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from hashlib import sha256

from fastapi import Request, Response
from fastapi.responses import StreamingResponse

from app.domain.listing import Body
from app.http.keepable import told
from app.store.pins import Pin

_VARY = "Accept, Accept-Language, Accept-Encoding"
_HEAD_AGE = 60
_PINNED_AGE = 86_400
# Of a file that may change with a release, and of one whose address names its bytes.
REVALIDATED = "no-cache"
IMMUTABLE = "public, max-age=31536000, immutable"
# Of a redirect: what an address leads to may change with the next commit.
MOVED = "public, max-age=300"


# Each a relation (RFC 8288), an address, and the media type there where it is another; or what
# `link` makes of them.
Links = tuple[tuple[str, str] | tuple[str, str, str] | str, ...]


@dataclass(frozen=True, slots=True)
class Meta:
    """What a response says beside its body."""

    media_type: str
    pin: Pin
    lang: str
    pinned: bool = False
    links: Links = ()
    etag: str | None = None
    count: int | None = None
    extra: dict[str, str] = field(default_factory=dict)


def whole(request: Request, body: bytes, meta: Meta) -> Response:
    """A buffered answer that may be kept, or 304 where the reader has these very bytes.

    The ETag is a hash of the bytes, or the one given: of a single thing "<version>.<hash>".
    """
    hashed = digest(body.digested if isinstance(body, Body) else body)
    etag = f'"{meta.etag}.{hashed}"' if meta.etag else f'"{hashed}"'
    headers = _headers(meta, etag)
    if (keepable := told(request.scope)) is not None:
        # Whoever keeps it compares what the reader has himself.
        keepable.pin, keepable.lasting = meta.pin, meta.pinned and not meta.pin.is_head
    elif matches(request.headers.get("if-none-match", ""), etag):
        return Response(status_code=304, headers=headers)
    return Response(body, headers=headers | {"Content-Type": meta.media_type})


def streamed(request: Request, body: Iterator[bytes], meta: Meta) -> Response:
    """An export, validated by what determines it: "<epoch>.<rev>.<query hash>"."""
    etag = f'"{meta.etag}"'
    headers = _headers(meta, etag)
    if matches(request.headers.get("if-none-match", ""), etag):
        return Response(status_code=304, headers=headers)
    return StreamingResponse(body, headers=headers | {"Content-Type": meta.media_type})


def fixed(request: Request, body: bytes, media_type: str, freshness: str) -> Response:
    """A file of ours, the same for every reader, or 304; `freshness` is its Cache-Control."""
    etag = f'"{digest(body)}"'
    headers = {"ETag": etag, "Cache-Control": freshness}
    if matches(request.headers.get("if-none-match", ""), etag):
        return Response(status_code=304, headers=headers)
    return Response(body, headers=headers | {"Content-Type": media_type})


def _headers(meta: Meta, etag: str) -> dict[str, str]:
    age = _PINNED_AGE if meta.pinned else _HEAD_AGE
    headers = {
        "ETag": etag,
        "Cache-Control": f"public, max-age={age}, stale-while-revalidate={age}",
        "Vary": _VARY,
        "Content-Language": meta.lang,
        "Pourparlers-Rev": str(meta.pin.rev),
        **meta.extra,
    }
    if meta.count is not None:
        headers["Pourparlers-Count"] = str(meta.count)
    if meta.pinned:
        headers["Memento-Datetime"] = http_date(meta.pin.at)
    if meta.links:
        headers["Link"] = ", ".join(_link(each) for each in meta.links)
    return headers


def _link(written: str | tuple[str, str] | tuple[str, str, str]) -> str:
    return written if isinstance(written, str) else link(*written)


def link(rel: str, url: str, media_type: str | None = None) -> str:
    """A link as the header has it."""
    kind = f'; type="{media_type.partition(";")[0]}"' if media_type else ""
    return f'<{url}>; rel="{rel}"{kind}'


def styled(hashes: Iterable[str]) -> dict[str, str]:
    """The policy of an answer that may hold these style elements, and nothing else of the kind."""
    allowed = " ".join(f"'{hash_}'" for hash_ in hashes)
    policy = f"default-src 'none'; style-src {allowed}; frame-ancestors 'none'"
    return {"Content-Security-Policy": policy}


def http_date(instant: datetime) -> str:
    """An instant as HTTP writes it (RFC 9110, section 5.6.7), to the second."""
    return format_datetime(instant.astimezone(UTC).replace(microsecond=0), usegmt=True)


def matches(if_none_match: str, etag: str) -> bool:
    """Whether one of the tags is it: the weak comparison of RFC 9110, section 13.1.2."""
    tags: Iterable[str] = (tag.strip().removeprefix("W/") for tag in if_none_match.split(","))
    return any(tag in ("*", etag) for tag in tags)


def digest(data: bytes) -> str:
    """A short hash for a validator."""
    return sha256(data).hexdigest()[:20]
