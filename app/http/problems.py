"""Every error as one shape: application/problem+json (RFC 9457), never what was sent."""

import logging
from collections.abc import Callable
from http import HTTPStatus
from typing import Any
from uuid import uuid4

import orjson
from fastapi import FastAPI, Request, Response
from starlette.exceptions import HTTPException

from app import errors
from app.errors import AppError, Fault
from app.http import methods

log = logging.getLogger("pourparlers")


# An error as a page, where the reader wants one.
AsPage = Callable[[Request, AppError], Response | None]


def install(app: FastAPI, base_url: str, as_page: AsPage) -> None:
    """One handler speaks for all: our own errors, the framework's, and those nobody foresaw."""

    def ours(request: Request, error: AppError) -> Response:
        return as_page(request, error) or problem(error, base_url)

    def framework(request: Request, error: HTTPException) -> Response:
        return ours(request, _known(request, error))

    def unforeseen(request: Request, error: Exception) -> Response:
        answer = AppError("The request met an error of ours; it is in our log under request_id.")
        log.error("unforeseen error", exc_info=error)
        return ours(request, answer)

    app.exception_handler(AppError)(ours)
    app.exception_handler(HTTPException)(framework)
    for kind in (RecursionError, OverflowError, UnicodeError):
        app.add_exception_handler(kind, lambda _r, _e: problem(_MALFORMED, base_url))
    app.add_exception_handler(Exception, unforeseen)


_MALFORMED = errors.MalformedRequest("The request cannot be read; the documentation shows how.")


def problem(error: AppError, base_url: str) -> Response:
    """The problem document of an error."""
    body = {
        "type": f"{base_url}/docs/errors#{error.code}",
        "code": error.code,
        "title": error.title,
        "status": error.status,
        "detail": error.detail,
        "errors": [_fault(fault) for fault in error.faults],
        "request_id": uuid4().hex,
    }
    headers = {"Cache-Control": "no-store", **error.headers}
    if error.status == HTTPStatus.SERVICE_UNAVAILABLE:
        headers["Retry-After"] = "5"
    return Response(
        orjson.dumps(body), error.status, headers, media_type="application/problem+json"
    )


def _fault(fault: Fault) -> dict[str, Any]:
    return {
        "parameter": fault.parameter,
        "position": fault.position,
        "pointer": fault.pointer,
        "detail": fault.detail,
        "suggestions": list(fault.suggestions),
    }


def _known(request: Request, error: HTTPException) -> AppError:
    found: AppError
    headers = {name.lower(): value for name, value in (error.headers or {}).items()}
    if error.status_code == HTTPStatus.NOT_FOUND:
        found = errors.NotFound(
            "There is nothing at this address; /openapi.json lists those there are."
        )
    elif error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        return methods.not_allowed(request)
    else:
        found = errors.MalformedRequest("The request cannot be read; the documentation shows how.")
    found.headers = headers
    return found
