"""A picture that is laid out, as SVG."""

from collections.abc import Iterator

from app.render.picture.elements import cross, part_drawn, px, text
from app.render.picture.entries import Entry
from app.render.picture.layout import HEADING_LINE, Lane, Picture, Timeline
from app.render.picture.legend import legend
from app.render.picture.marks import RADIUS, Mark
from app.render.picture.packing import LINE, SAID_LINE, Cell, Row
from app.render.picture.style import STYLES
from app.render.picture.text import markup

_TONES = {
    "confirmed": "sure",
    "held": "sure",
    "under_way": "sure",
    "announced": "told",
    "proposed": "told hollow",
    "postponed": "late",
    "suspended": "late",
    "cancelled": "off",
}
_DEFS = (
    '<defs><pattern id="pp-hatch" width="5" height="5" patternUnits="userSpaceOnUse" '
    'patternTransform="rotate(45)"><path class="stripe" d="M0 0V5"/></pattern>'
    '<linearGradient id="pp-left"><stop class="stop" offset="0"/>'
    '<stop class="stop" offset="1" stop-opacity="0"/></linearGradient>'
    '<linearGradient id="pp-right"><stop class="stop" offset="0" stop-opacity="0"/>'
    '<stop class="stop" offset="1"/></linearGradient></defs>'
)


def drawn(picture: Picture, theme: str = "auto", least: float = 0) -> str:
    """The whole file, at least so many pixels high."""
    below, height = legend(picture)
    height = max(height, least)
    return "\n".join(
        (
            *_opening(picture, height, theme),
            *_heading(picture),
            *(_timeline(picture.timeline) if picture.timeline else ()),
            *(_lane(picture.undated, picture.margin) if picture.undated else ()),
            *below,
            "</svg>\n",
        )
    )


def _opening(picture: Picture, height: float, theme: str) -> Iterator[str]:
    wide, high = picture.width, px(height)
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="pp" lang="{markup(picture.lang)}" '
        f'width="{wide}" height="{high}" viewBox="0 0 {wide} {high}" '
        'role="graphics-document" aria-labelledby="pp-title" aria-describedby="pp-desc">'
    )
    yield f'<title id="pp-title">{markup(" ".join(picture.heading))}</title>'
    yield f'<desc id="pp-desc">{markup(picture.description)}</desc>'
    yield f"<style>{STYLES[theme]}</style>"
    yield _DEFS
    yield f'<rect class="paper" width="{wide}" height="{high}"/>'


def _heading(picture: Picture) -> Iterator[str]:
    for number, words in enumerate(picture.heading):
        yield text("heading", picture.margin, 28 + number * HEADING_LINE, words)
    said = 26 + HEADING_LINE * len(picture.heading)
    yield text("said", picture.margin, said, picture.said)


def _timeline(timeline: Timeline) -> Iterator[str]:
    scale, top = timeline.scale, timeline.top
    lower = top + (32 if timeline.axis.above else 16)
    for tick in timeline.axis.above:
        yield text("label", scale.x(tick.day) + 4, top + 15, tick.label)
    for tick in timeline.axis.ticks:
        x = px(scale.x(tick.day))
        yield f'<path class="tick" d="M{x} {px(lower - 10)}V{px(timeline.bottom)}"/>'
    for tick in timeline.axis.ticks:
        if tick.label:
            yield text("label", scale.x(tick.day) + 4, lower, tick.label)
    for lane in timeline.lanes:
        yield from _lane(lane, scale.left, scale.right)


def _lane(lane: Lane, left: float, right: float | None = None) -> Iterator[str]:
    if lane.name is not None:
        if right is not None:
            yield f'<path class="tick" d="M{px(left)} {px(lane.top + 4)}H{px(right)}"/>'
        yield text("name", left, lane.top + 20, lane.name)
    for row in lane.rows:
        for cell in row.cells:
            yield from _cell(cell, row, left)


def _cell(cell: Cell, row: Row, left: float) -> Iterator[str]:
    entry = cell.entry
    yield f'<a href="{markup(entry.url)}" target="_top" class="{_TONES[entry.status]}">'
    yield f"<title>{markup(_whole(entry))}</title>"
    yield from _mark(cell.mark, row.top + 8, entry) if cell.mark else _dot(left, row.top + 8)
    yield from _label(cell, row.top)
    yield "</a>"


def _whole(entry: Entry) -> str:
    return "\n".join(filter(None, (entry.title, entry.said, entry.forum_name)))


def _dot(left: float, y: float) -> Iterator[str]:
    """Before what has no date: it is on no day."""
    yield f'<circle class="dot" cx="{px(left + RADIUS)}" cy="{px(y)}" r="3"/>'


def _label(cell: Cell, top: float) -> Iterator[str]:
    label, y = cell.label, top + 13 + (14 if cell.label.below else 0)
    end, lang = label.from_right, cell.entry.lang
    for words in label.title:
        yield text("title", label.x, y, words, end=end, lang=lang)
        y += LINE
    for words in label.said:
        yield text("said", label.x, y - 1, words, end=end)
        y += SAID_LINE


def _mark(mark: Mark, y: float, entry: Entry) -> Iterator[str]:
    for part in mark.parts:
        yield from part_drawn(part, y)
    if entry.status == "cancelled":
        yield cross((mark.left + mark.right) / 2, y)
