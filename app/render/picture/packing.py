"""Events on rows: each with its label beside its mark or below it, none over another."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import accumulate

from app.render.picture.entries import Entry
from app.render.picture.marks import RADIUS, Mark
from app.render.picture.widths import width, wrapped

TITLE, SAID = 13, 11
LINE, SAID_LINE = 16, 14
_GAP = 8
_BETWEEN = 14
# Room for some words beside a mark: with less, the label goes below it.
_ENOUGH = 190


@dataclass(frozen=True, slots=True)
class Label:
    """Lines of text, the widest so wide, that end or begin at `x`; below the mark or beside it."""

    title: list[str]
    said: list[str]
    wide: float
    x: float = 0
    from_right: bool = False
    below: bool = False

    @property
    def height(self) -> float:
        """How high it is, with the mark where that is above it."""
        return len(self.title) * LINE + len(self.said) * SAID_LINE + (14 if self.below else 0)


@dataclass(frozen=True, slots=True)
class Cell:
    """An event with its mark and its label, from `left` to `right`."""

    entry: Entry
    mark: Mark | None
    label: Label
    left: float
    right: float

    def clears(self, other: "Cell") -> bool:
        """Whether the two can stand on one row."""
        return self.right + _BETWEEN <= other.left or other.right + _BETWEEN <= self.left


@dataclass(frozen=True, slots=True)
class Row:
    """Events side by side, from `top` on."""

    top: float
    height: float
    cells: list[Cell]


def cell(entry: Entry, mark: Mark | None, left: float, right: float) -> Cell:
    """The event with its label where it is best read."""
    if mark is None:
        x = left + 2 * RADIUS + _GAP
        return _cell(entry, None, replace(_written(entry, right - x), x=x))
    beside = next(_beside(entry, mark, left, right), None)
    return _cell(entry, mark, beside or _below(entry, mark, left, right))


def _cell(entry: Entry, mark: Mark | None, label: Label) -> Cell:
    begin = label.x - label.wide if label.from_right else label.x
    left, right = begin, begin + label.wide
    if mark:
        left, right = min(left, mark.left), max(right, mark.right)
    return Cell(entry, mark, label, left, right)


def _beside(entry: Entry, mark: Mark, left: float, right: float) -> Iterator[Label]:
    """To the right, else to the left: on one line if it can be, then on two."""
    places = (
        (mark.right + _GAP, right - mark.right - _GAP, False),
        (mark.left - _GAP, mark.left - _GAP - left, True),
    )
    for most, least in ((1, 0), (2, _ENOUGH)):
        for x, room, from_right in places:
            if room > least:
                label = _written(entry, room, most)
                if _whole(label.title, entry.title) and _whole(label.said, entry.said):
                    yield replace(label, x=x, from_right=from_right)


def _whole(lines: list[str], text: str) -> bool:
    return "".join(lines).replace(" ", "") == text.replace(" ", "")


def _below(entry: Entry, mark: Mark, left: float, right: float) -> Label:
    """From the mark on, or as far to the left as the text needs."""
    label = _written(entry, right - left)
    x = max(left, min(mark.left, right - label.wide))
    return replace(label, x=x, below=True)


def _written(entry: Entry, room: float, most: int = 2) -> Label:
    title = wrapped(entry.title, TITLE, room, most)
    said = wrapped(entry.said, SAID, room, most)
    wide = max(
        *(width(line, TITLE) for line in title),
        *(width(line, SAID) for line in said),
    )
    return Label(title, said, wide)


def packed(cells: Iterable[Cell], top: float) -> list[Row]:
    """Each event on the first row where it has room; rows as high as what they hold."""
    rows: list[list[Cell]] = []
    for placed in cells:
        for row in rows:
            if all(map(placed.clears, row)):
                row.append(placed)
                break
        else:
            rows.append([placed])
    heights = [max(placed.label.height for placed in row) + 8 for row in rows]
    tops = accumulate(heights, initial=top)
    return [Row(*row) for row in zip(tops, heights, rows, strict=False)]
