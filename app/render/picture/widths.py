"""How wide a text is: by a table, so that a picture is the same on every machine.

The table is that of DejaVu Sans, among the widest of the common sans-serif fonts, in hundredths of
the size, rounded up: what fits by it fits in Helvetica, Arial, Roboto and their like too.
"""

import re
import unicodedata
from collections.abc import Iterator
from itertools import accumulate

_BY_WIDTH = {
    25: "′‵",
    30: "'IJijlıłΙІЈіјӀӏ",
    35: " ,./:;\\|¦·ι‘’‚‛․‧‸",
    40: "()-[]ftŧſ‐‑‹›",
    45: "!r¡²³¹",
    50: '"*_`§ª°º–‖†‡',
    55: "?csz¿εζгзсэєѕґҕҙҫӷ“”„‟",
    60: "FLkvxyĸŁΓγκλνξςυχвтухчьҍғҭүұҳҷҹӌӡӻӽӿ•‣",
    65: "$0123456789EPSTYabdeghnopqu{}¢£¤¥«µ¶»ÞßðøþđŋŦΕΞΡ"
    "ΣΤΥβδηθμοπρστЅГЕЗРТУабеиклоряђҎҏҐҔҘқҝҟҬҮҰһӄәөӶ‒€",
    70: "ABCKRVXZħΑΒΔΖΚΛΧαφψϏЄАБВСХЧЬЭЯднпцћџҋҌҒңҩҪҲҶҸҺӃӆӈӊӋӠӺӼӾ",
    75: "NUŊΝИКъҚҜҞҽҿ",
    80: "&DGHOQÐØĐΗΘΟΠΦΨΩЂЋЏДЛНОПЦмыҊҢӅӇӉӎӘӨ",
    85: "#+<=>^w~¬±×÷ωЪюҡҵ→",
    90: "MΜМФЫфњҠҥҨӍ",
    95: "ĦжшщљҗҧҴҼҾ",
    100: "%@Wm©®ÆæӔӕ—―",
    105: "œЊҤ",
    110: "ŒЉЖШЩЮҖҦ",
    135: "‰",
    175: "‱",
}
# No bold letter of a common word is wider than this beside the regular one.
_BOLD = 1.2
_ELLIPSIS = "…"
# What must not be parted: flags, emoji that are joined, a letter and its accents.
_CLUSTER = re.compile(
    "[\U0001f1e6-\U0001f1ff]{2}"
    "|.(?:\u200d.|[\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u061a\u064b-\u065f"
    "\u200c\ufe00-\ufe0f\U0001f3fb-\U0001f3ff])*",
    re.DOTALL,
)


def width(text: str, size: float, *, bold: bool = False) -> float:
    """At most how many pixels the text takes at a size."""
    return sum(map(_WIDTHS.__getitem__, text)) * size / 100 * (_BOLD if bold else 1)


class _Widths(dict[str, float]):
    """Those of the table, and of every other character once it has been met."""

    def __missing__(self, character: str) -> float:
        apart = unicodedata.normalize("NFKD", character)
        known = apart == character
        found = _by_kind(character) if known else sum(map(self.__getitem__, apart))
        self[character] = found
        return found


def _by_kind(character: str) -> float:
    """Of a character outside the table, by what it is: no font is known for it."""
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    if character == "\ufdfd":  # A whole sentence in one character.
        return 1300
    if unicodedata.category(character) == "So":
        return 140
    wide = unicodedata.east_asian_width(character) in ("W", "F")
    return 105 if wide else _BY_DIRECTION.get(unicodedata.bidirectional(character), 120)


_BY_DIRECTION = {"AL": 100, "R": 80}
_WIDTHS = _Widths(
    (character, hundredths) for hundredths, all_ in _BY_WIDTH.items() for character in all_
)


def wrapped(text: str, size: float, room: float, most: int, *, bold: bool = False) -> list[str]:
    """The text in lines that fit the room; beyond so many lines it ends in an ellipsis."""
    lines, taken = [""], 0.0
    for piece in _pieces(text, size, room, bold):
        wide = width(piece, size, bold=bold)
        space = width(piece[len(piece.rstrip(" ")) :], size, bold=bold)
        if lines[-1] and taken + wide - space > room:
            lines.append("")
            taken = 0
        lines[-1] += piece
        taken += wide
    return _no_more([line.strip(" ") for line in lines], size, room, most, bold)


def _no_more(lines: list[str], size: float, room: float, most: int, bold: bool) -> list[str]:
    if len(lines) <= most:
        return lines
    last = shortened(" ".join(lines[most - 1 :]), size, room, bold=bold)
    return [*lines[: most - 1], last]


def _pieces(text: str, size: float, room: float, bold: bool) -> Iterator[str]:
    """Words with the space after them; one that is too long by itself is broken.

    A no-break space keeps two together.
    """
    for word in re.findall("[^ ]+ *", text):
        while width(word.rstrip(), size, bold=bold) > room:
            head = _head(word, size, room, bold)
            yield head
            word = word[len(head) :]  # noqa: PLW2901 - what is left of it
        yield word


def shortened(text: str, size: float, room: float, *, bold: bool = False) -> str:
    """The text, or what of it fits the room with an ellipsis after it."""
    if width(text, size, bold=bold) <= room:
        return text
    rest = room - width(_ELLIPSIS, size, bold=bold)
    return _head(text, size, rest, bold).rstrip(" ,;:–-") + _ELLIPSIS


def _head(text: str, size: float, room: float, bold: bool) -> str:
    """As many whole characters as fit, and one where not even that fits."""
    clusters: list[str] = _CLUSTER.findall(text)
    ends = accumulate(width(cluster, size, bold=bold) for cluster in clusters)
    fitting = sum(1 for end in ends if end <= room)
    return "".join(clusters[: max(1, fitting)])
