"""/v1/events/slips: how often and by how many days the events of the filter were moved."""

from collections.abc import Callable

from fastapi import APIRouter, Request, Response

from app.domain.slips import slips
from app.http import openapi, parameters, respond
from app.http.asking import links, question
from app.http.counts import alternates, tabled
from app.http.language import form_at, offer
from app.http.plain import PlainRoute
from app.http.reading import reading
from app.http.respond import Meta
from app.render.slips import SLIP_FORMS
from app.store import slips as moves

router = APIRouter(prefix="/v1/events/slips", tags=["events"], route_class=PlainRoute)
offer(router.prefix, SLIP_FORMS)


def _slips(request: Request, suffix: str) -> Response:
    with reading(request, parameters.COUNTS) as read:
        counted, view = tabled(read, question(read, but="sort"))
        asked = (read.connection, view.query, counted.table, read.directory, read.pin)
        made = moves.slips(*asked)
        found = {row.cell: slips(row.count, made.get(row.cell, ())) for row in counted.rows}
        form = SLIP_FORMS[suffix]
        others = (*links(read), *alternates(read, router.prefix, SLIP_FORMS))
        meta = Meta(form.media_type, read.pin, read.lang, pinned=read.pinned, links=others)
        return respond.whole(request, form.render(counted, found, view), meta)


def _slips_in(suffix: str) -> Callable[[Request], Response]:
    def handler(request: Request) -> Response:
        return _slips(request, suffix)

    return handler


@router.get(
    "",
    operation_id="eventSlips",
    summary="How often and by how many days the events of the filter were moved",
    **openapi.operation(parameters.COUNTS, "EventSlips", forms=SLIP_FORMS),
)
def event_slips(request: Request) -> Response:
    """A row for each combination that occurs, of events that moved and of those that did not."""
    return _slips(request, form_at(router.prefix, request.headers.get("accept", "")))


for _suffix, _form in SLIP_FORMS.items():
    router.add_api_route(
        f".{_suffix}",
        _slips_in(_suffix),
        operation_id=f"eventSlipsAs{_suffix.title()}",
        summary=f"The same as {_form.media_type.partition(';')[0]}",
        description=_form.losses,
        **openapi.operation(parameters.COUNTS, "EventSlips", forms={_suffix: _form}),
    )
