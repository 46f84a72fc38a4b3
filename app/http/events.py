"""/v1/events: the filter in every form, one event, its history."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

import orjson
from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from app.domain.listing import Listing, Recorded, Related, View, Whole
from app.domain.query import EventQuery
from app.domain.things import Thing
from app.errors import Fault, InvalidQuery, NotFound, Slow
from app.http import listings, openapi, parameters, respond
from app.http.asking import alternates, links, options, question, viewed
from app.http.language import form_at, offer
from app.http.plain import Glancing, PlainRoute, at_a_glance
from app.http.plans import Plan
from app.http.question import Question
from app.http.raw import Parameter
from app.http.reading import Reading, address_id, reading
from app.http.respond import Links, Meta
from app.render import json_
from app.render.form import Form
from app.render.forms import FORMS, MISSING
from app.store import documents, events, identify

router = APIRouter(prefix="/v1/events", tags=["events"], route_class=PlainRoute)
PATH = router.prefix
offer(PATH, FORMS)

Page = Callable[[Listing, View], bytes]
One = Callable[[Recorded, Related, View], bytes]
Known = Mapping[str, Parameter]

_SINGLE = {suffix: form for suffix, form in FORMS.items() if form.one is not None}
_KNOWN_OF_ONE = {
    f".{suffix}": parameters.with_options(parameters.EVENT, form)
    for suffix, form in _SINGLE.items()
}
_INCLUDES = frozenset({"statements", "sources", "history"})


def _list(request: Request, suffix: str, known: Known = parameters.EVENTS) -> Response:
    form = FORMS[suffix]
    if form.keep is None and isinstance(request, Glancing):
        raise Slow
    with reading(request, known) as read:
        key = (read.said, suffix, read.pin.epoch, read.pin.directory_rev)
        plan = read.service.plans.get(key, lambda: _planned(read, suffix))
        view = _viewed(read, plan)
        if form.page is None:
            batches = listings.batches(read, view, form)
            everything = Whole(batches, read.pin.rev, read.pin.at, resolved=plan.resolved)
            return _whole(read, plan, view, suffix, form.whole(everything, view))
        return _page(read, plan, view, form, form.page)


def _viewed(read: Reading, plan: Plan) -> View:
    how = (read.lang, read.service.base_url, read.directory, plan.query.tz, plan.include)
    return View(*how, plan.query, plan.address, plan.options, plan.kept)


def _planned(read: Reading, suffix: str) -> tuple[Plan, bool]:
    """And whether the same question always comes to it, with the directory as it is."""
    form = FORMS[suffix]
    asked = question(read, form=form)
    plan = Plan(
        query=asked.query(read.now),
        resolved=asked.resolved,
        counting=asked.counting,
        include=_include(read),
        options=options(read, form.options),
        # A list chosen by Accept is asked for again by its suffix: a calendar asks as it likes.
        address=read.address(f"{PATH}.{suffix}", cursor=None),
        others=alternates(read, FORMS, PATH),
    )
    return plan, not asked.fleeting


def _page(read: Reading, plan: Plan, view: View, form: Form, render: Page) -> Response:
    page = listings.listing(read, plan, view, form)
    meta = _meta(read, form, (*links(read, page.next), *plan.others), page.count)
    return respond.whole(read.request, render(page, view), meta)


def _whole(read: Reading, plan: Plan, view: View, suffix: str, body: Iterator[bytes]) -> Response:
    """All of it, streamed at one revision: what was asked determines it, byte for byte."""
    counted = listings.count(read, view.query) if plan.counting else None
    others = (*links(read), *plan.others)
    meta = _meta(read, FORMS[suffix], others, counted)
    tag = f"{read.pin.epoch}.{read.pin.rev}.{_export_hash(read, view, suffix)}"
    return respond.streamed(read.request, body, replace(meta, etag=tag))


def _export_hash(read: Reading, view: View, suffix: str) -> str:
    asked = (
        suffix,
        sorted(view.options.items()),
        view.lang,
        view.tz,
        sorted(view.include),
        read.one("limit"),
        read.one("cursor"),
    )
    return f"{view.query.fingerprint()}{respond.digest(repr(asked).encode())[:8]}"


def _one(request: Request, id_or_slug: str, form: Form, render: One, suffix: str = "") -> Response:
    with reading(request, _KNOWN_OF_ONE.get(suffix, parameters.EVENT)) as read:
        item = found(read, id_or_slug)
        path = f"{PATH}/{item.id}"
        if item.id != id_or_slug:
            return _redirect(read, path + suffix)
        view = viewed(read, EventQuery(tz=tz(read)), _include(read), form=form)
        others = (*links(read), *alternates(read, _SINGLE, path))
        body = render(item, listings.related(read, [item], view, form), view)
        meta = replace(_meta(read, form, others), etag=str(item.version))
        return respond.whole(request, body, meta)


def tz(read: Reading) -> str | None:
    """The time zone asked for, alone of the filter; InvalidQuery for one that is not known."""
    wanted = read.one("tz")
    given = {"tz": [wanted]} if wanted else {}
    return Question(given, read.directory, lambda _: None).query(read.now).tz


def _history(request: Request, id_or_slug: str) -> Response:
    with reading(request, parameters.HISTORY) as read:
        item = found(read, id_or_slug)
        if item.id != id_or_slug:
            return _redirect(read, f"{PATH}/{item.id}/history")
        base = f"{read.service.base_url}/v1/events/{item.id}"
        versions = events.history(read.connection, item.id, read.pin)
        items = [{**v, "url": f"{base}?as_of={v['rev']}"} for v in versions]
        body = orjson.dumps({"id": item.id, "items": items, "rev": read.pin.rev})
        return respond.whole(request, body, _meta(read, FORMS["json"], links(read)))


def found(read: Reading, id_or_slug: str) -> Recorded:
    """The event that an address names; NotFound, or Gone where it was retracted."""
    id_ = identify.find(read.connection, address_id(id_or_slug), read.pin)
    if id_ is None:
        raise NotFound("There is no event with this id or slug; /v1/events lists those there are.")
    return documents.get(read.connection, Thing.EVENT, id_, read.pin)


def _redirect(read: Reading, path: str) -> Response:
    return RedirectResponse(read.address(path), 301, {"Cache-Control": respond.MOVED})


def _include(read: Reading) -> frozenset[str]:
    asked = frozenset(filter(None, (read.one("include") or "").split(",")))
    if asked <= _INCLUDES:
        return asked
    detail = f"include: of {', '.join(sorted(_INCLUDES))}, with commas."
    raise InvalidQuery.of([Fault(detail, parameter="include")])


def _meta(read: Reading, form: Form, links: Links, count: int | None = None) -> Meta:
    extra = respond.styled(form.styles) if form.styles else {}
    return Meta(
        form.media_type,
        read.pin,
        read.lang,
        pinned=read.pinned,
        links=links,
        count=count,
        extra=extra,
    )


def _list_in(suffix: str, known: Known) -> Any:
    def handler(request: Request) -> Response:
        return _list(request, suffix, known)

    return at_a_glance(handler) if FORMS[suffix].keep else handler


def _one_in(suffix: str, form: Form, render: One) -> Any:
    def handler(request: Request, id_or_slug: str) -> Response:
        return _one(request, id_or_slug, form, render, f".{suffix}")

    return handler


@router.get(
    "",
    operation_id="listEvents",
    summary="Events by actor, forum, date and the rest of the filter",
    **openapi.operation(parameters.EVENTS, "EventPage", forms=FORMS),
)
@at_a_glance
def list_events(request: Request) -> Response:
    """The form is that of `Accept`: JSON unless another is asked for."""
    return _list(request, form_at(PATH, request.headers.get("accept", "")))


def _add_form(suffix: str, form: Form) -> None:
    """The list with that suffix, and a single event where the form has one."""
    known = parameters.with_options(parameters.EVENTS, form)
    title, media_type = suffix.title(), form.media_type.partition(";")[0]
    router.add_api_route(
        f".{suffix}",
        _list_in(suffix, known),
        operation_id=f"listEventsAs{title}",
        summary=f"The same as {media_type}",
        description=form.losses,
        **openapi.operation(known, "EventPage", forms={suffix: form}),
    )
    if form.one is not None:
        single = _KNOWN_OF_ONE[f".{suffix}"]
        router.add_api_route(
            f"/{{id_or_slug}}.{suffix}",
            _one_in(suffix, form, form.one),
            operation_id=f"getEventAs{title}",
            summary=f"One event as {media_type}",
            description=form.losses,
            **openapi.operation(single, "Event", forms={suffix: form}),
        )


for _suffix, _form in FORMS.items():
    _add_form(_suffix, _form)


def _add_missing(suffix: str) -> None:
    """The address of a form that this installation lacks says what would bring it."""

    def refuse(_request: Request, _id: str = "") -> Response:
        brings = f"pip install 'pourparlers[{suffix}]' brings it"
        raise NotFound(f"This installation has no .{suffix}: {brings}.")

    for path in (f".{suffix}", f"/{{_id}}.{suffix}"):
        router.add_api_route(path, refuse, include_in_schema=False)


for _suffix in MISSING:
    _add_missing(_suffix)


@router.get(
    "/{id_or_slug}/history",
    operation_id="getEventHistory",
    summary="The versions of an event, with what each changed",
    **openapi.operation(parameters.HISTORY, "EventHistory"),
)
def get_history(request: Request, id_or_slug: str) -> Response:
    """Oldest first."""
    return _history(request, id_or_slug)


@router.get(
    "/{id_or_slug}",
    operation_id="getEvent",
    summary="One event",
    **openapi.operation(parameters.EVENT, "Event"),
)
def get_event(request: Request, id_or_slug: str) -> Response:
    """The bare item, as in a list; a slug redirects to the id."""
    form = FORMS["json"]
    return _one(request, id_or_slug, form, json_.one)
