"""SVG: a page of events as a picture of a timeline."""

from collections.abc import Iterator
from itertools import islice

from app.domain.listing import Listing, Recorded, Related, View, Whole
from app.render.form import Form, Option
from app.render.picture.draw import drawn
from app.render.picture.lanes import KINDS
from app.render.picture.layout import picture
from app.render.picture.style import STYLES, policy_hash

# More than these make no picture that anybody reads; how many are left out is said in it.
MOST = 1_000
LANES = Option("lanes", "What shares a lane of the picture.", "forum", words=KINDS)
WIDTH = Option("width", "How many pixels wide the picture is.", "800", least=320, most=2400)


def page(listing: Listing, view: View) -> bytes:
    """The events of the page, and how many there are in all."""
    width, lanes = int(view.options["width"]), view.options["lanes"]
    return drawn(picture(listing, view, width, lanes)).encode()


def whole(all_: Whole, view: View) -> Iterator[bytes]:
    """One picture of the first thousand, in one piece."""
    yield page(first(all_, MOST), view)


def first(all_: Whole, most: int) -> Listing:
    """So many items of the whole, which is counted to its end."""
    each = (item for items, _ in all_.batches for item in items)
    items = list(islice(each, most))
    count = len(items) + sum(1 for _ in each)
    return Listing(items, Related(), all_.rev, all_.at, count=count, resolved=all_.resolved)


def one(item: Recorded, related: Related, view: View) -> bytes:
    """A picture of one event."""
    return page(Listing([item], related, item.rev, item.changed_at), view)


FORM = Form(
    "image/svg+xml",
    losses="One language; of those who take part only what lanes by actor show; positions, "
    "statements, topics, sources, notes, identifiers and earlier dates are left out. Long titles "
    "are cut, and whole in the tooltip.",
    whole=whole,
    page=page,
    one=one,
    needs=frozenset(),
    options=(LANES, WIDTH),
    counted=True,
    resumable=False,
    styles=(policy_hash(STYLES["auto"]),),
)
