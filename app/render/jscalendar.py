"""JSCalendar (RFC 8984): a Group of Events, the calendar of `ical` as JSON, with its time zones.

A program that reads it resolves names of zones itself, so that a time stays the venue's own here.
There is no `replyTo`: nobody is invited, and who takes part cannot be answered.
"""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import orjson

from app.domain.actor import ActorKind
from app.domain.listing import Recorded, Related, View, Whole
from app.domain.text import chosen
from app.domain.vocabulary import Attendance, Role
from app.domain.zones import zone
from app.render import entry
from app.render.entry import Span, Standing, Teller
from app.render.form import Form
from app.render.ical import uid

Json = dict[str, Any]

_STANDING = Standing("confirmed", "tentative", "cancelled")
_END = b"\n]}"
_ROLES = {
    Role.ORGANIZER: "owner",
    Role.HOST: "owner",
    Role.CHAIR: "chair",
    Role.OBSERVER: "informational",
    Role.INVITED: "optional",
}
_ANSWERS = {
    Attendance.CONFIRMED: "accepted",
    Attendance.ATTENDED: "accepted",
    Attendance.DECLINED: "declined",
}


def whole(all_: Whole, view: View) -> Iterator[bytes]:
    """The group's own properties, then its entries, an event a line."""
    tell = Teller(view)
    head = _head(tell.name, all_.at, tell)
    if not all_.begun:
        yield head
    # Batches may have had no entry to show: a comma follows one that is there.
    comma = all_.written > len(head)
    for items, related in all_.batches:
        shown = (item for item in items if entry.kept(item, related, all_.at))
        dumped = [orjson.dumps(event) for item in shown if (event := _event(item, related, tell))]
        yield (b",\n" if comma and dumped else b"") + b",\n".join(dumped)
        comma = comma or bool(dumped)
    yield _END


def one(item: Recorded, related: Related, view: View) -> bytes:
    """A group of one event, however long ago it was called off."""
    tell = Teller(view)
    head = _head(tell.text(item.document["title"]), item.changed_at, tell)
    event = _event(item, related, tell)
    return head + (b"" if event is None else orjson.dumps(event)) + _END


def _head(title: str, updated: datetime, tell: Teller) -> bytes:
    group = {
        "@type": "Group",
        # Whoever asks for the same list gets the same group, now and later.
        "uid": str(uuid5(NAMESPACE_URL, tell.view.address)),
        "prodId": "-//Pourparlers//Timeline of diplomacy//EN",
        "updated": _utc(updated),
        "title": title,
        "description": tell.rule,
        "locale": tell.lang,
        "color": "steelblue",
        "source": tell.view.address,
    }
    return orjson.dumps(group)[:-1] + b',"entries":[\n'


def _utc(instant: datetime) -> str:
    """To the second: section 1.4.4 allows no zeros at the end of a fraction."""
    return f"{instant.isoformat()[:19]}Z"


def _event(item: Recorded, related: Related, tell: Teller) -> Json | None:
    """Without the properties that are empty; None where the dates cannot be shown."""
    document = item.document
    span = entry.span(document["when"], imprecise=tell.imprecise)
    if span is None:
        return None
    found = {
        "@type": "Event",
        "uid": uid(item.id),
        "sequence": related.sequences.get(item.id, 0),
        "updated": _utc(item.changed_at),
        "title": tell.title(document, span),
        "description": "\n".join(tell.paragraphs(item, related)),
        "locale": chosen(document["title"], tell.view.lang)[0],
        **_times(span, document["when"]["timezone"]),
        "status": _STANDING.of(document["status"], span),
        "freeBusyStatus": "free",
        "keywords": dict.fromkeys(tell.keywords(document), True),
        "categories": {f"{tell.view.base_url}/v1/topics/{id_}": True for id_ in document["topics"]},
        "locations": _locations(document["place"], tell),
        "links": _links(item.id, document, related, tell),
        "participants": _participants(document, tell),
        "relatedTo": _parent(document["part_of"]),
    }
    return {name: value for name, value in found.items() if value != {}}


def _times(span: Span, venue: str | None) -> Json:
    """Local at the venue, with its zone; a day is a day there, in no zone.

    The duration is exact, in hours and minutes, where clocks change meanwhile (section 1.4.6).
    """
    if not span.timed or venue is None:
        days = date.fromisoformat(span.end or span.start) - date.fromisoformat(span.start)
        return {"start": f"{span.start}T00:00:00", "duration": f"P{days.days}D",
                "showWithoutTime": True}  # fmt: skip
    start = datetime.fromisoformat(span.start)
    found = {"start": start.astimezone(zone(venue)).isoformat()[:19], "timeZone": venue}
    if span.end is not None:
        found["duration"] = _duration(datetime.fromisoformat(span.end), start)
    return found


def _duration(end: datetime, start: datetime) -> str:
    minutes, seconds = divmod(int((end - start).total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    parts = ((hours, "H"), (minutes, "M"), (seconds, "S"))
    return "PT" + "".join(f"{number}{unit}" for number, unit in parts if number)


def _locations(place: Json | None, tell: Teller) -> Json:
    if place is None:
        return {}
    found = {}
    if named := tell.place(place):
        found["name"] = named
    if at := entry.coordinates(place):
        found["coordinates"] = "geo:" + ",".join(at)
    return {"venue": {"@type": "Location", **found}} if found else {}


def _links(id_: str, document: Json, related: Related, tell: Teller) -> Json:
    """The event here, and its sources where they are on the web."""
    own = {"@type": "Link", "href": tell.address(id_), "rel": "describedby"}
    sources = ((key, related.sources.get(key, {})) for key in document["sources"])
    return {id_: own} | {
        key: {"@type": "Link", "href": source["url"], "rel": "via", "title": source["title"]}
        for key, source in sources
        if source.get("url")
    }


def _participants(document: Json, tell: Teller) -> Json:
    """One an actor, with all of its roles."""
    found: Json = {}
    for row in document["participants"]:
        known = found.setdefault(row["actor"], _participant(row, tell))
        known["roles"][_ROLES.get(row["role"], "attendee")] = True
    return found


def _participant(row: Json, tell: Teller) -> Json:
    actor = tell.view.directory.actors.get(row["actor"])
    person = actor is not None and actor.kind is ActorKind.PERSON
    found: Json = {
        "@type": "Participant",
        "name": tell.actors[row["actor"]],
        "kind": "individual" if person else "group",
        "roles": {},
    }
    if answer := _ANSWERS.get(row["attendance"]):
        found["participationStatus"] = answer
    return found


def _parent(id_: str | None) -> Json:
    if id_ is None:
        return {}
    return {uid(id_): {"@type": "Relation", "relation": {"parent": True}}}


FORM = Form(
    "application/jscalendar+json;type=group",
    losses="One language; levels, notes, statements, identifiers and earlier dates are left out, "
    "and roles are reduced to those of JSCalendar. Events whose days are not known exactly are "
    "left out unless imprecise=span asks for their possible days; undated ones always. What was "
    "cancelled or postponed stays 90 days.",
    whole=whole,
    one=one,
    needs=entry.NEEDS,
    options=(entry.IMPRECISE,),
)
