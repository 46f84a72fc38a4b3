"""GeoJSON (RFC 7946): events on a map, each a feature with its point or with none."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import orjson

from app.domain.listing import Recorded, Related, View, Whole
from app.domain.places import Cities
from app.domain.text import chosen
from app.render import feed, refs
from app.render.arrays import members
from app.render.event_item import when
from app.render.form import Form

Json = dict[str, Any]

_WHEN = ("text", "edtf", "precision", "earliest_start", "latest_start", "earliest_end",
         "latest_end", "starts_at", "ends_at", "timezone")  # fmt: skip


class _Point(NamedTuple):
    """Longitude before latitude (section 3.1.1), and how we come to know it."""

    lon: float
    lat: float
    basis: str


def whole(all_: Whole, view: View) -> Iterator[bytes]:
    """One collection; what describes it stands before its features, as foreign members may."""
    if not all_.begun:
        yield _head(all_, view)
    cities = Cities(view.directory.actors.values())
    yield from members(all_, lambda item, _related: _feature(item, cities, view))
    yield b"\n]}\n"


def one(item: Recorded, _related: Related, view: View) -> bytes:
    """The event as a feature of its own."""
    return orjson.dumps(_feature(item, Cities(view.directory.actors.values()), view))


def _head(all_: Whole, view: View) -> bytes:
    head = {
        "type": "FeatureCollection",
        "name": feed.list_title(view),
        "rev": all_.rev,
        "at": refs.utc(all_.at),
    }
    return orjson.dumps(head).removesuffix(b"}") + b',"features":[\n'


def _feature(item: Recorded, cities: Cities, view: View) -> Json:
    point = _point(item.document["place"], cities)
    return {
        "type": "Feature",
        "id": item.id,
        "geometry": point and {"type": "Point", "coordinates": [point.lon, point.lat]},
        "properties": {**_properties(item, view), "point": point and point.basis},
    }


def _point(place: Json | None, cities: Cities) -> _Point | None:
    """What the record says, else where its city is, if that is a capital or a seat we know."""
    if place is None:
        return None
    if place["lat"] is not None and place["lon"] is not None:
        return _Point(place["lon"], place["lat"], "stated")
    for city in (place["city"] or {}).values():
        seat = cities.find(city, place["country"])
        if seat is not None and seat.lat is not None and seat.lon is not None:
            return _Point(seat.lon, seat.lat, "derived")
    return None


def _properties(item: Recorded, view: View) -> Json:
    """Flat, because the tables of map programs are."""
    stored = item.document
    dated, place = when(stored["when"], view), stored["place"] or {}
    lang, title = chosen(stored["title"], view.lang)
    return {
        **{name: stored[name] for name in ("slug", "kind", "status", "agreement")},
        "title": title,
        "lang": lang,
        "summary": refs.text(stored["summary"], view),
        **{("when" if name == "text" else name): dated[name] for name in _WHEN},
        "place": refs.text(place.get("name"), view),
        "city": refs.text(place.get("city"), view),
        "country": (refs.country(place.get("country"), view) or {}).get("name"),
        "forum": (refs.forum(stored["forum"], view) or {}).get("name"),
        "participants": feed.participants(item, view),
        "topics": [refs.topic(id_, view)["name"] or id_ for id_ in stored["topics"]],
        "url": feed.event_address(item.id, view),
        "rev": item.rev,
        "changed_at": refs.utc(item.changed_at),
    }


FORM = Form(
    "application/geo+json",
    losses="One language; names instead of ids; roles, levels, positions, statements, sources, "
    "notes, identifiers and earlier dates are left out. An event whose place is not known to a "
    "point has no geometry; a point is that of the city where `point` is derived.",
    whole=whole,
    one=one,
    needs=frozenset(),
)
