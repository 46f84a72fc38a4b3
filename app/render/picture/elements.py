"""The elements that a picture is drawn with: texts, and the parts of marks."""

from collections.abc import Iterator

from app.render.picture.marks import RADIUS, Look, Part
from app.render.picture.text import line, markup


def part_drawn(part: Part, y: float) -> Iterator[str]:
    """A part of a mark around a height."""
    if part.look is Look.EXACT:
        middle = (part.left + part.right) / 2
        yield f'<circle class="mark exact" cx="{px(middle)}" cy="{px(y)}" r="{RADIUS}"/>'
        return
    for kind, inset in _OVER[part.look]:
        left, wide = part.left + inset, part.right - part.left - 2 * inset
        yield (
            f'<rect class="{kind}" x="{px(left)}" y="{px(y - 5 + inset)}" '
            f'width="{px(wide)}" height="{px(10 - 2 * inset)}" rx="{px(3 - inset)}"/>'
        )


# Each with how far inside it lies: stripes leave the outline whole, and a fade covers its bar.
_OVER = {
    Look.SURE: (("mark solid", 0.0),),
    Look.POSSIBLE: (("mark", 0.0), ("hatch", 0.7)),
    Look.TO_LEFT: (("fade", 0.0), ("left", -0.5)),
    Look.TO_RIGHT: (("fade", 0.0), ("right", -0.5)),
}


def cross(x: float, y: float) -> str:
    """What says without colour that it is off."""
    at = f"M{px(x - 4)} {px(y - 4)}l8 8m0 -8l-8 8"
    return f'<path class="cross" d="{at}"/>'


def text(kind: str, x: float, y: float, words: str, *, end: bool = False, lang: str = "") -> str:
    """A line of text that begins, or ends, at a place."""
    anchor = ' text-anchor="end"' if end else ""
    tongue = f' lang="{markup(lang)}"' if lang else ""
    at = f'x="{px(x)}" y="{px(y)}"'
    return f'<text class="{kind}" {at}{anchor}{tongue}>{markup(line(words))}</text>'


def px(number: float) -> str:
    """To a tenth of a pixel, without a nought that says nothing."""
    return f"{number:.1f}".removesuffix(".0")
