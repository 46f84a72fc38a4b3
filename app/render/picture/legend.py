"""What the marks of a picture mean: those that are in it, below it."""

from collections.abc import Iterator
from typing import NamedTuple

from app.render.picture.elements import cross, part_drawn, text
from app.render.picture.layout import Picture
from app.render.picture.marks import Look, Part
from app.render.picture.widths import width
from app.render.picture.words import word

_SAMPLE, _GAP, _LINE, _SIZE = 22, 18, 20, 11


class _Kind(NamedTuple):
    words: str
    tone: str
    look: Look
    crossed: bool = False


_BY_LOOK = (
    _Kind("exact", "plain", Look.EXACT),
    _Kind("span", "plain", Look.SURE),
    _Kind("possible", "plain", Look.POSSIBLE),
    _Kind("open", "plain", Look.TO_RIGHT),
)
_SETTLED = _Kind("settled", "sure", Look.EXACT)
_BY_STATUS = {
    **dict.fromkeys(("confirmed", "under_way", "held"), _SETTLED),
    "announced": _Kind("announced", "told", Look.EXACT),
    "proposed": _Kind("proposed", "told hollow", Look.EXACT),
    "postponed": _Kind("waiting", "late", Look.EXACT),
    "suspended": _Kind("waiting", "late", Look.EXACT),
    "cancelled": _Kind("cancelled", "off", Look.EXACT, crossed=True),
}


def legend(picture: Picture) -> tuple[list[str], float]:
    """The lines to draw, and how high the whole picture is with them."""
    drawn: list[str] = []
    x, y = float(picture.margin), picture.bottom + 16
    for kind in _kinds(picture):
        words = word(kind.words, picture.lang)
        wide = _SAMPLE + 6 + width(words, _SIZE)
        if x > picture.margin and x + wide > picture.width - picture.margin:
            x, y = float(picture.margin), y + _LINE
        drawn += _sample(kind, words, x, y)
        x += wide + _GAP
    for note in picture.notes:
        y += _LINE if drawn else 0
        drawn.append(text("said", picture.margin, y, note))
    return drawn, y + 16


def _kinds(picture: Picture) -> Iterator[_Kind]:
    """Each once, in a fixed order."""
    cells = [cell for row in picture.rows for cell in row.cells]
    looks = {part.look for cell in cells if cell.mark for part in cell.mark.parts}
    if Look.TO_LEFT in looks:
        looks.add(Look.TO_RIGHT)
    yield from (kind for kind in _BY_LOOK if kind.look in looks)
    statuses = {cell.entry.status for cell in cells}
    yield from dict.fromkeys(kind for status, kind in _BY_STATUS.items() if status in statuses)


def _sample(kind: _Kind, words: str, x: float, y: float) -> Iterator[str]:
    left = x + (_SAMPLE - 11) / 2 if kind.look is Look.EXACT else x
    part = Part(kind.look, left, left + 11 if kind.look is Look.EXACT else x + _SAMPLE)
    yield f'<g class="{kind.tone}">'
    yield from part_drawn(part, y - 4)
    if kind.crossed:
        yield cross(x + _SAMPLE / 2, y - 4)
    yield "</g>"
    yield text("label", x + _SAMPLE + 6, y, words)
