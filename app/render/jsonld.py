"""JSON-LD: events in the words of schema.org, as search engines and knowledge graphs read them."""

from collections.abc import Iterator
from typing import Any

import orjson

from app.domain.listing import Listing, Recorded, Related, View, Whole
from app.domain.text import chosen
from app.domain.vocabulary import EventKind, Mode, Status
from app.render import feed, refs
from app.render.arrays import members
from app.render.form import Form, Needs
from app.render.jsonld_dates import start_and_end, start_of
from app.render.jsonld_parts import about, identifiers, place, present, roles, sources

Json = dict[str, Any]

_CONTEXT = "https://schema.org"
# A series holds other events through their superEvent, which is what a process does.
_TYPES = {EventKind.PROCESS: "EventSeries"}
# What was moved is EventRescheduled, and schema.org takes EventScheduled for granted. It has no
# word for what is only proposed, or suspended.
_STATUSES = {Status.CANCELLED: "EventCancelled", Status.POSTPONED: "EventPostponed"}
_MODES = {
    Mode.IN_PERSON: "OfflineEventAttendanceMode",
    Mode.ONLINE: "OnlineEventAttendanceMode",
    Mode.HYBRID: "MixedEventAttendanceMode",
}
# In a page, "</script>" and "<!--" would end this or begin something; the escapes are the same
# JSON (RFC 8259, section 7).
_ESCAPES = ((b"<", b"\\u003c"), (b">", b"\\u003e"), (b"&", b"\\u0026"))


def page(listing: Listing, view: View) -> bytes:
    """A page as a list of its events."""
    items = [_event(item, listing.related, view) for item in listing.items]
    return _dumps({**_head(view), "itemListElement": items})


def whole(all_: Whole, view: View) -> Iterator[bytes]:
    """One list of everything, an event a line."""
    if not all_.begun:
        yield _dumps(_head(view)).removesuffix(b"}") + b',"itemListElement":[\n'
    yield from members(all_, lambda item, related: _event(item, related, view), _dumps)
    yield b"\n]}\n"


def one(item: Recorded, related: Related, view: View) -> bytes:
    """The event alone, with its context."""
    return _dumps({"@context": _CONTEXT, **_event(item, related, view)})


def _dumps(value: Any) -> bytes:
    """JSON that can stand in a script element of a page as it is."""
    written = orjson.dumps(value)
    for character, escape in _ESCAPES:
        written = written.replace(character, escape)
    return written


def _head(view: View) -> Json:
    return {
        "@context": _CONTEXT,
        "@type": "ItemList",
        "@id": view.address,
        "url": view.address,
        "name": feed.list_title(view),
    }


def _event(item: Recorded, related: Related, view: View) -> Json:
    stored = item.document
    lang, title = chosen(stored["title"], view.lang)
    address = feed.event_address(item.id, view)
    return present(
        {
            "@type": _TYPES.get(stored["kind"], "Event"),
            "@id": address,
            "url": address,
            "identifier": identifiers(item.id, stored["identifiers"]),
            "name": title,
            "inLanguage": lang,
            "description": refs.text(stored["summary"], view),
            **start_and_end(stored["when"]),
            **_status(stored),
            "eventAttendanceMode": _word(_MODES.get(stored["mode"])),
            "location": place(stored["place"], view),
            **roles(stored["participants"], view),
            "superEvent": _part_of(stored["part_of"], related, view),
            "about": about(stored["topics"], view),
            "subjectOf": list(sources(stored["sources"], related.sources, view)),
        }
    )


def _status(stored: Json) -> Json:
    """With each earlier start, where it was known to the day: an event may be moved repeatedly."""
    earlier = (start_of(former["when"]) for former in stored["previous"])
    moved = "EventRescheduled" if stored["previous"] else None
    return {
        "eventStatus": _word(_STATUSES.get(stored["status"], moved)),
        "previousStartDate": [start for start in earlier if start is not None],
    }


def _word(name: str | None) -> str | None:
    return name and f"{_CONTEXT}/{name}"


def _part_of(id_: str | None, related: Related, view: View) -> Json | None:
    if id_ is None:
        return None
    title = refs.text(related.titles.get(id_), view)
    return present({"@type": "Event", "@id": feed.event_address(id_, view), "name": title})


FORM = Form(
    "application/ld+json",
    losses="A start or an end that is not known to the day (a month, a season, a date in doubt) is "
    "left out, as schema.org has days and instants alone; so are the forum, levels, positions, "
    "notes, those who were only invited or stayed away, and the statuses proposed, suspended, "
    "under way and held, for which it has no word. The next page is in the Link header.",
    page=page,
    whole=whole,
    one=one,
    needs=frozenset({Needs.TITLES, Needs.SOURCES}),
)
