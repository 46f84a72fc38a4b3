"""Where everything of a picture stands: from what was read to places in pixels."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from app.domain.describe import describe
from app.domain.listing import Listing, View
from app.render.picture.entries import Entry, entries
from app.render.picture.lanes import divided
from app.render.picture.marks import mark
from app.render.picture.packing import Row, cell, packed
from app.render.picture.scale import Axis, Scale, axis
from app.render.picture.span import scale
from app.render.picture.text import shown
from app.render.picture.widths import wrapped
from app.render.picture.words import counted, revision, word

HEADING, HEADING_LINE = 16, 21
NAME = 12
_NAME_ROOM = 30
_BELOW_LANE = 4


@dataclass(frozen=True, slots=True)
class Lane:
    """A name with the rows below it; without a name where there are no lanes."""

    top: float
    name: str | None
    rows: list[Row]

    @property
    def bottom(self) -> float:
        """Where the next one may begin."""
        last = self.rows[-1]
        return last.top + last.height


@dataclass(frozen=True, slots=True)
class Timeline:
    """The axis with its lanes, from `top` to `bottom`."""

    top: float
    scale: Scale
    axis: Axis
    lanes: list[Lane]

    @property
    def bottom(self) -> float:
        """Where the lines of its ticks end."""
        return self.lanes[-1].bottom


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture, laid out."""

    width: int
    margin: int
    lang: str
    heading: list[str]
    said: str
    description: str
    timeline: Timeline | None = None
    undated: Lane | None = None
    notes: list[str] = field(default_factory=list)

    @property
    def top(self) -> float:
        """Where what is below the heading begins."""
        return 40 + HEADING_LINE * len(self.heading)

    @property
    def bottom(self) -> float:
        """Where what is below the events begins."""
        last = self.undated or self.timeline
        return last.bottom + 8 if last else self.top

    @property
    def rows(self) -> Iterator[Row]:
        """Every row of it."""
        for lane in self.timeline.lanes if self.timeline else ():
            yield from lane.rows
        yield from self.undated.rows if self.undated else ()


def picture(listing: Listing, view: View, width: int, lanes: str) -> Picture:
    """The picture of a page of events, so many pixels wide."""
    found = entries(listing.items, view)
    margin = 12 if width < 480 else 20
    heading = wrapped(_heading(view), HEADING, width - 2 * margin, 2, bold=True)
    many = counted(len(found), max(listing.count or 0, len(found)), view.lang)
    said = f"{many} · {revision(listing.rev, listing.at, view.lang)}"
    bare = Picture(width, margin, view.lang, heading, said, _description(found, many, view))
    return _filled(bare, found, view, lanes)


def _heading(view: View) -> str:
    text = shown(describe(view.query, view.directory, view.lang))
    return text[0].upper() + text[1:]


def _description(found: list[Entry], many: str, view: View) -> str:
    if not found:
        return word("nothing", view.lang)
    first, last = (f"{entry.title} ({entry.when})" for entry in (found[0], found[-1]))
    return word("desc", view.lang, count=many, first=first, last=last)


def _filled(bare: Picture, found: list[Entry], view: View, lanes: str) -> Picture:
    dated = sorted((entry for entry in found if entry.extent), key=_beginning)
    undated = [entry for entry in found if not entry.extent]
    timeline = _timeline(bare, dated, view, lanes) if dated else None
    top = timeline.bottom + _BELOW_LANE if timeline else bare.top
    return Picture(
        bare.width,
        bare.margin,
        bare.lang,
        bare.heading,
        bare.said,
        bare.description,
        timeline,
        _undated(bare, undated, view, top) if undated else None,
        _notes(found, timeline, view),
    )


def _beginning(entry: Entry) -> tuple[float, float, str]:
    assert entry.extent is not None
    known = entry.extent.known
    return min(known), max(known), entry.id


def _timeline(bare: Picture, dated: list[Entry], view: View, lanes: str) -> Timeline:
    days = scale(dated, view.query.window, bare.margin, bare.width - bare.margin)
    ticks = axis(days, view.lang, timed=any(entry.timed for entry in dated))
    top = bare.top
    # The labels of the ticks take one line, and another where there are wider units above.
    body = top + (42 if ticks.above else 26)
    return Timeline(top, days, ticks, list(_lanes(dated, view, days, lanes, body)))


def _lanes(dated: list[Entry], view: View, days: Scale, kind: str, top: float) -> Iterator[Lane]:
    for name, inside in divided(dated, view, kind):
        cells = (cell(entry, mark(entry, days), days.left, days.right) for entry in inside)
        lane = Lane(top, name, packed(cells, top + (_NAME_ROOM if name else _BELOW_LANE)))
        yield lane
        top = lane.bottom + _BELOW_LANE


def _undated(bare: Picture, undated: list[Entry], view: View, top: float) -> Lane:
    left, right = bare.margin, bare.width - bare.margin
    cells = (cell(entry, None, left, right) for entry in undated)
    return Lane(top, word("undated", view.lang), packed(cells, top + _NAME_ROOM))


def _notes(found: list[Entry], timeline: Timeline | None, view: View) -> list[str]:
    if not found:
        return [word("nothing", view.lang)]
    if timeline and timeline.axis.hours:
        return [word("hours_in" if view.tz else "hours", view.lang, tz=view.tz)]
    return []
