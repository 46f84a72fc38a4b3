"""/en/ and /fr/: the pages for people, over the same questions and reads as the interface."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from app.domain.listing import Listing
from app.domain.query import Choice, EventQuery, Sort
from app.domain.things import Thing
from app.http import events as api
from app.http import listings, parameters, respond
from app.http.asking import question, viewed
from app.http.language import preferred_of
from app.http.plain import PlainRoute
from app.http.question import Question
from app.http.reading import Reading, address_id, reading
from app.http.respond import Meta
from app.render.form import Form
from app.render.forms import FORMS
from app.render.site import eventpage, listpage, thingpage
from app.render.site.address import Address
from app.render.site.asked import Asked
from app.render.site.months import in_words
from app.render.site.thingpage import Lists
from app.render.svg import LANES
from app.store import documents, events
from app.web.catalogues import LANGUAGES

router = APIRouter(include_in_schema=False, route_class=PlainRoute)

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
MEDIA_TYPE = "text/html; charset=utf-8"
# What a list shows is all in its events.
LISTED = Form(MEDIA_TYPE, "", lambda _all, _view: iter(()), needs=frozenset())
_ONE = frozenset({"titles", "sources", "statements", "history"})
# The forms that a single event has.
OF_ONE = {suffix: form for suffix, form in FORMS.items() if form.one is not None}
_MOST_PARTS = 200
_FEW = "15"
PAGE = parameters.with_options(
    {n: p for n, p in parameters.EVENTS.items() if n not in ("lang", "include", "count")},
    Form(MEDIA_TYPE, "", lambda _all, _view: iter(()), options=(LANES,)),
)
ONE = {name: parameters.EVENTS[name] for name in ("as_of", "tz")}
# What says how a list is shown, and not which list it is.
_HOW = frozenset({"tz", "lanes", "as_of", "limit", "lang", "theme"})


def tidied(request: Request) -> Response | None:
    """A form sends every field: the address without those left empty is the one to share."""
    fields = request.scope["query_string"].split(b"&")
    kept = [field for field in fields if field.partition(b"=")[2].strip(b"+ ")]
    if fields in (kept, [b""]):
        return None
    query = b"&".join(kept).decode("ascii", "replace")
    base = request.app.state.service.base_url + request.url.path
    return RedirectResponse(f"{base}?{query}" if query else base, 303)


def list_page(request: Request, lang: str) -> Response:
    """A list of events; without a filter what is next, or else the latest month there is."""
    if (moved := tidied(request)) is not None:
        return moved
    with reading(request, PAGE, lang=lang) as read:
        asked, listing, notice = first_sight(read)
        return answered(read, listpage.render(listing, asked, notice))


def first_sight(read: Reading) -> tuple[Asked, Listing, str | None]:
    """The list of a filter; without one what is next, or the latest month, and a note of that."""
    if not is_front(read):
        return *_listed(read), None
    upcoming = replace(read, values=read.values.with_(upcoming="true"))
    asked, listing = _listed(upcoming)
    month = None if listing.items else _latest_month(upcoming)
    if month is None:
        return replace(asked, front=True), listing, None
    asked, listing = _listed(replace(read, values=read.values.with_(date=month)))
    message = asked.say("Nothing is upcoming. The latest month that has events: %(month)s.")
    notice = message % {"month": in_words(month, asked.lang)}
    return replace(asked, front=True), listing, notice


def is_front(read: Reading) -> bool:
    """Whether no list is asked for."""
    return read.values.keys() <= _HOW


def _latest_month(read: Reading) -> str | None:
    newest = EventQuery(sort=Sort.DATE_REVERSED)
    items, _ = events.page(read.connection, newest, read.directory, read.pin, 1)
    start: str | None = items[0].document["when"]["earliest_start"] if items else None
    return start and start[:7]


def _listed(read: Reading) -> tuple[Asked, Listing]:
    question_ = question(read)
    view = viewed(read, question_.query(read.now))
    asked = replace(asked_of(read, question_), view=view)
    return asked, listings.listing(read, question_, view, LISTED)


def asked_of(read: Reading, asked: Question | None = None) -> Asked:
    """What a page was asked for."""
    pairs = tuple((name, v.strip()) for name, values in read.values.items() for v in values)
    return Asked(
        view=viewed(read, EventQuery()),
        address=Address(read.service.base_url, read.path, pairs),
        rev=read.pin.rev,
        at=read.pin.at,
        now=read.now(),
        pinned=read.pinned,
        forms=FORMS,
        resolved=asked.resolved if asked else {},
        lanes=LANES.checked(read.one(LANES.name)),
    )


def answered(read: Reading, body: bytes) -> Response:
    """A page, or 304 where the reader has it."""
    meta = Meta(MEDIA_TYPE, read.pin, read.lang, pinned=read.pinned, extra=HEADERS)
    return respond.whole(read.request, body, meta)


def event_page(request: Request, lang: str, id_or_slug: str) -> Response:
    """One event; a slug redirects to the id."""
    with reading(request, ONE, lang=lang) as read:
        item = api.found(read, id_or_slug)
        if item.id != id_or_slug:
            return RedirectResponse(read.address(f"/{lang}/events/{item.id}"), 301)
        asked = asked_of(read)
        view = replace(asked.view, tz=api.tz(read), include=_ONE)
        asked = replace(asked, view=view, forms=OF_ONE)
        related = events.related(read.connection, read.pin, [item], _related_to(asked))
        body = eventpage.render(item, related, asked, _parts(read, item.id))
        return answered(read, body)


def _related_to(asked: Asked) -> frozenset[str]:
    """What the page shows, and what the form that it holds needs."""
    held = asked.forms.get("jsonld")
    return _ONE | (held.needs if held else frozenset())


def _parts(read: Reading, id_: str) -> list[Any]:
    query = EventQuery(part_of=Choice((id_,)))
    found, _ = events.page(read.connection, query, read.directory, read.pin, _MOST_PARTS)
    return found


def _in(lang: str, page: Callable[..., Response]) -> Callable[..., Response]:
    def handler(request: Request, **of: str) -> Response:
        return page(request, lang, **of)

    return handler


def actor_page(request: Request, lang: str, id_: str) -> Response:
    """One actor, with its events."""
    return _thing_page(request, lang, Thing.ACTOR, id_)


def forum_page(request: Request, lang: str, id_: str) -> Response:
    """One forum, with its events and those of the organs below it."""
    return _thing_page(request, lang, Thing.FORUM, id_)


def _thing_page(request: Request, lang: str, thing: Thing, id_: str) -> Response:
    with reading(request, ONE, lang=lang) as read:
        item = documents.get(read.connection, thing, address_id(id_), read.pin)
        asked, today = asked_of(read), read.now().date()
        lists = Lists(
            _of(read, thing, id_, upcoming="true"),
            _of(read, thing, id_, date=f"../{today}", sort="-date"),
            {str(thing): id_},
        )
        return answered(read, _RENDERED[thing](item, lists, asked))


_RENDERED = {Thing.ACTOR: thingpage.actor, Thing.FORUM: thingpage.forum}


def _of(read: Reading, thing: Thing, id_: str, **more: str) -> Listing:
    """Some events of a thing, by the question that a reader would ask."""
    asked = {str(thing): id_, "limit": _FEW, **more}
    return _listed(replace(read, values=read.values.with_(**asked)))[1]


def root(request: Request) -> Response:
    """To the pages in the reader's language."""
    lang = preferred_of(request.headers.get("accept-language", ""), LANGUAGES)
    query = request.scope["query_string"].decode("ascii", "replace")
    address = f"{request.app.state.service.base_url}/{lang}/" + (f"?{query}" if query else "")
    headers = {"Vary": "Accept-Language", "Cache-Control": "public, max-age=300"}
    return RedirectResponse(address, 302, headers)


def _to_front(request: Request, lang: str) -> Response:
    return RedirectResponse(f"{request.app.state.service.base_url}/{lang}/", 301)


_PAGES: dict[str, Callable[..., Response]] = {
    "": _to_front,
    "/": list_page,
    "/events": _to_front,
    "/events/{id_or_slug}": event_page,
    "/actors/{id_}": actor_page,
    "/forums/{id_}": forum_page,
}

router.add_api_route("/", root)
for _lang in LANGUAGES:
    for _path, _page in _PAGES.items():
        router.add_api_route(f"/{_lang}{_path}", _in(_lang, _page))
