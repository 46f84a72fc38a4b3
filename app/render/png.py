"""PNG: the picture of a timeline for where no SVG is taken, as on the cards of social networks."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace
from math import ceil
from pathlib import Path

from app.domain.listing import Listing, Recorded, Related, View, Whole
from app.render import svg
from app.render.form import Form, Option
from app.render.picture.draw import drawn
from app.render.picture.layout import Picture, picture
from app.render.picture.legend import legend

# Its own letters, and none of the machine's: the same picture everywhere, also where none are.
_FONTS = [str(path) for path in sorted((Path(__file__).parent / "fonts").glob("*.ttf"))]
_FAMILY = "DejaVu Sans"
# What the networks ask for, drawn at half the size so that it can be read in a thumbnail.
_CARD_WIDTH, _CARD_HEIGHT, _CARD_ZOOM = 600, 315, 2
# A pixel costs some 100 ns: this is as much as one answer may take.
_MOST_PIXELS = 4_000_000

_SIZE = Option(
    "size",
    "`card`: 1200 by 630 pixels, with as many events as fit. `full`: as high as it needs to be.",
    "card",
    words=("card", "full"),
)
_THEME = Option("theme", "Its colours.", "light", words=("light", "dark"))


def page(listing: Listing, view: View) -> bytes:
    """As many events of the page as fit; how many that is, of how many, is said in it."""
    theme = view.options["theme"]
    if view.options["size"] == "card":
        found = _fitting(listing, view, _CARD_WIDTH, _CARD_HEIGHT)
        return _rendered(drawn(found, theme, _CARD_HEIGHT), _CARD_ZOOM)
    width = int(view.options["width"])
    return _rendered(drawn(_fitting(listing, view, width, _MOST_PIXELS // width), theme))


def _fitting(listing: Listing, view: View, width: int, height: int) -> Picture:
    """The picture of the most events, from the first on, that is no higher than this."""
    count = max(listing.count or 0, len(listing.items))

    def of(number: int) -> Picture:
        some = replace(listing, items=listing.items[:number], count=count)
        return picture(some, view, width, view.options["lanes"])

    numbers = range(1, len(listing.items) + 1)
    fitting = bisect_right(numbers, height, key=lambda number: ceil(legend(of(number))[1]))
    return of(max(fitting, 1))


def _rendered(drawn_: str, zoom: int = 1) -> bytes:
    # An extra: this module is read also where it is not installed.
    from resvg_py import svg_to_bytes  # noqa: PLC0415

    return svg_to_bytes(
        svg_string=drawn_,
        zoom=zoom,
        skip_system_fonts=True,
        font_files=_FONTS,
        font_family=_FAMILY,
        sans_serif_family=_FAMILY,
    )


def whole(all_: Whole, view: View) -> Iterator[bytes]:
    """One picture of what fits of it."""
    yield page(svg.first(all_, svg.MOST), view)


def one(item: Recorded, related: Related, view: View) -> bytes:
    """A card of one event."""
    return page(Listing([item], related, item.rev, item.changed_at), view)


FORM = Form(
    "image/png",
    losses="What SVG loses, and links, tooltips and the text itself. Letters are Latin, Greek, "
    "Cyrillic, Armenian, Georgian, Hebrew and Arabic; others are boxes.",
    whole=whole,
    page=page,
    one=one,
    needs=frozenset(),
    options=(
        _SIZE,
        _THEME,
        replace(svg.LANES, default="none"),
        replace(svg.WIDTH, description="With size=full: how many pixels wide the picture is."),
    ),
    counted=True,
    resumable=False,
)
