"""The mark of an event on the axis: what is sure is solid, what is possible is hatched."""

from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

from app.render.picture.entries import Entry, Extent
from app.render.picture.scale import Scale

RADIUS = 5.5
_LEAST = 14
_A_DAY = 150


class Look(StrEnum):
    """How a part of a mark looks, and the class of it in the picture."""

    EXACT = "exact"
    SURE = "sure"
    POSSIBLE = "possible"
    TO_LEFT = "to-left"
    TO_RIGHT = "to-right"


class Part(NamedTuple):
    """A part of a mark, from one place to another."""

    look: Look
    left: float
    right: float


class Mark(NamedTuple):
    """The parts of a mark, drawn in their order."""

    parts: tuple[Part, ...]

    @property
    def left(self) -> float:
        """Where it begins."""
        return min(part.left for part in self.parts)

    @property
    def right(self) -> float:
        """Where it ends."""
        return max(part.right for part in self.parts)


def mark(entry: Entry, scale: Scale) -> Mark:
    """The mark of an event that has a date."""
    assert entry.extent is not None
    extent = entry.extent
    if _is_dot(extent, scale):
        look = Look.POSSIBLE if entry.doubted else Look.EXACT
        return Mark((_dot(extent, scale, look),))
    sure = extent.sure
    parts = [*_around(extent, scale)]
    if sure and not entry.doubted:
        parts.append(_part(Look.SURE, *sure, scale))
    # "About these hours" has nothing around it, and nothing in it is sure.
    return Mark(tuple(parts) or (_part(Look.POSSIBLE, *_whole(extent), scale),))


def _whole(extent: Extent) -> tuple[float, float]:
    return min(extent.known), max(extent.known)


def _is_dot(extent: Extent, scale: Scale) -> bool:
    """Known exactly, and too short for a bar: a day becomes one where hours are to be seen."""
    if extent.sure is None or extent.sure != (extent.first, extent.last):
        return False
    first, last = extent.sure
    a_day = last - first == 1
    return scale.x(last) - scale.x(first) < (_A_DAY if a_day else 2 * RADIUS)


def _dot(extent: Extent, scale: Scale, look: Look) -> Part:
    first, last = _whole(extent)
    half = RADIUS if look is Look.EXACT else _LEAST / 2
    middle = _kept_inside((scale.x(first) + scale.x(last)) / 2, half, scale)
    return Part(look, middle - half, middle + half)


def _kept_inside(middle: float, half: float, scale: Scale) -> float:
    return min(max(middle, scale.left + half), scale.right - half)


def _around(extent: Extent, scale: Scale) -> Iterator[Part]:
    """Where it may be, beyond what is sure; towards an end that nobody knows it fades."""
    first, last = _whole(extent)
    if extent.first is None:
        yield _fading(Look.TO_LEFT, scale.left, scale.x(last), scale)
    if extent.last is None and extent.first is not None:
        yield _fading(Look.TO_RIGHT, scale.x(first), scale.right, scale)
    if extent.first is not None and extent.last is not None and extent.sure != (first, last):
        yield _part(Look.POSSIBLE, first, last, scale)


def _part(look: Look, first: float, last: float, scale: Scale) -> Part:
    """Long enough for a month to be seen in a century."""
    left, right = scale.x(first), scale.x(last)
    half = max(right - left, _LEAST) / 2
    middle = _kept_inside((left + right) / 2, half, scale)
    return Part(look, middle - half, middle + half)


def _fading(look: Look, left: float, right: float, scale: Scale) -> Part:
    """Long enough for the eye to see it fade."""
    if look is Look.TO_LEFT:
        return Part(look, left, min(max(right, left + 40), scale.right))
    return Part(look, max(min(left, right - 40), scale.left), right)
