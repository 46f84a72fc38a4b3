"""What feeds say in the same words: ids that outlive a host, titles, an event in a line."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from app.domain.describe import describe
from app.domain.eventwords import kind_text, labelled, status_text, tongue
from app.domain.listing import Recorded, Related, View
from app.domain.query import Sort
from app.render import refs
from app.render.event_item import when

Json = dict[str, Any]

PUBLISHER = "Pourparlers"
# RFC 4151: who gave out the name, and when. A constant, not the host: an installation that moves,
# and each copy of the record, calls the same event by the same name. Nobody can own an `.example`
# (RFC 2606), so nobody else can give out these names.
_AUTHORITY = "pourparlers.example,2026"
# What says which part or which past of a list an answer is, not which list.
_NOT_THE_LIST = ("as_of", "cursor", "limit", "lang")
_OF = {"en": {"changes": ", changes"}, "fr": {"changes": ", changements"}}
_PREVIOUSLY = {"en": "previously {}", "fr": "auparavant {}"}
_ACCORDING = {"en": "according to {}", "fr": "selon {}"}


def tag(kind: str, id_: str) -> str:
    """The lasting name of a thing (a tag URI, RFC 4151)."""
    return f"tag:{_AUTHORITY}:{kind}/{id_}"


def list_tag(view: View) -> str:
    """The lasting name of a list: the same on each of its pages, and in each language."""
    address = urlsplit(view.address)
    name = address.path.rpartition("/")[2].partition(".")[0]
    asked = [pair for pair in parse_qsl(address.query) if pair[0] not in _NOT_THE_LIST]
    return f"tag:{_AUTHORITY}:{name}" + (f"?{urlencode(asked, safe=':,/')}" if asked else "")


def list_title(view: View, of: str = "events") -> str:
    """The publisher, what of, and the filter in words."""
    asked = replace(view.query, sort=Sort.DATE)
    said = describe(asked, view.directory, view.lang)
    return labelled(PUBLISHER + _OF[tongue(view.lang)].get(of, ""), said, view.lang)


def as_json(view: View) -> str:
    """The same list as JSON, from its first page."""
    address = urlsplit(view.address)
    return urlunsplit(address._replace(path=address.path.partition(".")[0]))


def event_address(id_: str, view: View) -> str:
    """Where a reader of a feed goes from an entry."""
    return f"{view.base_url}/v1/events/{id_}"


def in_words(item: Recorded, related: Related, view: View) -> str:
    """When, where, what, who, and who says so, in a line."""
    return " · ".join(part for part in _parts(item, related, view) if part)


def _parts(item: Recorded, related: Related, view: View) -> Iterator[str | None]:
    stored, lang = item.document, tongue(view.lang)
    yield when(stored["when"], view)["text"]
    if stored["previous"]:
        yield _PREVIOUSLY[lang].format(when(stored["previous"][-1]["when"], view)["text"])
    yield place_text(stored["place"], view)
    yield f"{kind_text(stored['kind'], lang)}, {status_text(stored['status'], lang)}"
    yield ", ".join(participants(item, view))
    sources = (related.sources[id_] for id_ in stored["sources"] if id_ in related.sources)
    publishers = ", ".join(dict.fromkeys(source["publisher"] for source in sources))
    yield _ACCORDING[lang].format(publishers) if publishers else None


def participants(item: Recorded, view: View) -> list[str]:
    """The names of those who take part, each once."""
    ids = dict.fromkeys(row["actor"] for row in item.document["participants"])
    return [view.names.actors[id_] or id_ for id_ in ids]


def place_text(place: Json | None, view: View) -> str | None:
    """The hall, the city and the country, as far as they are known."""
    if place is None:
        return None
    country = refs.country(place["country"], view) or {}
    parts = (refs.text(place["name"], view), refs.text(place["city"], view), country.get("name"))
    return ", ".join(part for part in parts if part) or None
