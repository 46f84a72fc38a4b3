"""Bodies in JSON: one object, strictly read, without what no text of the record may hold."""

import json
import re
from collections.abc import Iterator
from typing import Any

from fastapi import Request, Response

from app.domain.bodyreader import escaped
from app.domain.faults import refused
from app.domain.text import refused_at
from app.errors import ContentTooLarge, Fault, MalformedRequest, UnsupportedMediaType
from app.http.guarded import GuardedRoute, Handler

Json = dict[str, Any]

LARGEST = 1024 * 1024
DEEPEST = 32
TYPES = ("application/json", "application/merge-patch+json")


class JsonRoute(GuardedRoute):
    """Has the bytes of the body in `request.state.body` before the function runs."""

    def answering(self) -> Handler:
        """The handler, behind the receipt of the body."""
        answer = super().answering()

        async def receiving(request: Request) -> Response:
            request.state.body = await _received(request)
            return await answer(request)

        return receiving


async def _received(request: Request) -> bytes:
    """The body, or nothing; UnsupportedMediaType, ContentTooLarge as soon as that is seen."""
    _refuse_announced(request)
    received = bytearray()
    async for chunk in request.stream():
        received += chunk
        if len(received) > LARGEST:
            raise _too_large()
    if received:
        _refuse_other_types(request)
    return bytes(received)


def _refuse_announced(request: Request) -> None:
    if "content-encoding" in request.headers:
        raise UnsupportedMediaType("Send the body as it is, without Content-Encoding.")
    length = request.headers.get("content-length", "")
    if length.isascii() and length.isdigit() and int(length[:20]) > LARGEST:
        raise _too_large()


def _refuse_other_types(request: Request) -> None:
    name, _, parameter = request.headers.get("content-type", "").lower().partition(";")
    if name.strip() not in TYPES or parameter.strip() not in ("", "charset=utf-8"):
        raise UnsupportedMediaType(f"Send it as {' or '.join(TYPES)}, and say so in Content-Type.")


def _too_large() -> ContentTooLarge:
    return ContentTooLarge(f"A body has {LARGEST // 1024**2} MiB at most; send it in parts.")


def body(request: Request) -> Json:
    """The object that was sent, empty where nothing was.

    MalformedRequest where it is not JSON (RFC 8259), InvalidDocument for what no text may hold.
    """
    sent: bytes = request.state.body
    if not sent:
        return {}
    found = parsed(sent)
    if not isinstance(found, dict):
        raise MalformedRequest("The body is not a JSON object.")
    if _SUSPECT.search(sent) is not None or not _shallow(found, DEEPEST):
        faults = list(_unfit(found, "", DEEPEST))
        if faults:
            raise refused(faults)
    return found


# JSON has no control characters in its texts but by an escape, and half a surrogate pair is no
# UTF-8: of a body with neither such escapes nor a DEL, no text need be looked through.
_SUSPECT = re.compile(rb"\\[ubf]|\x7f")


def _shallow(value: Any, depth: int) -> bool:
    """Whether nothing in it is so deep."""
    if depth == 0:
        return False
    if isinstance(value, dict):
        return all(_shallow(member, depth - 1) for member in value.values())
    return not isinstance(value, list) or all(_shallow(member, depth - 1) for member in value)


def parsed(sent: bytes) -> Any:
    """The value of a JSON text, each member once; MalformedRequest says where it breaks."""
    try:
        return json.loads(
            sent.decode("utf-8"), object_pairs_hook=_unrepeated, parse_constant=_no_constant
        )
    except UnicodeDecodeError as error:
        raise MalformedRequest(f"The body is not UTF-8: byte {error.start} is not.") from None
    except json.JSONDecodeError as error:
        raise MalformedRequest(
            f"The body is not JSON: it breaks at character {error.pos}: {error.msg}."
        ) from None
    except (RecursionError, ValueError):
        # A number of so many digits that Python will not read it is a ValueError as well.
        raise MalformedRequest(
            "The body is not JSON as we read it: a value is too large."
        ) from None


def _unrepeated(pairs: list[tuple[str, Any]]) -> Json:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise MalformedRequest("An object of the body has a member twice; give each once.")
    return found


def _no_constant(_name: str) -> None:
    raise MalformedRequest("The body is not JSON: it has no NaN and no Infinity.")


def _unfit(value: Any, pointer: str, depth: int) -> Iterator[Fault]:
    if depth == 0:
        yield Fault("it is nested too deeply.", pointer=pointer)
    elif isinstance(value, str):
        yield from _unfit_text(value, pointer)
    elif isinstance(value, dict):
        for name, member in value.items():
            if list(_unfit_text(name, pointer)):
                yield Fault("the name of a member has a control character.", pointer=pointer)
            else:
                yield from _unfit(member, f"{pointer}/{escaped(name)}", depth - 1)
    elif isinstance(value, list):
        for i, member in enumerate(value):
            yield from _unfit(member, f"{pointer}/{i}", depth - 1)


def _unfit_text(text: str, pointer: str) -> Iterator[Fault]:
    position = refused_at(text.replace("\r", " "))
    if position is not None:
        detail = f"character {position} is a control character or half a surrogate pair."
        yield Fault(detail, pointer=pointer, position=position)
