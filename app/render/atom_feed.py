"""Atom (RFC 4287): the pieces of which our feeds of events, statements and changes are made."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from markupsafe import Markup

from app.domain.listing import View
from app.render import feed, refs
from app.render.xml import DECLARATION, begun, element

MEDIA_TYPE = "application/atom+xml"
END = Markup("</feed>\n")

Attributes = dict[str, str | None]
# The relation, the address, and the other attributes.
Link = tuple[str, str, Attributes]
Category = Attributes


class Feed(NamedTuple):
    """A feed that is no form of the list of events, and what it cannot express."""

    media_type: str
    losses: str


@dataclass(frozen=True, slots=True)
class Head:
    """What stands before the entries; `alternate` is the same list as JSON, where there is one."""

    title: str
    updated: datetime
    alternate: str | None = None
    next: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry; the languages are those of its parts where they are not the reader's."""

    id: str
    title: str
    updated: datetime
    links: Iterable[Link]
    summary: str
    lang: str | None = None
    published: datetime | None = None
    author: str | None = None
    categories: Iterable[Category] = ()
    content: str | None = None
    summary_lang: str | None = None
    content_lang: str | None = None


@dataclass(frozen=True, slots=True)
class Deleted:
    """An entry that is no more (RFC 6721): its id and since when."""

    ref: str
    when: datetime


def start(head: Head, view: View) -> Markup:
    """From the XML declaration to before the first entry."""
    # RFC 5005, section 3: `next` leads through the pages of one feed. Readers that see another
    # type than HTML on `alternate` offer their people the id as an address: it has none.
    links = (
        ("self", view.address, MEDIA_TYPE),
        ("alternate", head.alternate, None),
        ("next", head.next, MEDIA_TYPE),
    )
    return Markup("\n").join(
        [
            DECLARATION + begun("feed", {**_NAMESPACES, "xml:lang": view.lang}),
            element("id", None, feed.list_tag(view)),
            element("title", None, head.title),
            element("updated", None, refs.utc(head.updated)),
            _person("author", feed.PUBLISHER, f"{view.base_url}/"),
            *(_link((rel, href, {"type": kind})) for rel, href, kind in links if href),
            Markup(),
        ]
    )


_NAMESPACES: Attributes = {
    "xmlns": "http://www.w3.org/2005/Atom",
    "xmlns:at": "http://purl.org/atompub/tombstones/1.0",
}


def entry(found: Entry) -> Markup:
    """The entry, on lines of its own."""
    title = element("title", {"xml:lang": found.lang}, found.title)
    published = found.published
    parts = [
        element("id", None, found.id),
        title,
        element("updated", None, refs.utc(found.updated)),
        element("published", None, refs.utc(published)) if published else None,
        _person("author", found.author) if found.author else None,
        *map(_link, found.links),
        *(element("category", category) for category in found.categories),
        element("summary", {"xml:lang": found.summary_lang}, found.summary),
        _content(found),
    ]
    return element("entry", None, *parts) + Markup("\n")


def _content(found: Entry) -> Markup | None:
    if found.content is None:
        return None
    return element("content", {"type": "text", "xml:lang": found.content_lang}, found.content)


def deleted(found: Deleted) -> Markup:
    """The tombstone of an entry (RFC 6721, section 3)."""
    marked = {"ref": found.ref, "when": refs.utc(found.when)}
    return element("at:deleted-entry", marked) + Markup("\n")


def _link(link: Link) -> Markup:
    rel, href, more = link
    return element("link", {"rel": rel, "href": href, **more})


def _person(role: str, name: str, uri: str | None = None) -> Markup:
    address = element("uri", None, uri) if uri else None
    return element(role, None, element("name", None, name), address)
