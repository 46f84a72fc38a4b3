"""What follows of an event's own words: of a city that is known, its country and where it lies."""

from typing import Any

from app.domain.actor import Seat
from app.domain.places import Cities

Json = dict[str, Any]

_FOLLOWING = ("country", "lat", "lon")
NOTE: Json = {
    "field": "place",
    "basis": "derived",
    "text": {
        "en": "What is not told of the place is derived from its city.",
        "fr": "Ce qui n’est pas dit du lieu est déduit de la ville.",
    },
}


def settled(document: Json, given: Json, before: Json | None, cities: Cities) -> Json:
    """The document with what its city says of the rest, where the writer says nothing of it.

    `given` is what was written of the event, `before` the event as it was. A city that was not
    there before takes country and coordinates with it: what is sent back as it was is that of
    another city. A date without a time zone is in that of the city.
    """
    place, told = document.get("place"), given.get("place")
    if not isinstance(place, dict) or not isinstance(told, dict):
        return _zoned(document, given, _seat(place, cities))
    was = (before or {}).get("place") or {}
    if "city" not in told or place.get("city") == was.get("city"):
        return _zoned(document, given, _seat(place, cities))
    fresh = {
        name: told[name] for name in _FOLLOWING if name in told and told[name] != was.get(name)
    }
    seat = _seat({**place, "country": fresh.get("country")}, cities)
    kept = {"country": told.get("country")} if seat is None else {}
    return _zoned(_followed(document, kept | fresh, seat), given, seat)


def _seat(place: Any, cities: Cities) -> Seat | None:
    """The first by one of its names; none where the place is not as it must be."""
    city = place.get("city") if isinstance(place, dict) else None
    names = city.values() if isinstance(city, dict) else ()
    country = place.get("country") if isinstance(place, dict) else None
    found = (cities.find(name, country) for name in names if isinstance(name, str))
    return next((seat for seat in found if seat is not None), None)


def _followed(document: Json, told: Json, seat: Seat | None) -> Json:
    derived = {name: getattr(seat, name, None) for name in _FOLLOWING if name not in told}
    place: Json = {**document["place"], **told, **derived}
    return _noted({**document, "place": place}, any(v is not None for v in derived.values()))


def _noted(document: Json, derived: bool) -> Json:
    notes = [note for note in document.get("notes") or () if not _is_ours(note)]
    if derived or len(notes) != len(document.get("notes") or ()):
        return {**document, "notes": [*notes, NOTE] if derived else notes}
    return document


def _is_ours(note: Any) -> bool:
    told = isinstance(note, dict) and (note.get("field"), note.get("basis"))
    return told == (NOTE["field"], NOTE["basis"])


def _zoned(document: Json, given: Json, seat: Seat | None) -> Json:
    """Only a date that is written now, and that names no zone itself."""
    told = given.get("when")
    if seat is None or seat.timezone is None or told is None:
        return document
    if isinstance(told, str):
        return {**document, "when": {"edtf": told, "timezone": seat.timezone}}
    if isinstance(told, dict) and told.get("edtf") and "timezone" not in told:
        return {**document, "when": {**told, "timezone": seat.timezone}}
    return document
