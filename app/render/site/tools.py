"""What can be done with a list or an event: subscribe to it, take it along, show it, cite it."""

from collections.abc import Iterator
from datetime import timedelta
from typing import NamedTuple
from urllib.parse import quote, urlsplit

from markupsafe import escape

from app.domain.datewords import Told, stored_text
from app.render.frame import frame
from app.render.oembed import HEIGHT
from app.render.site.address import Address
from app.render.site.asked import Asked, Link
from app.render.site.head import FEEDS
from app.render.site.words import form_name

# What says which part of a list a page shows, or how, and not which list it is.
_SHOWN_HOW = ("cursor", "limit", "lanes", "sort", "count")


class Tools(NamedTuple):
    """The addresses of one list or event under which others have it."""

    share: str
    subscribe: list[Link]
    downloads: list[Link]
    snippet: str
    embedding: str
    pinned: str
    citation: str


def list_tools(asked: Asked, title: str) -> Tools:
    """Those of a list."""
    bare = dict.fromkeys(_SHOWN_HOW)
    kept, lasting = asked.address.having(**bare), asked.lasting.having(**bare)
    pinned = kept.having(as_of=str(asked.rev)).whole
    return Tools(
        share=kept.whole,
        subscribe=[] if asked.pinned else list(_subscribe(asked, lasting)),
        downloads=_downloads(asked, kept.at("/v1/events")),
        snippet=_snippet(lasting.at("/embed").having(lang=asked.lang), _named(asked, title)),
        embedding=asked.page("embedding"),
        pinned=pinned,
        citation=_citation(asked, title, pinned),
    )


def event_tools(asked: Asked, id_: str, title: str) -> Tools:
    """Those of one event."""
    pinned = asked.address.having(as_of=str(asked.rev)).whole
    calendar = asked.address.at(f"/v1/events/{id_}.ics").having(lang=asked.lang).whole
    changed = _changes(asked, asked.address.having(id=id_, lang=asked.lang))
    return Tools(
        share=asked.address.whole,
        subscribe=[] if asked.pinned else [*_calendars(asked, calendar), changed],
        downloads=_downloads(asked, asked.address.at(f"/v1/events/{id_}")),
        snippet=_snippet(asked.address.at("/embed").having(id=id_, lang=asked.lang), title),
        embedding=asked.page("embedding"),
        pinned=pinned,
        citation=_citation(asked, title, pinned),
    )


def _named(asked: Asked, title: str) -> str:
    """The name of what goes on under that address."""
    return asked.say("What is next") if asked.front else title


def _subscribe(asked: Asked, kept: Address) -> Iterator[Link]:
    """A calendar without dates of its own begins with last month: older entries help nobody."""
    kept = kept.having(lang=asked.lang)
    dated = any(name == "date" for name, _ in kept.pairs)
    month = (asked.now.replace(day=1) - timedelta(days=1)).replace(day=1).date()
    coming = kept if dated else kept.having(upcoming=None, date=f"{month}/..")
    yield from _calendars(asked, coming.at("/v1/events.ics").whole)
    for suffix in FEEDS:
        if suffix in asked.forms:
            yield Link(
                form_name(suffix), kept.having(upcoming=None).at(f"/v1/events.{suffix}").whole
            )
    yield _changes(asked, kept.having(upcoming=None, sort=None))


def _changes(asked: Asked, kept: Address) -> Link:
    """What became of them is a feed of its own."""
    return Link(asked.say("Changes (Atom)"), kept.at("/v1/changes.atom").whole)


def _calendars(asked: Asked, address: str) -> list[Link]:
    """RFC 7986 knows no way to subscribe; webcal is what calendars have agreed on."""
    webcal = "webcal" + address.removeprefix(urlsplit(address).scheme)
    google = "https://calendar.google.com/calendar/render?cid=" + quote(webcal, safe="")
    return [Link(asked.say("Calendar (webcal)"), webcal), Link("Google Calendar", google)]


def _downloads(asked: Asked, bare: Address) -> list[Link]:
    address = bare.having(lang=asked.lang)
    return [
        Link(form_name(suffix), address.at(f"{bare.path}.{suffix}").here) for suffix in asked.forms
    ]


def _snippet(address: Address, title: str) -> str:
    """What a page of others holds; the script lets the frame be as high as its list."""
    script = f'<script src="{escape(address.base_url)}/embed.js" async></script>'
    return f"{frame(address.whole, title, '100%', HEIGHT)}\n{script}"


def _citation(asked: Asked, title: str, pinned: str) -> str:
    day = asked.at.date().isoformat()
    message = asked.say("Pourparlers, “%(title)s”, revision %(rev)s of %(day)s, %(address)s")
    said = stored_text(Told(day, None, None, None), asked.lang)
    return message % {"title": title, "rev": asked.rev, "day": said, "address": pinned}
