"""Bodies of requests about webhooks: read whole, as JSON without surprises, into models."""

from collections.abc import Iterable
from typing import Annotated, Any, TypeVar

from fastapi import Request, Response
from pydantic import Field, ValidationError

from app.domain.text import Line, Part
from app.errors import (
    ContentTooLarge,
    Fault,
    InvalidDocument,
    UnsupportedMediaType,
)
from app.http.guarded import GuardedRoute, Handler
from app.http.jsonbody import parsed
from app.outbound.target import LONGEST as LONGEST_URL

LARGEST = 64 * 1024
JSON, MERGE_PATCH = "application/json", "application/merge-patch+json"
_LONGEST_FILTER = 4_000
_LONGEST_GRACE = 24 * 30

B = TypeVar("B", bound=Part)
Url = Annotated[str, Field(min_length=1, max_length=LONGEST_URL)]
Filter = Annotated[str, Field(max_length=_LONGEST_FILTER)]
Since = Annotated[str, Field(max_length=200)]


class NewWebhook(Part):
    """What is said of a webhook that is made."""

    url: Url
    filter: Filter = ""
    description: Line | None = None
    enabled: bool = True
    since: Since | None = None


class ChangedWebhook(Part):
    """What is changed of one (RFC 7396); what is not named stays."""

    url: Url = ""
    filter: Filter = ""
    description: Line | None = None
    enabled: bool = False


class Rotation(Part):
    """For how many hours messages are signed with the former secret too."""

    grace_hours: Annotated[int, Field(ge=0, le=_LONGEST_GRACE)] = 24


class JsonRoute(GuardedRoute):
    """Has the bytes of the body in `request.state.body` before the function runs."""

    def answering(self) -> Handler:
        """The handler, behind the receipt of the body."""
        answer = super().answering()

        async def received(request: Request) -> Response:
            request.state.body = await _received(request)
            return await answer(request)

        return received


def body(request: Request, model: type[B], *, types: Iterable[str] = (JSON,)) -> B:
    """The body as a model; no body at all is one without members.

    UnsupportedMediaType, MalformedRequest for what is not JSON, InvalidDocument for what says
    something else, with a pointer (RFC 6901) to each fault.
    """
    raw: bytes = request.state.body
    if not raw:
        return _validated(model, {})
    named, _, parameter = request.headers.get("content-type", "").lower().partition(";")
    if named.strip() not in types or parameter.strip() not in ("", "charset=utf-8"):
        raise UnsupportedMediaType(f"Send it as {' or '.join(types)}, and say so in Content-Type.")
    return _validated(model, parsed(raw))


def _validated(model: type[B], said: Any) -> B:
    try:
        return model.model_validate(said)
    except ValidationError as error:
        faults = [_fault(found["loc"], found["msg"]) for found in error.errors(include_input=False)]
        raise InvalidDocument(" ".join(fault.detail for fault in faults), faults) from None


def _fault(where: Iterable[int | str], what: str) -> Fault:
    """A member that is not one of ours is not named: nothing that was sent is repeated."""
    known = [str(part) for part in where]
    pointer = "".join(f"/{part}" for part in known if part in _MEMBERS)
    named = known[0] if known and known[0] in _MEMBERS else "The body"
    return Fault(f"{named}: {what.removeprefix('Value error, ')}.", pointer=pointer)


_MEMBERS = {name for model in (NewWebhook, ChangedWebhook, Rotation) for name in model.model_fields}


async def _received(request: Request) -> bytes:
    found = bytearray()
    async for chunk in request.stream():
        found += chunk
        if len(found) > LARGEST:
            raise ContentTooLarge(f"A body has {LARGEST // 1024} KiB at most here.")
    if "content-encoding" in request.headers:
        raise UnsupportedMediaType("Send the body as it is, without Content-Encoding.")
    return bytes(found)
