"""The widget as browsers get it: its modules in one, named and vouched for by their hash."""

import re
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256, sha384
from pathlib import Path

MEDIA_TYPE = "text/javascript; charset=utf-8"
FOLDER = Path(__file__).parents[1] / "web" / "widget"
# Each imports those before it alone, so that in one file every name stands above its use.
_MODULES = ("words", "style", "time", "draw", "feed", "element")
_IMPORT = re.compile(r"^import .*;\n", re.MULTILINE)
_EXPORT = re.compile(r"^export (?=const|class|function)", re.MULTILINE)


@dataclass(frozen=True)
class Script:
    """One version of the widget."""

    body: bytes

    @cached_property
    def version(self) -> str:
        """What its lasting address has in it."""
        return sha256(self.body).hexdigest()[:12]

    @property
    def path(self) -> str:
        """Its lasting address: these bytes and never others."""
        return f"/widget-{self.version}.js"

    @cached_property
    def integrity(self) -> str:
        """What a page that embeds it may insist on (W3C Subresource Integrity)."""
        return f"sha384-{b64encode(sha384(self.body).digest()).decode()}"


def joined(sources: Mapping[str, str]) -> bytes:
    """The modules as one that imports nothing and exports nothing: integrity covers one file."""
    parts = (_EXPORT.sub("", _IMPORT.sub("", text)).strip() for text in sources.values())
    return ("\n\n".join(parts) + "\n").encode()


def _current() -> Script:
    texts = {name: (FOLDER / f"{name}.js").read_text(encoding="utf-8") for name in _MODULES}
    return Script(joined(texts))


def _released() -> list[Script]:
    """What earlier releases served: pages that insist on those bytes must go on getting them."""
    return [Script(file.read_bytes()) for file in sorted((FOLDER / "released").glob("*.js"))]


CURRENT = _current()
SCRIPTS: Mapping[str, Script] = {script.version: script for script in (*_released(), CURRENT)}
