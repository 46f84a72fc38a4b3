"""/oembed: what another site shows where the address of a page of ours is pasted."""

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response

from app.domain.describe import describe
from app.domain.eventwords import labelled, tongue
from app.domain.text import chosen
from app.domain.things import Thing
from app.errors import Fault, FormatNotServed, Gone, InvalidQuery, MalformedRequest, NotFound
from app.http import openapi, parameters, respond
from app.http.asking import question
from app.http.ours import Shown, shown
from app.http.pages import is_front
from app.http.plain import PlainRoute
from app.http.raw import Parameter, Values, read
from app.http.reading import Reading, Service, reading
from app.http.respond import Meta
from app.http.said import one
from app.render.oembed import FORMATS, HEIGHT, WIDTH, Card, Format
from app.store import documents
from app.web.catalogues import translations

router = APIRouter(tags=["events"], route_class=PlainRoute)

_SIZE = {"type": "integer", "minimum": 1}
PARAMETERS = {
    parameter.name: parameter
    for parameter in (
        Parameter(
            "url",
            "The address of a page of ours, of an embedded list, or of a list of events.",
            {"type": "string", "format": "uri"},
            "https://example.org/en/events/ev_7k2m9q4x",
            required=True,
        ),
        Parameter("format", "json or xml.", {"type": "string", "default": "json"}, "json"),
        Parameter("maxwidth", "The widest that it may be, in pixels.", _SIZE, 400),
        Parameter("maxheight", "The highest that it may be, in pixels.", _SIZE, 300),
    )
}
_OPERATION = openapi.operation(PARAMETERS, "Oembed", forms=FORMATS)
_OPERATION["responses"] |= openapi.failures(501)


@router.get(
    "/oembed",
    operation_id="getOembed",
    summary="A page of ours as other sites show it",
    **_OPERATION,
)
def get_oembed(request: Request) -> Response:
    """Of type rich (https://oembed.com, section 2.3.4.4): a sandboxed frame of /embed."""
    service: Service = request.app.state.service
    values = read(_known(request.scope["query_string"]), PARAMETERS)
    format_, page = _format(values), shown(_url(values), service.base_url)
    if page is None:
        raise NotFound("There is nothing to embed at url: it is no page of ours with events.")
    size = _at_most(values, "maxwidth", WIDTH), _at_most(values, "maxheight", HEIGHT)
    with _read_there(request, page) as there:
        address = there.address("/embed", lang=there.lang)
        card = Card(service.base_url, address, _title(there, page), *size)
        meta = Meta(format_.media_type, there.pin, there.lang)
        return respond.whole(request, format_.render(card), meta)


def _known(query: bytes) -> bytes:
    """Consumers add parameters of their own, as WordPress does dnt=1: they are no mistake here."""
    names = {name.encode() for name in PARAMETERS}
    return b"&".join(pair for pair in query.split(b"&") if pair.partition(b"=")[0] in names)


def _url(values: Values) -> str:
    found = one(values, "url")
    if found is None:
        raise _refused("url: the address of the page that is to be embedded.", "url")
    return found


def _at_most(values: Values, name: str, usual: int) -> int:
    text = one(values, name)
    if text is None:
        return usual
    if not (text.isascii() and text.isdigit() and len(text) < 6 and int(text) > 0):
        raise _refused(f"{name}: write a whole number of pixels.", name)
    return min(usual, int(text))


def _refused(detail: str, parameter: str) -> InvalidQuery:
    return InvalidQuery.of([Fault(detail, parameter=parameter)])


def _format(values: Values) -> Format:
    found = FORMATS.get(one(values, "format") or "json")
    if found is None:
        raise FormatNotServed("format: write json or xml; other formats are not served.")
    return found


@contextmanager
def _read_there(request: Request, page: Shown) -> Iterator[Reading]:
    """The record as that page reads it; what is wrong there means that nothing is there."""
    there = Request({**request.scope, "query_string": urlencode(page.pairs).encode()})
    try:
        with reading(there, parameters.EVENTS) as found:
            yield found
    except (InvalidQuery, MalformedRequest, Gone) as error:
        raise NotFound(f"There is nothing to embed at url: {error.detail}") from None


def _title(there: Reading, page: Shown) -> str:
    query = question(there).query(there.now)
    if page.id is None:
        front = translations(tongue(there.lang)).gettext("What is next")
        words = front if is_front(there) else describe(query, there.directory, there.lang)
        return labelled("Pourparlers", words, there.lang)
    event = documents.get(there.connection, Thing.EVENT, query.id.any[0], there.pin)
    return chosen(event.document["title"], there.lang)[1]
