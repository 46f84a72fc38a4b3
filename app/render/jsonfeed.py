"""JSON Feed 1.1 (jsonfeed.org): the list as a feed, with the machine's dates beside the words."""

from collections.abc import Iterator
from typing import Any

import orjson

from app.domain.eventwords import kind_text, status_text
from app.domain.listing import Listing, Recorded, Related, View, Whole
from app.domain.query import Sort
from app.domain.text import chosen
from app.render import feed, refs
from app.render.arrays import members
from app.render.form import Form, Needs

Json = dict[str, Any]

_OURS = ("slug", "kind", "status", "agreement", "forum", "part_of", "when", "previous", "place")


def page(listing: Listing, view: View) -> bytes:
    """A page, which says where the next one is."""
    items = [_item(item, listing.related, view) for item in listing.items]
    return orjson.dumps({**_head(view, listing.next), "items": items})


def whole(all_: Whole, view: View) -> Iterator[bytes]:
    """One feed of everything, an event a line."""
    if not all_.begun:
        yield orjson.dumps(_head(view)).removesuffix(b"}") + b',"items":[\n'
    yield from members(all_, lambda item, related: _item(item, related, view))
    yield b"\n]}\n"


def _head(view: View, next_: str | None = None) -> Json:
    return {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.list_title(view),
        "home_page_url": f"{view.base_url}/",
        "feed_url": view.address,
        **({"next_url": next_} if next_ else {}),
        "language": view.lang,
        "authors": [{"name": feed.PUBLISHER, "url": f"{view.base_url}/"}],
    }


def _item(item: Recorded, related: Related, view: View) -> Json:
    """Members that would be null are left out: the format has no null."""
    lang, title = chosen(item.document["title"], view.lang)
    words = feed.in_words(item, related, view)
    text = refs.text(item.document["summary"], view)
    published = related.published.get(item.id)
    found = {
        "id": feed.tag("event", item.id),
        "url": feed.event_address(item.id, view),
        "external_url": _source(item, related),
        "title": title,
        "content_text": f"{words}\n\n{text}" if text else words,
        "summary": words,
        "date_published": published and refs.utc(published),
        "date_modified": refs.utc(item.changed_at),
        "tags": _tags(item, view),
        "language": lang,
        "_pourparlers": _ours(item, view),
    }
    return {member: value for member, value in found.items() if value is not None}


def _source(item: Recorded, related: Related) -> str | None:
    """The page that it is about: the first of its sources that has one."""
    sources = (related.sources.get(id_, {}) for id_ in item.document["sources"])
    return next((source["url"] for source in sources if source.get("url")), None)


def _tags(item: Recorded, view: View) -> list[str]:
    stored = item.document
    topics = (refs.topic(id_, view)["name"] or id_ for id_ in stored["topics"])
    return [*topics, kind_text(stored["kind"], view.lang), status_text(stored["status"], view.lang)]


def _ours(item: Recorded, view: View) -> Json:
    """What the record holds, as it holds it; `about` says what the members mean."""
    stored = item.document
    known = {"about": f"{view.base_url}/docs", "id": item.id, "version": item.version}
    return {**known, "rev": item.rev, **{member: stored[member] for member in _OURS}}


FORM = Form(
    "application/feed+json",
    losses="Roles, levels, positions, notes and identifiers are left out; machine dates and "
    "coordinates are in the extension alone, and a withdrawn event is simply missing.",
    page=page,
    whole=whole,
    needs=frozenset({Needs.SOURCES, Needs.PUBLISHED}),
    order=Sort.CHANGED,
)
