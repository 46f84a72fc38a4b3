"""/v1/events/diff: what entered, changed and left the answer to a filter between two revisions."""

from fastapi import APIRouter, Request, Response

from app.domain.difference import State
from app.domain.query import EventQuery
from app.errors import Fault, InvalidQuery
from app.http import cursor as cursors
from app.http import openapi, parameters, respond
from app.http.asking import links, question, viewed
from app.http.cursor import Cursor
from app.http.plain import PlainRoute
from app.http.reading import Reading, reading
from app.http.respond import Meta, digest
from app.http.tokens import instant_or_revision
from app.render import diff as render
from app.render.form import ITEM
from app.render.json_ import FORM
from app.store import diff, events
from app.store.diff import Moment
from app.store.pins import pin

router = APIRouter(prefix="/v1/events/diff", tags=["events"], route_class=PlainRoute)


def _diff(request: Request) -> Response:
    with reading(request, parameters.DIFF, moment="b") as read:
        asked = question(read)
        query = asked.query(read.now)
        a, b = _earlier(read), Moment(read.pin, read.directory)
        after = _after(read, query, a)
        items, key = diff.page(read.connection, query, a, b, read.limit, after)
        found = render.Page(
            items=items,
            a=_side(read, query, a, [item.before for item in items]),
            b=_side(read, query, b, [item.after for item in items]),
            next=_next(read, query, a, key),
            count=diff.count(read.connection, query, a, b) if asked.counting else None,
            resolved=asked.resolved,
        )
        meta = Meta(
            FORM.media_type,
            read.pin,
            read.lang,
            pinned=read.pinned,
            links=links(read, found.next),
        )
        return respond.whole(request, render.page(found), meta)


def _earlier(read: Reading) -> Moment:
    """The moment that `a` names, which is not after the one that `b` names."""
    wanted = instant_or_revision(read.values, "a")
    if wanted is None:
        raise _refused("a: say from which revision or instant on; b is the newest, unless given.")
    found = pin(read.connection, wanted, named="a")
    if found.rev > read.pin.rev:
        raise _refused(
            f"a: revision {found.rev} is after revision {read.pin.rev}; swap a and b: "
            "each entry has the event before and after, so that it can be read backwards."
        )
    return Moment(found, read.service.directories.at(read.connection, found))


def _refused(detail: str) -> InvalidQuery:
    return InvalidQuery.of([Fault(detail, parameter="a")])


def _side(
    read: Reading, query: EventQuery, moment: Moment, states: list[State | None]
) -> render.Side:
    """Names, titles and counts as they were at that moment."""
    items = [state.event for state in states if state is not None]
    return render.Side(
        rev=moment.pin.rev,
        at=moment.pin.at,
        view=viewed(read, query, directory=moment.directory),
        related=events.related(read.connection, moment.pin, items, ITEM, query),
    )


def _fingerprint(query: EventQuery, a: Moment) -> str:
    """What a cursor is bound to, beside the later revision and the epoch."""
    return digest(f"diff from {a.pin.rev} {query.fingerprint()}".encode())[:16]


def _after(read: Reading, query: EventQuery, a: Moment) -> str | None:
    if read.cursor is None:
        return None
    cursors.check_filter(read.cursor, _fingerprint(query, a))
    (key,) = cursors.key_of(read.cursor, str)
    return str(key)


def _next(read: Reading, query: EventQuery, a: Moment, key: str | None) -> str | None:
    """The next page. Its cursor holds it to `b`; `a` is its revision, whatever named it."""
    if key is None:
        return None
    cursor = Cursor(read.pin.epoch, read.pin.rev, _fingerprint(query, a), None, (key,))
    changed = {"a": str(a.pin.rev), "b": None, "cursor": cursors.encode(cursor)}
    return read.address(read.path, **changed)


@router.get(
    "",
    operation_id="diffEvents",
    summary="What entered, changed and left the answer to a filter between two revisions",
    **openapi.operation(parameters.DIFF, "EventDiff"),
)
def diff_events(request: Request) -> Response:
    """By id: each event that is in the answer at `a` or at `b`, and differs."""
    return _diff(request)
