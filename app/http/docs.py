"""/docs: the reference page, with nothing from elsewhere and no inline script."""

from collections.abc import Iterator
from html import escape
from pathlib import Path

import fastapi_offline
from fastapi import APIRouter, Response
from fastapi.staticfiles import StaticFiles

from app.errors import AppError

router = APIRouter(include_in_schema=False)

# The interface explorer's files come with this package; only its own page would inline a script.
_FILES = Path(fastapi_offline.__file__).parent / "static"
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'"
)
_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Pourparlers: the interface</title>
<link rel="stylesheet" href="/docs/files/swagger-ui.css">
</head>
<body>
<main id="reference"><p><a href="/openapi.json">The OpenAPI document</a></p></main>
<script src="/docs/files/swagger-ui-bundle.js"></script>
<script src="/docs/start.js"></script>
</body>
</html>
"""
_ERRORS = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Pourparlers: errors</title>
</head>
<body>
<main><h1>Errors</h1>
<p>Every error is application/problem+json (RFC 9457); its detail says what to do.</p>
{}
</main>
</body>
</html>
"""
_START = """SwaggerUIBundle({
  url: "/openapi.json", dom_id: "#reference", deepLinking: true, validatorUrl: null,
  presets: [SwaggerUIBundle.presets.apis], layout: "BaseLayout",
});
"""


def files() -> StaticFiles:
    """The explorer's own files."""
    return StaticFiles(directory=_FILES)


@router.get("/docs")
def page() -> Response:
    """The reference of the interface; without JavaScript, a link to its document."""
    return Response(_PAGE, headers=_headers("text/html; charset=utf-8"))


@router.get("/docs/start.js")
def start() -> Response:
    """What starts the explorer."""
    return Response(_START, headers=_headers("text/javascript; charset=utf-8"))


@router.get("/docs/errors")
def errors_page() -> Response:
    """What `type` of a problem points at: each error with its status and what it means."""
    rows = (_error(kind) for kind in _family(AppError))
    body = _ERRORS.format("\n".join(rows))
    return Response(body, headers=_headers("text/html; charset=utf-8"))


def _family(kind: type[AppError]) -> Iterator[type[AppError]]:
    yield kind
    for below in kind.__subclasses__():
        yield from _family(below)


def _error(kind: type[AppError]) -> str:
    meaning = escape((kind.__doc__ or "").replace("`", ""))
    return (
        f'<section id="{kind.code}"><h2>{kind.code} <small>{kind.status}</small></h2>'
        f"<p><strong>{escape(kind.title)}.</strong> {meaning}</p></section>"
    )


def _headers(media_type: str) -> dict[str, str]:
    return {
        "Content-Type": media_type,
        "Content-Security-Policy": _POLICY,
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": "public, max-age=3600",
    }
