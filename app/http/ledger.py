"""/v1/ledger: the record as it is stored, line by line, for mirrors; and its digest."""

import orjson
from fastapi import APIRouter, Request, Response

from app.errors import Fault, InvalidQuery
from app.http import openapi, parameters, places, respond
from app.http.asking import links
from app.http.feed import token_of
from app.http.plain import PlainRoute
from app.http.reading import Reading, reading
from app.http.respond import Meta
from app.render import json_, ndjson, refs
from app.store import record
from app.store.digest import Digests
from app.store.pins import pin
from app.store.record import Page, Spot

router = APIRouter(prefix="/v1/ledger", tags=["changes"], route_class=PlainRoute)

# A mirror asks when it wants to know, and where it wants to go on.
_ASK_AGAIN = {"Cache-Control": "public, no-cache"}


@router.get(
    "",
    operation_id="getLedger",
    summary="The record as it is stored, commit by commit, oldest first",
    **openapi.operation(parameters.LEDGER, "", {"ndjson": ndjson.FORM}),
)
def get_ledger(request: Request) -> Response:
    """A line for each commit, version and typed change; the last one says what is next."""
    with reading(request, parameters.LEDGER) as read:
        found = record.page(read.connection, _start(read), read.pin.rev)
        next_ = _next(read, found.spot)
        body = b"".join(found.lines) + _end(read, found, next_)
        meta = Meta(
            ndjson.FORM.media_type,
            read.pin,
            read.lang,
            pinned=read.pinned,
            links=links(read, next_),
            extra={} if read.pinned else _ASK_AGAIN,
        )
        return respond.whole(request, body, meta)


def _start(read: Reading) -> Spot:
    """Where `since` and `skip` say that the reader stands."""
    token = token_of(read)
    head = read.pin if read.pin.is_head else pin(read.connection)
    places.refuse_ended(token, head, read.address(router.prefix, since="0", skip=None))
    if token.place.last is not None:
        raise _refused("since", "this is a place among changes; give a revision of the ledger.")
    if token.place.rev > read.pin.rev:
        raise _refused("since", f"revision {token.place.rev} is after as_of; leave as_of out.")
    return Spot(token.place.rev, _skipped(read))


def _skipped(read: Reading) -> int:
    text = read.one("skip") or "0"
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise _refused("skip", "write a whole number of lines.")
    return int(text)


def _refused(parameter: str, detail: str) -> InvalidQuery:
    return InvalidQuery.of([Fault(f"{parameter}: {detail}", parameter=parameter)])


def _next(read: Reading, spot: Spot) -> str | None:
    if spot.rev >= read.pin.rev:
        return None
    since = f"{read.pin.epoch}.{spot.rev}"
    return read.address(
        router.prefix, since=since, skip=str(spot.skipped) if spot.skipped else None
    )


def _end(read: Reading, found: Page, next_: str | None) -> bytes:
    """What ends every page: one that was cut off has none."""
    said = {
        "part": "end",
        "epoch": read.pin.epoch,
        "rev": found.spot.rev,
        "skipped": found.spot.skipped,
        "head": read.pin.rev,
        "next": next_,
    }
    return orjson.dumps(said, option=orjson.OPT_APPEND_NEWLINE)


@router.get(
    "/digest",
    operation_id="getLedgerDigest",
    summary="A digest of all that the ledger holds up to a revision",
    **openapi.operation(parameters.DIGEST, "LedgerDigest"),
)
def get_digest(request: Request) -> Response:
    """Equal where `/v1/ledger` tells the same; 503 while there is much left to read for it."""
    digests: Digests = request.app.state.digests
    with reading(request, parameters.DIGEST) as read:
        found = digests.at(read.connection, read.pin)
        body = {
            "epoch": read.pin.epoch,
            "rev": read.pin.rev,
            "at": refs.utc(read.pin.at),
            "digest": found.digest,
            "spans": [span._asdict() for span in found.spans],
        }
        meta = Meta(
            json_.FORM.media_type, read.pin, read.lang, pinned=read.pinned, links=links(read)
        )
        return respond.whole(request, orjson.dumps(body), meta)
