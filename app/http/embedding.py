"""/en/embedding and /fr/embedding: the page that writes the snippets for other pages."""

from urllib.parse import parse_qsl

from fastapi import APIRouter, Request, Response

from app.http import respond
from app.http.plain import PlainRoute
from app.http.reading import Service
from app.render import embedding
from app.render.embedding import WEB

router = APIRouter(include_in_schema=False, route_class=PlainRoute)

_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; "
    "img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)
_HEADERS = {"Content-Security-Policy": _POLICY, "Cross-Origin-Resource-Policy": "same-origin"}
_CSS, _JS = ((WEB / "static" / name).read_bytes() for name in ("embedding.css", "embedding.js"))


def _page(request: Request, lang: str) -> Response:
    service: Service = request.app.state.service
    # What is wrong with a filter is said by the preview, whose list is the API's.
    given = parse_qsl(request.url.query, max_num_fields=100)
    body = embedding.page(lang, embedding.wanted(service.base_url, lang, given))
    answer = respond.fixed(request, body, "text/html; charset=utf-8", respond.REVALIDATED)
    answer.headers.update({**_HEADERS, "Content-Language": lang})
    return answer


@router.get("/en/embedding")
def english(request: Request) -> Response:
    """The snippets for what the query asks for, complete without JavaScript."""
    return _page(request, "en")


@router.get("/fr/embedding")
def french(request: Request) -> Response:
    """The same in French."""
    return _page(request, "fr")


@router.get("/embedding.css")
def style(request: Request) -> Response:
    """How it looks."""
    return respond.fixed(request, _CSS, "text/css; charset=utf-8", respond.REVALIDATED)


@router.get("/embedding.js")
def script(request: Request) -> Response:
    """What makes it live."""
    return respond.fixed(request, _JS, "text/javascript; charset=utf-8", respond.REVALIDATED)
