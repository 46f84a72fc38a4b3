"""/v1/events/counts: how many events of the filter there are, by month, forum, actor and so on."""

from collections.abc import Callable, Mapping
from urllib.parse import quote

from fastapi import APIRouter, Request, Response

from app.domain.actor import ActorKind
from app.domain.cells import By, Cell, Table
from app.domain.listing import Counted, Row, View
from app.domain.query import EventQuery
from app.errors import Fault, InvalidQuery
from app.http import openapi, parameters, respond
from app.http.asking import links, question, viewed
from app.http.cells import written
from app.http.language import form_at, offer
from app.http.parameters import Order
from app.http.plain import PlainRoute
from app.http.question import Question
from app.http.reading import Reading, reading
from app.http.respond import Links, Meta
from app.render.counts import COUNT_FORMS
from app.render.form import Typed
from app.store import counts, events

router = APIRouter(prefix="/v1/events/counts", tags=["events"], route_class=PlainRoute)
offer(router.prefix, COUNT_FORMS)

MOST = 10_000


def _counts(request: Request, suffix: str) -> Response:
    with reading(request, parameters.COUNTS) as read:
        asked = question(read, but="sort")
        counted, view = tabled(read, asked)
        form = COUNT_FORMS[suffix]
        others = (*links(read), *alternates(read, router.prefix, COUNT_FORMS))
        meta = Meta(form.media_type, read.pin, read.lang, pinned=read.pinned, links=others)
        return respond.whole(request, form.render(counted, view), meta)


def tabled(read: Reading, asked: Question) -> tuple[Counted, View]:
    """The table that a question comes to, counted, and how the reader wants it."""
    table, order = _table(asked), _order(asked, read.one("sort"))
    view = viewed(read, asked.query(read.now))
    cells = _cells(read, view.query, table)
    counted = Counted(
        rows=_rows(read, view.query, _ordered(cells, order)),
        table=table,
        total=_total(read, view.query, table, cells),
        rev=read.pin.rev,
        at=read.pin.at,
        resolved=asked.resolved,
    )
    return counted, view


def alternates(read: Reading, path: str, forms: Mapping[str, Typed]) -> Links:
    """The same table in each of its forms."""
    return tuple(
        ("alternate", read.address(f"{path}.{suffix}"), form.media_type)
        for suffix, form in forms.items()
    )


def _table(asked: Question) -> Table:
    by, kinds = asked.any_of("by", By), asked.any_of("actor_kind", ActorKind)
    if asked.one("by") is None:
        detail = f"say what to count by, with commas between several: {', '.join(By)}."
        asked.reader.fault("by", detail, None, *By)
    if kinds and By.ACTOR not in by:
        asked.reader.fault("actor_kind", "it says which actors have rows: count by=actor too.")
    return Table(by, frozenset(kinds))


def _order(asked: Question, text: str | None) -> Order:
    if text is None or text in tuple(Order):
        return Order(text or Order.KEY)
    asked.reader.fault("sort", f"one of {', '.join(Order)}.", 0, *Order)
    return Order.KEY


def _cells(read: Reading, query: EventQuery, table: Table) -> Mapping[Cell, int]:
    found = counts.counts(read.connection, query, table, read.directory, read.pin, MOST + 1)
    if len(found) > MOST:
        detail = (
            f"by: this makes more than {MOST:,} rows; narrow the filter, or count by fewer. "
            "/v1/events.csv gives the events themselves."
        )
        raise InvalidQuery.of([Fault(detail, parameter="by")])
    return found


def _total(read: Reading, query: EventQuery, table: Table, cells: Mapping[Cell, int]) -> int:
    if table.exclusive:
        return sum(cells.values())
    return events.count(read.connection, query, read.directory, read.pin)


def _ordered(cells: Mapping[Cell, int], order: Order) -> list[tuple[Cell, int]]:
    """By key, what has no value last; the most first where that is asked, ties by key."""
    rows = sorted(cells.items(), key=_by_key)
    return rows if order is Order.KEY else sorted(rows, key=lambda row: -row[1])


def _by_key(row: tuple[Cell, int]) -> list[tuple[bool, str]]:
    return [(value is None, value or "") for _, value in row[0]]


def _rows(read: Reading, query: EventQuery, cells: list[tuple[Cell, int]]) -> list[Row]:
    """Each row with the address of its list: the same question, and the cell of the row.

    The list is pinned to the revision that was counted; but not with `upcoming` as of now, which
    would then mean the instant of that revision.
    """
    now = query.now is not None and not read.pinned
    as_of = None if now else str(read.pin.rev)
    dropped = dict.fromkeys(("by", "actor_kind", "sort", "cell"))
    base = read.address("/v1/events", **dropped, as_of=as_of)
    base += "&cell=" if "?" in base else "?cell="
    return [Row(cell, count, base + _value(query.cell + cell)) for cell, count in cells]


def _value(cell: Cell) -> str:
    return quote(written(tuple(dict.fromkeys(cell))), safe=":,")


def _counts_in(suffix: str) -> Callable[[Request], Response]:
    def handler(request: Request) -> Response:
        return _counts(request, suffix)

    return handler


@router.get(
    "",
    operation_id="countEvents",
    summary="How many events of the filter there are, by month, forum, actor and so on",
    **openapi.operation(parameters.COUNTS, "EventCounts", forms=COUNT_FORMS),
)
def count_events(request: Request) -> Response:
    """A row for each combination that occurs, with the address of the list that it counts."""
    return _counts(request, form_at(router.prefix, request.headers.get("accept", "")))


for _suffix, _form in COUNT_FORMS.items():
    router.add_api_route(
        f".{_suffix}",
        _counts_in(_suffix),
        operation_id=f"countEventsAs{_suffix.title()}",
        summary=f"The same as {_form.media_type.partition(';')[0]}",
        description=_form.losses,
        **openapi.operation(parameters.COUNTS, "EventCounts", forms={_suffix: _form}),
    )
