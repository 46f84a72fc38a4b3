"""Texts of the record as a picture may show them: one line, and nothing that breaks XML."""

import re
import unicodedata
from html import escape

# Beyond white space: what XML 1.0 (section 2.2) forbids, other controls, and marks of direction,
# which would turn round what stands beside them. Joiners and selectors of letters stay.
_DROPPED = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufdd0-\ufdef"
    "\ufeff\ufff0-\uffff\ud800-\udfff\U000e0000-\U000e0fff]"
    "|[\U0001fffe\U0001ffff\U0002fffe\U0002ffff\U0010fffe\U0010ffff]"
)
_RTL_ISOLATE, _POP = "\u2067", "\u2069"


def shown(text: str) -> str:
    """The text on one line, without controls; never empty."""
    return " ".join(_DROPPED.sub("", " ".join(text.split())).split()) or "–"


def line(text: str) -> str:
    """A line of it, whole in its own direction: an ellipsis stands where reading ends."""
    return f"{_RTL_ISOLATE}{text}{_POP}" if _from_right(text) else text


def _from_right(text: str) -> bool:
    """By its first letter, as the bidirectional algorithm does (UAX 9, rule P2)."""
    directions = map(unicodedata.bidirectional, text)
    return next((d != "L" for d in directions if d in ("L", "R", "AL")), False)


def markup(text: str) -> str:
    """The text as XML writes it, in an attribute as well as between tags."""
    return escape(text)
