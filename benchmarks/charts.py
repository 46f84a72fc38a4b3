"""Two charts as SVG, read in light and in dark: lines over sizes, and bars of ratios."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from math import ceil, log10

_WIDTH = 760
_COLOURS = ("#0b6bcb", "#b3541e", "#6b4fa0", "#2e7d32", "#a3174f")
_STYLE = """
text { font: 14px system-ui, sans-serif; fill: #1c1c1c }
.title { font-weight: 600; font-size: 16px }
.grid { stroke: #cfcfcf }
.ground { fill: #ffffff }
.bar { fill: #0b6bcb }
.line { fill: none; stroke-width: 2.5 }
@media (prefers-color-scheme: dark) {
  text { fill: #ececec }
  .grid { stroke: #4a4a4a }
  .ground { fill: #161616 }
  .bar { fill: #5aa9f0 }
  .line, .dot { filter: brightness(1.6) }
}
"""
_LEFT, _RIGHT, _TOP, _HEIGHT, _BAR = 80, 230, 60, 260, 30

Points = Sequence[tuple[int, float]]


def growth(title: str, lines: Mapping[str, Points]) -> str:
    """Microseconds over how many events there are, a line a name, at logarithms of both."""
    points = [point for line in lines.values() for point in line]
    first, last = (f(log10(size) for size, _ in points) for f in (min, max))
    most = ceil(log10(max(cost for _, cost in points)))
    least = min(most - 1, int(log10(min(cost for _, cost in points))))

    def across(size: int) -> float:
        share = (log10(size) - first) / (last - first) if last > first else 0.5
        return _LEFT + share * (_WIDTH - _LEFT - _RIGHT)

    def down(cost: float) -> float:
        return _TOP + _HEIGHT * (1 - (log10(cost) - least) / (most - least))

    scale = [(down(10**power), f"{10**power:,} µs") for power in range(least, most + 1)]
    parts = [_rule(at, name) for at, name in scale]
    parts += [_text(across(size), _TOP + _HEIGHT + 24, f"{size:,}") for size in _sizes(points)]
    placed = _apart((down(line[-1][1]), name) for name, line in lines.items())
    for colour, (name, line) in zip(_COLOURS, lines.items(), strict=False):
        at = [(across(size), down(cost)) for size, cost in line]
        label = f"{name}: {line[-1][1]:,.0f} µs"
        parts += _line(at, colour)
        parts.append(_text(at[-1][0] + 12, placed[name] + 5, label, "start"))
    return _drawing(title, _TOP + _HEIGHT + 44, parts)


def bars(title: str, ratios: Mapping[str, float]) -> str:
    """A bar a name, as long as its ratio, with the ratio written beside it."""
    most = max(1.0, *ratios.values())
    parts = []
    for number, (name, ratio) in enumerate(ratios.items()):
        at, wide = _TOP + number * _BAR, max(1.0, 380 * ratio / most)
        parts.append(_text(230, at + 16, name, "end"))
        parts.append(f'<rect class="bar" x="240" y="{at}" width="{wide:.0f}" height="22" rx="3"/>')
        parts.append(_text(250 + wide, at + 16, f"{ratio:,.1f} ×", "start"))
    return _drawing(title, _TOP + len(ratios) * _BAR + 16, parts)


def _sizes(points: Iterable[tuple[int, float]]) -> list[int]:
    return sorted({size for size, _ in points})


def _apart(labels: Iterable[tuple[float, str]]) -> dict[str, float]:
    """Where each name stands: at its place, or below the one above it."""
    placed, below = dict[str, float](), 0.0
    for at, name in sorted(labels):
        placed[name] = below = max(at, below + 18)
    return placed


def _line(at: Sequence[tuple[float, float]], colour: str) -> Iterator[str]:
    joined = " ".join(f"{x:.0f},{y:.0f}" for x, y in at)
    yield f'<polyline class="line" stroke="{colour}" points="{joined}"/>'
    for x, y in at:
        yield f'<circle class="dot" cx="{x:.0f}" cy="{y:.0f}" r="4" fill="{colour}"/>'


def _rule(at: float, name: str) -> str:
    line = f'<line class="grid" x1="{_LEFT}" x2="{_WIDTH - _RIGHT}" y1="{at:.0f}" y2="{at:.0f}"/>'
    return line + _text(_LEFT - 8, at + 5, name, "end")


def _text(x: float, y: float, text: str, anchor: str = "middle", kind: str = "") -> str:
    named = f' class="{kind}"' if kind else ""
    return f'<text{named} x="{x:.0f}" y="{y:.0f}" text-anchor="{anchor}">{escape(text)}</text>'


def _drawing(title: str, height: float, parts: Iterable[str]) -> str:
    size = f'width="{_WIDTH}" height="{height:.0f}" viewBox="0 0 {_WIDTH} {height:.0f}"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img">'
    ground = f'<rect class="ground" width="{_WIDTH}" height="{height:.0f}"/>'
    named = f"<title>{escape(title)}</title><style>{_STYLE}</style>"
    return "\n".join(
        [head, named, ground, _text(20, 30, title, "start", "title"), *parts, "</svg>\n"]
    )
