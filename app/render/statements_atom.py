"""Statements as Atom: who said what of which event, last recorded first."""

from collections.abc import Iterator

from markupsafe import Markup

from app.domain.dates import When
from app.domain.datewords import when_text
from app.domain.eventwords import tongue
from app.domain.listing import Listing, Recorded, Related, View
from app.domain.text import chosen
from app.render import atom_feed, feed, refs
from app.render.atom_feed import END, Category, Entry, Feed, Head, Link


def page(listing: Listing, view: View) -> bytes:
    """A page, updated when the newest of its entries was."""
    updated = max((item.changed_at for item in listing.items), default=listing.at)
    head = Head(_TITLES[tongue(view.lang)], updated, feed.as_json(view), listing.next)
    entries = (atom_feed.entry(_entry(s, listing.related, view)) for s in listing.items)
    return (atom_feed.start(head, view) + Markup().join(entries) + END).encode()


_TITLES = {"en": f"{feed.PUBLISHER}: statements", "fr": f"{feed.PUBLISHER} : déclarations"}


def _entry(item: Recorded, related: Related, view: View) -> Entry:
    stored = item.document
    lang, summary = chosen(stored["summary"], view.lang)
    said = when_text(When.model_validate(stored["date"]), view.lang, view.tz)
    return Entry(
        id=feed.tag("statement", item.id),
        title=f"{_speaker(item, view)}, {said}",
        updated=item.changed_at,
        links=_links(item, related, view),
        categories=_categories(item),
        summary=summary,
        summary_lang=None if lang == view.lang else lang,
        content=stored["quotation"],
        content_lang=stored["lang"],
    )


def _speaker(item: Recorded, view: View) -> str:
    """By name and office, as far as they are known: one of them always is."""
    ids = (item.document["speaker"], item.document["office"])
    return ", ".join((refs.short(id_, view) or {})["name"] or id_ for id_ in ids if id_ is not None)


def _links(item: Recorded, related: Related, view: View) -> Iterator[Link]:
    """The statement, the events that it is about, and where it was read."""
    stored = item.document
    yield "alternate", f"{view.base_url}/v1/statements/{item.id}", {}
    for event in dict.fromkeys(about["event"] for about in stored["about"]):
        title = refs.text(related.titles.get(event), view)
        yield "related", feed.event_address(event, view), {"title": title}
    url = related.sources.get(stored["source"], {}).get("url")
    yield "via", url or f"{view.base_url}/v1/sources/{stored['source']}", {}


def _categories(item: Recorded) -> Iterator[Category]:
    """What it does for an event: announce, comment, take a position."""
    for relation in dict.fromkeys(about["relation"] for about in item.document["about"]):
        yield {"term": relation, "scheme": feed.tag("scheme", "statement"), "label": None}


FEED = Feed(
    atom_feed.MEDIA_TYPE,
    losses="A statement that was withdrawn is simply missing. The date of the statement is in "
    "words alone; on whose behalf it was made, and which relation belongs to which of several "
    "events, is not said. A quotation is the content.",
)
