"""/v1/changes: what happened under a filter since a revision, commit by commit, oldest first."""

from datetime import datetime

from fastapi import APIRouter, Request, Response

from app import telling
from app.domain.feed import Entry, Feed, Place
from app.domain.query import EventQuery
from app.errors import Fault, InvalidQuery
from app.http import openapi, parameters, places, respond
from app.http.asking import links, question, viewed
from app.http.parameters import Told
from app.http.places import Token
from app.http.plain import PlainRoute
from app.http.reading import Reading, reading
from app.http.respond import Meta
from app.http.tokens import instant_or_revision
from app.render import change_item
from app.render.change_item import Json, Page
from app.render.json_ import FORM, asked
from app.store import feed
from app.store.pins import Pin, pin, rev_at
from app.store.touches import Touches

router = APIRouter(prefix="/v1/changes", tags=["changes"], route_class=PlainRoute)

# A reader asks when it wants to know: the answer of a minute ago would keep it behind for nothing.
_ASK_AGAIN = {"Cache-Control": "public, no-cache"}


def _changes(request: Request) -> Response:
    with reading(request, parameters.FEED) as read:
        start = _start(read)
        query, in_words = _asked(read)
        touches = Touches(read.connection, read.service.directories, read.pin)
        found = feed.page(touches, query, start, read.limit)
        page = Page(
            items=_items(read, touches, query, found.entries),
            next=_next(read, found),
            rev=found.rev,
            since=places.encode(read.pin.epoch, found.place),
            query=in_words,
        )
        meta = Meta(
            FORM.media_type,
            read.pin,
            read.lang,
            pinned=read.pinned,
            links=links(read, page.next),
            extra={} if read.pinned else _ASK_AGAIN,
        )
        return respond.whole(request, change_item.page(page), meta)


def _asked(read: Reading) -> tuple[EventQuery | None, Json | None]:
    """The filter and what it means in words; None where everything is told."""
    found = question(read)
    thing = found.one_of("thing", Told, Told.EVENT)
    query = found.query(read.now)
    if thing is Told.EVENT:
        return query, asked(found.resolved, viewed(read, query))
    refuse_filter(query)
    return None, None


def refuse_filter(query: EventQuery) -> None:
    """InvalidQuery where there is one beside `thing=all`."""
    if query != EventQuery():
        detail = "thing: all things are told without a filter; leave it out, or thing=all."
        raise InvalidQuery.of([Fault(detail, parameter="thing")])


def _start(read: Reading) -> Place:
    """Where `since` says that the reader stands."""
    token = token_of(read)
    restart = read.address(read.path, since="0")
    places.refuse_ended(token, _head(read), restart)
    if token.place.rev > read.pin.rev:
        raise _refused(f"since: revision {token.place.rev} is after as_of; leave as_of out.")
    return token.place


def token_of(read: Reading) -> Token:
    """The place that `since` names, or that stands for its instant."""
    text = read.one("since")
    if text is None:
        raise _refused("since: say from which revision on; since=0 begins with the first.")
    token = places.decode(text)
    if token is not None:
        return token
    found = instant_or_revision(read.values, "since")
    if not isinstance(found, datetime):
        raise _refused("since: the `since` of the page before, a revision, or an instant.")
    return Token(None, Place(rev_at(read.connection, found)))


def _head(read: Reading) -> Pin:
    return read.pin if read.pin.is_head else pin(read.connection)


def _refused(detail: str) -> InvalidQuery:
    return InvalidQuery.of([Fault(detail, parameter="since")])


def _items(
    read: Reading, touches: Touches, query: EventQuery | None, entries: list[Entry]
) -> list[Json]:
    if query is None:
        return [change_item.recorded_item(entry) for entry in entries]
    return telling.told(touches, entries, viewed(read, query))


def _next(read: Reading, found: Feed) -> str | None:
    if not found.more:
        return None
    since = places.encode(read.pin.epoch, found.place)
    return read.address(read.path, since=since)


@router.get(
    "",
    operation_id="listChanges",
    summary="What each commit did under a filter since a revision, oldest first",
    **openapi.operation(parameters.FEED, "ChangePage"),
)
def list_changes(request: Request) -> Response:
    """An entry for each thing and commit: entered, changed, left or retracted."""
    return _changes(request)
