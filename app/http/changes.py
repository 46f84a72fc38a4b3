"""/v1/changes.atom: what became of the events of a filter, newest first."""

from fastapi import APIRouter, Request, Response

from app.domain.query import EventQuery
from app.http import cursor as cursors
from app.http import openapi, parameters, respond
from app.http.asking import links, question, viewed
from app.http.cursor import Cursor
from app.http.plain import PlainRoute
from app.http.reading import Reading, reading
from app.http.respond import Meta, digest
from app.render import changes_atom
from app.render.changes_atom import FEED
from app.store import changes
from app.store.changes import Key

router = APIRouter(prefix="/v1/changes.atom", tags=["changes"], route_class=PlainRoute)


def _changes(request: Request) -> Response:
    with reading(request, parameters.CHANGES) as read:
        query = question(read).query(read.now)
        entries, key = changes.page(
            read.connection, query, read.directory, read.pin, read.limit, _after(read, query)
        )
        found = changes_atom.Page(entries, read.pin.at, _next(read, query, key))
        body = changes_atom.page(found, viewed(read, query))
        meta = Meta(
            FEED.media_type,
            read.pin,
            read.lang,
            pinned=read.pinned,
            links=links(read, found.next),
        )
        return respond.whole(request, body, meta)


def _fingerprint(query: EventQuery) -> str:
    return digest(f"changes {query.fingerprint()}".encode())[:16]


def _after(read: Reading, query: EventQuery) -> Key | None:
    if read.cursor is None:
        return None
    cursors.check_filter(read.cursor, _fingerprint(query))
    return Key(*cursors.key_of(read.cursor, int, int))


def _next(read: Reading, query: EventQuery, key: Key | None) -> str | None:
    """The next page. It is pinned by its cursor, so `as_of` is left out of its address."""
    if key is None:
        return None
    cursor = Cursor(read.pin.epoch, read.pin.rev, _fingerprint(query), None, tuple(key))
    return read.address(read.path, cursor=cursors.encode(cursor), as_of=None)


@router.get(
    "",
    operation_id="listChangesAsAtom",
    summary="What became of the events of a filter, newest first, as a feed",
    description=FEED.losses,
    **openapi.operation(parameters.CHANGES, "EventPage", forms={"atom": FEED}),
)
def list_changes(request: Request) -> Response:
    """An entry an event and revision, of the events that are in the answer now."""
    return _changes(request)
