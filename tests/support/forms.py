"""Forms of the awkward events: whole, a page of them, or one."""

from typing import Any

from app.domain.listing import Listing, Recorded
from app.render.forms import FORMS
from tests.support import awkward

NEXT = f"{awkward.BASE_URL}/v1/events.form?cursor=abc&limit=2"


def written(suffix: str, lang: str = "en", **more: Any) -> bytes:
    """All of them."""
    return b"".join(FORMS[suffix].whole(awkward.whole(), awkward.view(lang, **more)))


def page(suffix: str, count: int = 40, next_: str | None = NEXT, **more: Any) -> bytes:
    """The first of them, with the address of the next page."""
    render, items = FORMS[suffix].page, awkward.items()[:count]
    assert render is not None
    listing = Listing(items, awkward.related(), awkward.REV, awkward.AT, next=next_)
    return render(listing, awkward.view(**more))


def one(suffix: str, item: Recorded, **more: Any) -> bytes:
    """A single event."""
    render = FORMS[suffix].one
    assert render is not None
    return render(item, awkward.related(), awkward.view(**more))
