"""/v1/drafts: what is not published yet, under the filter of what is."""

from collections.abc import Iterable
from typing import Any

import orjson
from fastapi import APIRouter, Request, Response

from app.domain.describe import describe
from app.domain.drafts import DRAFTED
from app.domain.query import EventQuery
from app.domain.scope import Scope
from app.domain.things import Thing
from app.editing import proposals
from app.editing.listing import Key, Listed, matching
from app.editing.reading import Desk
from app.editing.standings import published
from app.http import cursor as cursors
from app.http import editing_docs as docs
from app.http import openapi
from app.http.asking import viewed
from app.http.cursor import Cursor
from app.http.drafting import answer, draft, shown
from app.http.jsonbody import JsonRoute
from app.http.outcomes import asked, commit, only
from app.http.preconditions import if_match
from app.http.question import Question
from app.http.reading import Reading, address_id, reading
from app.http.respond import digest
from app.render import refs
from app.store import drafts

Json = dict[str, Any]

router = APIRouter(prefix="/v1/drafts", tags=["drafts"], route_class=JsonRoute)


def _list(request: Request) -> Response:
    with reading(request, docs.DRAFTS) as read:
        desk = Desk(read.connection, read.service.directories)
        question = Question(read.values, read.directory, lambda t: proposals.find(desk, t))
        things = question.any_of("thing", Thing)
        query = question.query(read.now)
        found = matching(desk, query, things or DRAFTED)
        page, next_ = _page(read, _bound(query, things), found)
        view = viewed(read, query)
        items = shown(desk, [listed.draft for listed in page], view)
        told = {"text": describe(query, read.directory, read.lang)}
        body = {"items": items, "next": next_, "count": len(found) if question.counting else None}
        head = {"rev": read.pin.rev, "at": refs.utc(read.pin.at), "query": told}
        return Response(orjson.dumps(body | head), media_type="application/json")


def _bound(query: EventQuery, things: Iterable[Thing]) -> str:
    """What a cursor belongs to: the same filter of published events is another list."""
    return digest(f"drafts {','.join(things)} {query.fingerprint()}".encode())[:16]


def _page(read: Reading, bound: str, found: list[Listed]) -> tuple[list[Listed], str | None]:
    """The next of them, and the address of those that follow."""
    after = _after(read, bound)
    rest = [listed for listed in found if after is None or listed.key > after]
    page = rest[: read.limit]
    if len(page) == len(rest):
        return page, None
    cursor = Cursor(read.pin.epoch, read.pin.rev, bound, None, page[-1].key)
    return page, read.address(read.request.url.path, cursor=cursors.encode(cursor))


def _after(read: Reading, bound: str) -> Key | None:
    if read.cursor is None:
        return None
    cursors.check_filter(read.cursor, bound)
    part, first, second, id_ = cursors.key_of(read.cursor, int, int, int, str)
    return part, first, second, id_


@router.get(
    "",
    operation_id="listDrafts",
    summary="Drafts and proposed changes, under the filter of events",
    **openapi.secured(openapi.operation(docs.DRAFTS, "DraftPage"), Scope.READ_DRAFTS),
)
def list_drafts(request: Request) -> Response:
    """The filter is held against the event as it would be."""
    return _list(request)


@router.get(
    "/{id}",
    operation_id="getDraft",
    summary="One draft, with what it would change and what keeps it back",
    **openapi.secured(openapi.operation(docs.DRAFT, "Draft"), Scope.READ_DRAFTS),
)
def get_draft(request: Request, id: str) -> Response:  # noqa: A002 - the name in the address
    """Held against the record as it is now."""
    with reading(request, docs.DRAFT) as read:
        desk = Desk(read.connection, read.service.directories)
        found = drafts.get(read.connection, address_id(id))
        (item,) = shown(desk, [found], viewed(read, EventQuery()))
        return answer(item, found.version, 200, {})


@router.patch("/{id}", **docs.CHANGE_DRAFT)
def change_draft(request: Request, id: str) -> Response:  # noqa: A002 - the name in the address
    """A merge patch of what the draft holds, of the version in If-Match."""
    asks = asked(request, Scope.WRITE)
    token, expected = address_id(id), if_match(request)
    return draft(
        asks,
        lambda desk, _: proposals.changed(
            desk, drafts.get(desk.connection, token), asks.sent, expected
        ),
        200,
    )


@router.post("/{id}/publish", **docs.PUBLISH_DRAFT)
def publish_draft(request: Request, id: str) -> Response:  # noqa: A002 - the name in the address
    """The commit: an event or statement is published, or the change that is proposed is made."""
    asks = asked(request, Scope.PUBLISH)
    only(asks.sent)
    token, expected = address_id(id), if_match(request)
    return commit(
        asks,
        lambda editor, _: published(editor, drafts.get(editor.desk.connection, token), expected),
    )


@router.delete("/{id}", **docs.DROP_DRAFT)
def drop_draft(request: Request, id: str) -> Response:  # noqa: A002 - the name in the address
    """Nothing is left of it. What is published is cancelled or retracted, never dropped."""
    asks = asked(request, Scope.WRITE, known={})
    token, expected = address_id(id), if_match(request)
    with asks.service.database.writing() as connection:
        found = drafts.get(connection, token)
        expected.check(found.id, found.version)
        drafts.remove(connection, found)
    return Response(status_code=204)
