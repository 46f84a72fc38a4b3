"""XML by elements: what is not markup yet is escaped, and what XML cannot hold is left out."""

import re
from collections.abc import Mapping

from markupsafe import Markup, escape

DECLARATION = Markup('<?xml version="1.0" encoding="utf-8"?>\n')

# All but the characters of XML 1.0 (section 2.2): no reference to one of these may stand either.
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def element(
    name: str, attributes: Mapping[str, str | None] | None = None, *content: str | None
) -> Markup:
    """The element with its content; members that are None are not written."""
    inside = "".join([_text(part) for part in content if part is not None])
    start = begun(name, attributes)
    whole = f"{start}{inside}</{name}>" if inside else f"{start[:-1]}/>"
    return Markup(whole)  # noqa: S704 - escaped above; Markup.format takes ten times as long.


def begun(name: str, attributes: Mapping[str, str | None] | None = None) -> Markup:
    """Its start tag, for what is written a piece at a time; names are ours and are not escaped."""
    given = (attributes or {}).items()
    written = "".join([f' {key}="{_text(value)}"' for key, value in given if value is not None])
    return Markup(f"<{name}{written}>")  # noqa: S704 - escaped above.


def _text(text: str) -> Markup:
    return text if isinstance(text, Markup) else escape(_FORBIDDEN.sub("", text))
