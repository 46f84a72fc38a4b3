"""Which days a picture is of: those of its events, within those that were asked for."""

from collections.abc import Sequence

from app.domain.window import Window
from app.render.picture.entries import Entry, Extent
from app.render.picture.scale import FIRST, LAST, Scale

_A_WEEK, _SIX_HOURS = 7, 0.25


def scale(dated: Sequence[Entry], window: Window | None, left: float, right: float) -> Scale:
    """The days on the pixels, with some room around them, and room to fade at open ends."""
    extents = [entry.extent for entry in dated if entry.extent]
    first, last = _within(_days(extents), window)
    least = _SIX_HOURS if any(entry.timed for entry in dated) else _A_WEEK
    lacking = max(0, least - (last - first)) / 2
    room = max((last - first) * 0.03, lacking)
    open_ = (last - first + 2 * room) * 0.12
    before = open_ if any(extent.first is None for extent in extents) else 0
    after = open_ if any(extent.last is None for extent in extents) else 0
    return Scale(max(first - room - before, FIRST), min(last + room + after, LAST), left, right)


def _days(extents: Sequence[Extent]) -> tuple[float, float]:
    known = [day for extent in extents for day in extent.known]
    return min(known), max(known)


def _within(days: tuple[float, float], window: Window | None) -> tuple[float, float]:
    """A process of ten years does not press the month asked for into a point."""
    if window is None:
        return days
    first, last = window.first or window.after, window.last or window.before
    begin = max(days[0], first.toordinal()) if first else days[0]
    end = min(days[1], last.toordinal() + 1) if last else days[1]
    return (begin, end) if begin < end else days
