"""/v1/statements.atom: what officials said, last recorded first."""

from fastapi import APIRouter, Request, Response

from app.domain.listing import Listing, Recorded, Related, View
from app.domain.things import Thing
from app.http import cursor as cursors
from app.http import openapi, parameters, respond, things
from app.http.asking import links
from app.http.plain import PlainRoute
from app.http.reading import Reading, reading
from app.http.respond import Meta
from app.render import statements_atom
from app.render.statements_atom import FEED
from app.store import documents

router = APIRouter(prefix="/v1/statements.atom", tags=["statements"], route_class=PlainRoute)

(_STATEMENTS,) = (kind for kind in things.KINDS if kind.thing is Thing.STATEMENT)


def _feed(request: Request) -> Response:
    with reading(request, parameters.STATEMENTS) as read:
        bound = things.fingerprint(read, router.prefix)
        items, key = documents.newest(
            read.connection,
            Thing.STATEMENT,
            read.pin,
            read.limit,
            _after(read, bound),
            *things.conditions(read, _STATEMENTS),
        )
        next_ = things.next_page(read, bound, key)
        listing = Listing(items, _related(read, items), read.pin.rev, read.pin.at, next_)
        return respond.whole(
            request, statements_atom.page(listing, _view(read)), _meta(read, next_)
        )


def _after(read: Reading, bound: str) -> tuple[int, str] | None:
    if read.cursor is None:
        return None
    cursors.check_filter(read.cursor, bound)
    rev, id_ = cursors.key_of(read.cursor, int, str)
    return rev, id_


def _related(read: Reading, items: list[Recorded]) -> Related:
    """The titles of the events, and the sources."""
    events = {about["event"] for item in items for about in item.document["about"]}
    sources = {item.document["source"] for item in items}
    titled = documents.current(read.connection, Thing.EVENT, events, read.pin)
    cited = documents.current(read.connection, Thing.SOURCE, sources, read.pin)
    return Related({id_: event["title"] for id_, event in titled.items()}, cited)


def _view(read: Reading) -> View:
    address = read.address(read.path, cursor=None)
    return View(read.lang, read.service.base_url, read.directory, address=address)


def _meta(read: Reading, next_: str | None) -> Meta:
    listed = read.address("/v1/statements", cursor=None, limit=None)
    others = (*links(read, next_), ("alternate", listed, "application/json"))
    return Meta(FEED.media_type, read.pin, read.lang, pinned=read.pinned, links=others)


@router.get(
    "",
    operation_id="listStatementsAsAtom",
    summary="The same as a feed, last recorded first",
    description=FEED.losses,
    **openapi.operation(parameters.STATEMENTS, "StatementPage", forms={"atom": FEED}),
)
def list_statements(request: Request) -> Response:
    """An entry a statement."""
    return _feed(request)
