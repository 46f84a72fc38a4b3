"""The changes of the record as Atom: an entry an event and revision, in words, with old and new."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from app.domain.changed import Changed
from app.domain.changewords import sentence
from app.domain.eventwords import labelled
from app.domain.listing import View
from app.domain.text import chosen
from app.render import atom_feed, change_words, feed
from app.render.atom_feed import END, Category, Deleted, Entry, Feed, Head, Link


@dataclass(frozen=True, slots=True)
class Page:
    """Some of the changes, newest first; `at` is the instant of the revision they are read at."""

    entries: Sequence[Changed]
    at: datetime
    next: str | None = None


def page(found: Page, view: View) -> bytes:
    """Updated when the newest was made; of what was withdrawn only that it was, and when."""
    updated = max((entry.at for entry in found.entries), default=found.at)
    start = atom_feed.start(Head(feed.list_title(view, "changes"), updated, next=found.next), view)
    return (start + Markup().join(_written(found.entries, view)) + END).encode()


def _written(entries: Sequence[Changed], view: View) -> Iterator[Markup]:
    for entry in entries:
        if entry.withdrawn:
            yield from map(atom_feed.deleted, _deleted(entry))
        else:
            yield atom_feed.entry(_entry(entry, view))


def _deleted(entry: Changed) -> Iterator[Deleted]:
    """The event's entry in its feed, and each of those here that told of it."""
    yield Deleted(feed.tag("event", entry.id), entry.at)
    for rev in entry.revs:
        yield Deleted(_tag(entry.id, rev), entry.at)


def _tag(id_: str, rev: int) -> str:
    return feed.tag("change", f"{id_}/{rev}")


def _entry(entry: Changed, view: View) -> Entry:
    said = "; ".join(change_words.in_words(entry, view))
    return Entry(
        id=_tag(entry.id, entry.rev),
        title=labelled(chosen(entry.shown["title"], view.lang)[1], said, view.lang),
        updated=entry.at,
        links=_links(entry, view),
        categories=_categories(entry),
        summary=said,
        content=entry.reason and sentence("because", view.lang).format(entry.reason),
    )


def _links(entry: Changed, view: View) -> Iterator[Link]:
    """The event as this revision left it, and what the commit names as its source."""
    yield "alternate", f"{feed.event_address(entry.id, view)}?as_of={entry.rev}", {}
    if entry.source is not None:
        yield "via", f"{view.base_url}/v1/sources/{entry.source}", {}


def _categories(entry: Changed) -> Iterator[Category]:
    for type_ in dict.fromkeys(change.type for change in entry.changes):
        yield {"term": type_, "scheme": feed.tag("scheme", "change"), "label": None}
    yield {"term": entry.nature, "scheme": feed.tag("scheme", "nature"), "label": None}


FEED = Feed(
    atom_feed.MEDIA_TYPE,
    losses="What changed is in words alone, but for its types and its nature. Whether an event "
    "entered or left the filter is not told (/v1/events/diff tells it), nor what became of actors, "
    "forums, topics and sources.",
)
