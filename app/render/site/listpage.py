"""The page of a list: its filter in words, its events by month, and what can be done with it."""

from dataclasses import dataclass
from datetime import date, timedelta

from app.domain.listing import Listing
from app.render.site.address import Address
from app.render.site.asked import Asked, Link
from app.render.site.entry import entries
from app.render.site.filters import Filters, filters
from app.render.site.head import Head, head
from app.render.site.months import Month, heading, months
from app.render.site.tools import Tools, list_tools
from app.render.site.words import describing, in_words
from app.web.templating import rendered


@dataclass(frozen=True, slots=True)
class ListPage:
    """What the template of a list shows."""

    head: Head
    heading: str
    notice: str | None
    months: list[Month]
    next: str | None
    steps: list[Link]
    filters: Filters
    tools: Tools
    asked: Asked


def render(listing: Listing, asked: Asked, notice: str | None = None) -> bytes:
    """The page; `notice` stands above the list."""
    title = in_words(asked)
    found = entries(listing.items, asked)
    page = ListPage(
        head=head(asked, title, describing(asked, title), _forms_at(asked.address)),
        heading=title,
        notice=notice,
        months=months(found, asked, asked.address),
        next=_inside(listing.next, asked),
        steps=_steps(asked),
        filters=filters(asked, found),
        tools=list_tools(asked, title),
        asked=asked,
    )
    return rendered("list.html", asked.lang, page=page, root=asked.address.root)


def _inside(address: str | None, asked: Asked) -> str | None:
    """An address of ours as a link within the site."""
    base = asked.address.base_url
    return None if address is None else asked.address.root + address.removeprefix(base)


def _forms_at(address: Address) -> Address:
    """Of the forms that page, each begins with its first page."""
    return address.at("/v1/events").having(cursor=None, limit=None, lanes=None)


def _steps(asked: Asked) -> list[Link]:
    """The month before and the month after, where the filter is of one month; its year."""
    window = asked.view.query.window
    if window is None or window.first is None or window.last is None:
        return []
    first, last = window.first, window.last
    if first.day != 1 or (first.year, first.month) != (last.year, last.month):
        return []
    if not date.min.year < first.year < date.max.year:
        return []
    before, after = first - timedelta(days=1), first + timedelta(days=31)
    keys = (f"{before:%Y-%m}", f"{first.year:04}", f"{after:%Y-%m}")
    address = asked.address.having(cursor=None)
    return [Link(heading(key, asked.lang), address.having(date=key).here) for key in keys]
