"""Atom (RFC 4287): the list as a feed, last changed first, for feed readers and their people."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from markupsafe import Markup

from app.domain.eventwords import kind_text, status_text
from app.domain.listing import Listing, Recorded, Related, View, Whole
from app.domain.query import Sort
from app.domain.text import chosen
from app.render import atom_feed, feed, refs
from app.render.atom_feed import END, Category, Deleted, Entry, Head, Link
from app.render.form import Form, Needs


def page(listing: Listing, view: View) -> bytes:
    """A page, updated when the newest of its entries was: the same bytes until one changes."""
    instants = [*(item.changed_at for item in listing.items), *listing.withdrawn.values()]
    start = atom_feed.start(_head(view, max(instants, default=listing.at), listing.next), view)
    entries = _entries(listing.items, listing.related, view)
    return (start + entries + _tombstones(listing.withdrawn) + END).encode()


def _tombstones(withdrawn: Mapping[str, datetime]) -> Markup:
    found = (Deleted(feed.tag("event", id_), when) for id_, when in withdrawn.items())
    return Markup().join(map(atom_feed.deleted, found))


def whole(all_: Whole, view: View) -> Iterator[bytes]:
    """All of it in one document, updated at its revision: entries stand after that."""
    if not all_.begun:
        yield atom_feed.start(_head(view, all_.at), view).encode()
    for items, related in all_.batches:
        yield _entries(items, related, view).encode()
    yield END.encode()


def _head(view: View, updated: datetime, next_: str | None = None) -> Head:
    return Head(feed.list_title(view), updated, feed.as_json(view), next_)


def _entries(items: Iterable[Recorded], related: Related, view: View) -> Markup:
    return Markup().join(atom_feed.entry(_entry(item, related, view)) for item in items)


def _entry(item: Recorded, related: Related, view: View) -> Entry:
    stored = item.document
    lang, title = chosen(stored["title"], view.lang)
    summary = stored["summary"] and chosen(stored["summary"], view.lang)
    return Entry(
        id=feed.tag("event", item.id),
        title=title,
        lang=None if lang == view.lang else lang,
        updated=item.changed_at,
        published=related.published.get(item.id),
        links=_links(item, related, view),
        categories=_categories(item, view),
        summary=feed.in_words(item, related, view),
        content=summary and summary[1],
        content_lang=summary[0] if summary and summary[0] != view.lang else None,
    )


def _links(item: Recorded, related: Related, view: View) -> Iterator[Link]:
    """The event itself, then where its facts were read (section 4.2.7.2: via)."""
    yield "alternate", feed.event_address(item.id, view), {}
    for id_ in item.document["sources"]:
        source = related.sources.get(id_, {})
        if source.get("url"):
            yield "via", source["url"], {"title": source["title"], "hreflang": source["lang"]}


def _categories(item: Recorded, view: View) -> Iterator[Category]:
    stored = item.document
    for topic in stored["topics"]:
        yield _category("topic", topic, refs.topic(topic, view)["name"])
    yield _category("kind", stored["kind"], kind_text(stored["kind"], view.lang))
    yield _category("status", stored["status"], status_text(stored["status"], view.lang))


def _category(scheme: str, term: str, label: str | None) -> Category:
    return {"term": term, "scheme": feed.tag("scheme", scheme), "label": label}


FORM = Form(
    atom_feed.MEDIA_TYPE,
    losses="Dates are in words alone; roles, levels, positions, the forum, coordinates, notes and "
    "identifiers are left out. A cancelled event stays, with its status; one that was withdrawn "
    "leaves a tombstone, in the order of changes; one that has left the filter is simply missing.",
    page=page,
    whole=whole,
    needs=frozenset({Needs.SOURCES, Needs.PUBLISHED}),
    order=Sort.CHANGED,
    tombstones=True,
)
