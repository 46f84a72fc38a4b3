"""/widget.js: the element that other pages show events with."""

from fastapi import APIRouter, Request, Response

from app.errors import NotFound
from app.http import respond
from app.http.plain import PlainRoute
from app.render import widget

router = APIRouter(include_in_schema=False, route_class=PlainRoute)


@router.get("/widget.js")
def current(request: Request) -> Response:
    """The newest, asked for anew each time."""
    return respond.fixed(
        request, widget.CURRENT.body, widget.MEDIA_TYPE, freshness=respond.REVALIDATED
    )


@router.get("/widget-{version}.js")
def versioned(request: Request, version: str) -> Response:
    """One version, which a page may insist on by its hash; those of earlier releases as well."""
    found = widget.SCRIPTS.get(version)
    if found is None:
        raise NotFound("There is no such version of the widget; /widget.js is the newest.")
    return respond.fixed(request, found.body, widget.MEDIA_TYPE, freshness=respond.IMMUTABLE)
