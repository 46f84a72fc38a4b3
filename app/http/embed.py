"""/embed: a list for the frames of others, and /embed.js, which makes a frame as high as it is."""

from dataclasses import replace

from fastapi import APIRouter, Request, Response

from app.domain.eventwords import tongue
from app.http import parameters, respond
from app.http.pages import MEDIA_TYPE, first_sight, tidied
from app.http.plain import PlainRoute
from app.http.reading import Reading, reading
from app.http.respond import Meta
from app.render import html
from app.render.form import Form, Option
from app.web.assets import assets

router = APIRouter(include_in_schema=False, route_class=PlainRoute)

THEME = Option("theme", "Its colours.", "auto", words=("auto", "light", "dark"))
EMBED = parameters.with_options(
    {n: p for n, p in parameters.EVENTS.items() if n not in ("include", "count")},
    Form(MEDIA_TYPE, "", html.whole, options=(THEME,)),
)


@router.get("/embed")
def embed(request: Request) -> Response:
    """The list of a filter; without one what is next, or else the latest month there is."""
    if (moved := tidied(request)) is not None:
        return moved
    with reading(request, EMBED) as asking:
        read = replace(asking, said=replace(asking.said, lang=tongue(asking.lang)))
        theme = THEME.checked(read.one(THEME.name))
        asked, listing, notice = first_sight(read)
        view = replace(asked.view, address=asked.address.whole)
        body = html.page(listing, view, html.Frame(theme, notice))
        meta = Meta(MEDIA_TYPE, read.pin, read.lang, pinned=read.pinned, extra=_headers(read))
        return respond.whole(request, body, meta)


def _headers(read: Reading) -> dict[str, str]:
    """The one page that others may frame: those whom the setting names."""
    ancestors = read.service.settings.frame_ancestors
    policy = (
        f"default-src 'none'; style-src '{html.STYLE_HASH}'; script-src 'self'; img-src 'self'; "
        # It asks for nothing; those who judge pages ask through it for /robots.txt.
        "connect-src 'self'; "
        f"base-uri 'none'; form-action 'none'; frame-ancestors {ancestors}"
    )
    return {"Content-Security-Policy": policy}


@router.get("/embed.js")
def script(request: Request) -> Response:
    """Under an address that stays, as pages of others hold it: asked for again by its ETag."""
    asset = assets()["embed.js"]
    tag = f'"{respond.digest(asset.body)}"'
    headers = {"ETag": tag, "Cache-Control": "public, max-age=300", "Vary": "Accept-Encoding"}
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    return Response(asset.body, headers={**headers, "Content-Type": asset.media_type})
