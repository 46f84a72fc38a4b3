"""Which methods an address takes: said by 405, and to who asks with OPTIONS."""

import re

from fastapi.routing import iter_route_contexts
from starlette.requests import Request
from starlette.routing import Match
from starlette.types import Scope

from app import errors

# What somebody who would delete it is told of the ways there are.
_NOT_DELETED = (
    "Nothing is deleted: the record keeps what was. What will not take place is cancelled, by a "
    'PATCH with "status": "cancelled", and stays; what should never have been published is '
    "withdrawn by POST …/retract, and answers 410."
)
_PUBLISHED = re.compile(r"/v1/(events|statements|actors|forums|topics|sources)/[^/]+")


def taken(scope: Scope) -> list[str]:
    """Those of all routes that match the address: the framework names what the first of them does.

    HEAD wherever there is GET, and OPTIONS everywhere.
    """
    found = {"OPTIONS"}
    for context in iter_route_contexts(scope["app"].routes):
        route = context.original_route
        if route.matches(scope)[0] is not Match.NONE:
            found |= getattr(route, "methods", None) or set()
    return sorted(found | ({"HEAD"} if "GET" in found else set()), key=_ORDER.index)


_ORDER = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]


def not_allowed(request: Request) -> errors.MethodNotAllowed:
    """The header lists what is taken, and the sentence says the same (RFC 9110, 15.5.6)."""
    methods = taken(request.scope)
    detail = f"This address takes {', '.join(methods[:-1])} and {methods[-1]}."
    if request.method == "DELETE" and _PUBLISHED.fullmatch(request.url.path):
        detail = f"{_NOT_DELETED} {detail}"
    found = errors.MethodNotAllowed(detail)
    found.headers = {"Allow": ", ".join(methods)}
    return found
