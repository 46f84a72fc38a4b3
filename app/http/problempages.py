"""Problems as pages, for people who ask for one on an address of the site."""

from datetime import UTC, datetime
from urllib.parse import parse_qsl

from fastapi import Request, Response

from app.domain.directory import Directory
from app.domain.listing import View
from app.errors import AppError, InvalidQuery
from app.http.language import preferred_of
from app.http.pages import HEADERS, MEDIA_TYPE
from app.http.raw import LONGEST
from app.http.reading import Service
from app.render.site import problempage
from app.render.site.address import Address
from app.render.site.asked import Asked
from app.store.directory import directory
from app.store.pins import Pin, pin
from app.web.catalogues import LANGUAGES

_FOR_PROGRAMS = ("/v1/", "/docs", "/openapi.json", "/live", "/ready", "/static/")


def offered(request: Request, error: AppError) -> Response | None:
    """The page of an error, or None where the reader is a program."""
    path = request.url.path
    if path.startswith(_FOR_PROGRAMS) or not _wants_page(request.headers.get("accept", "")):
        return None
    headers = {**HEADERS, "Cache-Control": "no-store", "Vary": "Accept, Accept-Language"}
    body = problempage.render(error, _asked(request, error))
    return Response(body, error.status, {**headers, **error.headers}, media_type=MEDIA_TYPE)


def _wants_page(accept: str) -> bool:
    """Browsers name HTML; programs name JSON, or accept anything."""
    return "text/html" in accept or "application/xhtml+xml" in accept


def _asked(request: Request, error: AppError) -> Asked:
    service: Service = request.app.state.service
    known, at = _known(service, error)
    lang = _language(request)
    query = request.scope["query_string"][:LONGEST].decode("ascii", "replace")
    pairs = tuple(parse_qsl(query, errors="replace"))
    return Asked(
        view=View(lang, service.base_url, known),
        address=Address(service.base_url, request.url.path, pairs),
        rev=at.rev,
        at=at.at,
        now=at.at,
    )


def _known(service: Service, error: AppError) -> tuple[Directory, Pin]:
    """The names that suggestions have; none where there is nothing to suggest, or no database."""
    if isinstance(error, InvalidQuery):
        with service.database.reading() as connection:
            pinned = pin(connection)
            return service.directories.at(connection, pinned), pinned
    return directory([]), Pin("", 0, datetime.now(UTC), directory_rev=0, told_rev=0, is_head=True)


def _language(request: Request) -> str:
    first = request.url.path.split("/")[1]
    if first in LANGUAGES:
        return first
    return preferred_of(request.headers.get("accept-language", ""), LANGUAGES)
