"""HTML: a list that reads without anything else, also from a file or inside a frame."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import parse_qsl, urlsplit

from app.domain.eventwords import tongue
from app.domain.listing import Batch, Listing, Recorded, Related, View, Whole
from app.domain.text import chosen
from app.render.form import Form
from app.render.picture.style import policy_hash
from app.render.site.address import Address
from app.render.site.asked import Asked
from app.render.site.entry import entries
from app.render.site.months import months
from app.render.site.words import describing, in_words
from app.web.assets import text
from app.web.templating import rendered

# What chooses a page, a language or a look, and not the list: the site has its own.
_NOT_THE_LIST = ("cursor", "limit", "lang", "theme")


@dataclass(frozen=True, slots=True)
class Frame:
    """How a frame shows a list: its colours, and what stands above it."""

    theme: str = "auto"
    notice: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """What the templates of a document show beside its events; `site` is the page on the site."""

    heading: str
    description: str
    notice: str | None
    site: str
    more: str | None
    theme: str
    script: bool
    rev: int
    made: str


def page(listing: Listing, view: View, frame: Frame | None = None) -> bytes:
    """A page of a list; in a frame with the script that tells how high it is."""
    asked = _asked(view, listing.rev, listing.at)
    document = _document(in_words(asked), asked, frame, listing.next)
    return b"".join(_written(document, asked, [(listing.items, listing.related)]))


def whole(all_: Whole, view: View) -> Iterator[bytes]:
    """One document of everything; a month that two batches share is told in both."""
    asked = _asked(view, all_.rev, all_.at)
    document = _document(in_words(asked), asked, None, None)
    pieces = _written(document, asked, all_.batches)
    if all_.begun:
        next(pieces)
    yield from pieces


def one(item: Recorded, related: Related, view: View) -> bytes:
    """A document of one event."""
    asked = _asked(view, item.rev, item.changed_at)
    asked = replace(asked, address=asked.address.at(f"/{asked.lang}/events/{item.id}"))
    title = chosen(item.document["title"], view.lang)[1]
    document = _document(title, asked, None, None)
    return b"".join(_written(document, asked, [([item], related)]))


def _asked(view: View, rev: int, at: datetime) -> Asked:
    """The same list on the site: from a document, links lead there from wherever it lies."""
    pairs = parse_qsl(urlsplit(view.address).query)
    kept = tuple(pair for pair in pairs if pair[0] not in _NOT_THE_LIST)
    address = Address(view.base_url, f"/{tongue(view.lang)}/", kept)
    return Asked(view, address, rev, at, at, outside=True)


def _document(title: str, asked: Asked, frame: Frame | None, more: str | None) -> Document:
    return Document(
        heading=title,
        description=describing(asked, title),
        notice=frame.notice if frame else None,
        site=asked.address.whole,
        more=more,
        theme=frame.theme if frame else "auto",
        script=frame is not None,
        rev=asked.rev,
        made=asked.made,
    )


def _written(document: Document, asked: Asked, batches: Iterable[Batch]) -> Iterator[bytes]:
    lang, root = asked.lang, asked.address.root
    yield rendered("document_begin.html", lang, page=document, root=root)
    for items, _ in batches:
        found = months(entries(items, asked), asked, asked.address.at(f"/{lang}/"))
        yield rendered("document_months.html", lang, page=document, months=found)
    yield rendered("document_end.html", lang, page=document)


STYLE_HASH = policy_hash(text("document.css"))
FORM = Form(
    "text/html; charset=utf-8",
    losses="French or English around the events; positions, statements, topics, sources, notes, "
    "identifiers, summaries, coordinates and all but the last of the earlier dates are left out.",
    whole=whole,
    page=page,
    one=one,
    needs=frozenset(),
    styles=(STYLE_HASH,),
)
