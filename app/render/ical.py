"""iCalendar (RFC 5545, RFC 7986): an entry an event, for calendars that ask again and again.

What an entry says of its own age follows from the ledger alone, so that the same revision gives
the same bytes. There is no METHOD: a calendar is published here, not a meeting scheduled, and
DTSTAMP is then when the entry was last revised (section 3.8.7.2). For the same reason nobody is an
ORGANIZER or an ATTENDEE: readers would offer to answer them.
"""

from collections.abc import Iterator
from typing import Any

from app.domain.listing import Recorded, Related, View, Whole
from app.render import entry
from app.render.contentlines import lines, text, texts
from app.render.entry import Span, Standing, Teller
from app.render.form import Form

Json = dict[str, Any]

# Instants in UTC, never in a zone: of VTIMEZONE, readers got up to two thirds of all hours wrong.
_ASK_AGAIN = "PT1H"
_HEAD = ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Pourparlers//Timeline of diplomacy//EN",
         "CALSCALE:GREGORIAN")  # fmt: skip
_STANDING = Standing("CONFIRMED", "TENTATIVE", "CANCELLED")
_END = b"END:VCALENDAR\r\n"


def whole(all_: Whole, view: View) -> Iterator[bytes]:
    """The calendar's own properties, then the entries of a batch at a time."""
    tell = Teller(view)
    if not all_.begun:
        yield _head(tell.name, tell)
    for items, related in all_.batches:
        shown = (item for item in items if entry.kept(item, related, all_.at))
        yield b"".join(_event(item, related, tell) for item in shown)
    yield _END


def one(item: Recorded, related: Related, view: View) -> bytes:
    """A calendar of one entry, however long ago it was called off."""
    tell = Teller(view)
    return _head(tell.text(item.document["title"]), tell) + _event(item, related, tell) + _END


def _head(name: str, tell: Teller) -> bytes:
    """RFC 7986 names what others had named X- before; readers know the one or the other."""
    title, rule = text(name), text(tell.rule)
    about = (f"NAME:{title}", f"X-WR-CALNAME:{title}", f"DESCRIPTION:{rule}",
             f"X-WR-CALDESC:{rule}", "COLOR:steelblue")  # fmt: skip
    again = (f"SOURCE;VALUE=URI:{tell.view.address}",
             f"REFRESH-INTERVAL;VALUE=DURATION:{_ASK_AGAIN}",
             f"X-PUBLISHED-TTL:{_ASK_AGAIN}")  # fmt: skip
    return lines((*_HEAD, *about, *again))


def _event(item: Recorded, related: Related, tell: Teller) -> bytes:
    """Nothing where the dates cannot be shown, or are not asked for."""
    document = item.document
    span = entry.span(document["when"], imprecise=tell.imprecise)
    if span is None:
        return b""
    stamps = _short(item, related.sequences.get(item.id, 0), span)
    return stamps.encode() + lines(_long(item, related, span, tell)) + b"END:VEVENT\r\n"


def uid(id_: str) -> str:
    """The same for as long as the record lasts, whatever the date and wherever it is served."""
    return f"{id_}@pourparlers"


def _short(item: Recorded, sequence: int, span: Span) -> str:
    """What never needs folding, as it holds no text. Talks of others make no reader busy."""
    document, revised = item.document, _basic(item.changed_at.isoformat()[:19])
    kind = "" if span.timed else ";VALUE=DATE"
    end = "" if span.end is None else f"DTEND{kind}:{_basic(span.end)}\r\n"
    return (
        f"BEGIN:VEVENT\r\nUID:{uid(item.id)}\r\n"
        f"DTSTAMP:{revised}Z\r\nLAST-MODIFIED:{revised}Z\r\nSEQUENCE:{sequence}\r\n"
        f"DTSTART{kind}:{_basic(span.start)}\r\n{end}"
        f"STATUS:{_STANDING.of(document['status'], span)}\r\nTRANSP:TRANSPARENT\r\n"
    )


def _basic(time: str) -> str:
    """The basic format of ISO 8601, which has no separators."""
    return time.replace("-", "").replace(":", "")


def _long(item: Recorded, related: Related, span: Span, tell: Teller) -> list[str]:
    document = item.document
    found = [
        f"SUMMARY:{text(tell.title(document, span))}",
        # Escaped before they are joined: a paragraph without line breaks is done in half the time.
        "DESCRIPTION:" + "\\n".join(map(text, tell.paragraphs(item, related))),
        f"CATEGORIES:{texts(tell.keywords(document))}",
        f"URL:{tell.address(item.id)}",
    ]
    if place := document["place"]:
        found += _where(place, tell)
    if parent := document["part_of"]:
        found.append(f"RELATED-TO:{uid(parent)}")
    return found


def _where(place: Json, tell: Teller) -> list[str]:
    named, at = tell.place(place), entry.coordinates(place)
    location = [f"LOCATION:{text(named)}"] if named else []
    return [*location, "GEO:" + ";".join(at)] if at else location


FORM = Form(
    "text/calendar; charset=utf-8",
    losses="One language; roles, levels, notes, statements, identifiers and earlier dates are left "
    "out. Events whose days are not known exactly are left out unless imprecise=span asks for "
    "their possible days; undated ones always. What was cancelled or postponed stays 90 days. "
    "Times are in UTC: the venue's zone is said in words only.",
    whole=whole,
    one=one,
    needs=entry.NEEDS,
    options=(entry.IMPRECISE,),
)
