"""Bodies that are too large for memory: written to a file as they come, gone with the answer."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from anyio import to_thread
from fastapi import Request, Response

from app.errors import ContentTooLarge, MalformedRequest, UnsupportedMediaType
from app.http.guarded import GuardedRoute, Handler

LARGEST = 64 * 1024 * 1024
NDJSON, CSV = "application/x-ndjson", "text/csv"
# The media types taken, with the ending that the file gets.
TYPES: Mapping[str, str] = {NDJSON: ".ndjson", CSV: ".csv"}


class Spooled(NamedTuple):
    """A body in a file, for as long as its request is answered."""

    path: Path
    media_type: str
    sha256: bytes


class SpooledRoute(GuardedRoute):
    """Has the body in `request.state.spooled` before the function runs."""

    def answering(self) -> Handler:
        """The handler, behind the receipt of the body."""
        answer = super().answering()

        async def spooling(request: Request) -> Response:
            media_type = _media_type(request)
            async with _spooled(request, media_type) as body:
                request.state.spooled = body
                return await answer(request)

        return spooling


def _media_type(request: Request) -> str:
    """The type, exactly one of ours; a parameter may say that it is in UTF-8."""
    if "content-encoding" in request.headers:
        raise UnsupportedMediaType("Send the body as it is, without Content-Encoding.")
    name, _, parameter = request.headers.get("content-type", "").lower().partition(";")
    if name.strip() not in TYPES or parameter.strip() not in ("", "charset=utf-8"):
        raise UnsupportedMediaType(f"Send it as {' or '.join(TYPES)}, and say so in Content-Type.")
    return name.strip()


@asynccontextmanager
async def _spooled(request: Request, media_type: str) -> AsyncIterator[Spooled]:
    """The body in a file whose name says nothing of this machine, as messages repeat it."""
    _refuse_announced(request)
    with TemporaryDirectory(prefix="pourparlers-") as folder:
        path = Path(folder) / f"body{TYPES[media_type]}"
        yield Spooled(path, media_type, await _receive(request, path))


async def _receive(request: Request, path: Path) -> bytes:
    """Writes the body piece by piece and answers its hash."""
    size, hashed = 0, sha256()
    with path.open("wb") as file:
        async for chunk in request.stream():
            size += len(chunk)
            if size > LARGEST:
                raise _too_large()
            hashed.update(chunk)
            await to_thread.run_sync(file.write, chunk)
    if not size:
        raise MalformedRequest("The request has no body; send the file as its body.")
    return hashed.digest()


def _refuse_announced(request: Request) -> None:
    """What says itself that it is too large is not even read."""
    length = request.headers.get("content-length", "")
    if length.isascii() and length.isdigit() and int(length[:20]) > LARGEST:
        raise _too_large()


def _too_large() -> ContentTooLarge:
    return ContentTooLarge(f"A body has {LARGEST // 1024**2} MiB at most; send it in parts.")
