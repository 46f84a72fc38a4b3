"""Styles, scripts and the icon: each under an address that changes when it does."""

from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

FOLDER = Path(__file__).parent / "static"
_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}


class Asset(NamedTuple):
    """A file as it is served."""

    address: str
    media_type: str
    body: bytes


@cache
def assets() -> dict[str, Asset]:
    """Each file by its name."""
    return {path.name: _asset(path) for path in sorted(FOLDER.iterdir()) if path.suffix in _TYPES}


def _asset(path: Path) -> Asset:
    body = path.read_bytes()
    digest = sha256(body).hexdigest()[:16]
    return Asset(f"/static/{path.stem}-{digest}{path.suffix}", _TYPES[path.suffix], body)


def text(name: str) -> str:
    """What a file says, for a page that holds it."""
    return assets()[name].body.decode()
