"""JSON: everything the record holds, a page at a time."""

from collections.abc import Iterator, Mapping
from typing import Any

import orjson

from app.domain.describe import describe
from app.domain.listing import Body, Listing, Recorded, Related, View, Whole
from app.domain.resolve import Resolution
from app.render import refs
from app.render.arrays import members
from app.render.event_item import event_item
from app.render.form import Form
from app.render.kept import keep, written

Json = dict[str, Any]


def page(listing: Listing, view: View) -> bytes:
    """The envelope with its items."""
    kept = listing.kept
    if kept is None:
        kept = [keep(item, listing.related, view) for item in listing.items]
    items = written(kept, listing.related, view)
    after = orjson.dumps(_where(listing)).removeprefix(b"{").removesuffix(b"}")
    around = b"],%b,%b}" % (after, _question(listing, view))
    body = b"".join((b'{"items":[', *items.pieces, around))
    return Body.of(body, b"".join((*items.digested, around)))


def whole(all_: Whole, view: View) -> Iterator[bytes]:
    """One page of everything, an event a line."""
    if not all_.begun:
        yield b'{"items":[\n'
    yield from members(all_, lambda item, related: event_item(item, related, view))
    last = Listing([], Related(), all_.rev, all_.at, resolved=all_.resolved)
    made = orjson.dumps(_where(last)).removeprefix(b"{").removesuffix(b"}")
    yield b"\n],%b,%b}" % (made, _question(last, view))


def _where(listing: Listing) -> Json:
    """Which page of which revision it is."""
    return {
        "next": listing.next,
        "rev": listing.rev,
        "at": refs.utc(listing.at),
        "count": listing.count,
    }


def _question(listing: Listing, view: View) -> bytes:
    """What was asked, without its braces: the same on every page, and written once."""
    found: bytes | None = view.kept.get(_question)
    if found is None:
        made = {"query": asked(listing.resolved, view), "coverage": coverage(view)}
        found = view.kept[_question] = orjson.dumps(made)[1:-1]
    return found


def asked(resolved: Mapping[str, list[Resolution]], view: View) -> Json:
    """The filter in words, and how each token was read."""
    return {
        "text": describe(view.query, view.directory, view.lang),
        "resolved": {
            parameter: [_resolution(token, view) for token in tokens]
            for parameter, tokens in resolved.items()
        },
    }


def one(item: Recorded, related: Related, view: View) -> bytes:
    """The bare item, as in a list."""
    return orjson.dumps(event_item(item, related, view))


def _resolution(token: Resolution, view: View) -> Json:
    name = refs.named(token.id, view)
    return {"token": token.token, "id": token.id, "by": token.by, "name": name}


def coverage(view: View) -> list[Json]:
    """Of the forums asked for that are followed: nothing scheduled is not nothing covered."""
    asked = view.query.forum_ids(view.directory).any
    forums = (view.directory.forums.get(id_) for id_ in asked)
    return [
        {"forum": forum.id, **forum.coverage.model_dump()}
        for forum in forums
        if forum is not None and forum.coverage is not None
    ]


FORM = Form(
    "application/json", losses="Nothing is lost.", page=page, whole=whole, one=one, keep=keep
)
