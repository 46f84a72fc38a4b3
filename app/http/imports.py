"""/v1/imports: a file of events into the record, as `pourparlers import` brings it in."""

from collections.abc import Callable
from functools import partial
from typing import Any

import orjson
from fastapi import APIRouter, Request, Response

from app.domain.scope import Scope
from app.errors import Fault, InvalidQuery
from app.http import openapi, raw
from app.http.auth import Holder, holder
from app.http.once import asking, once, recalled
from app.http.raw import Parameter, Values
from app.http.reading import Service
from app.http.said import one
from app.http.spooled import TYPES, SpooledRoute
from app.importing.options import BATCH, Options

router = APIRouter(prefix="/v1/imports", tags=["imports"], route_class=SpooledRoute)

Json = dict[str, Any]

MOST_LINES = 100_000
_LONGEST_REASON = 500
PARAMETERS = {
    parameter.name: parameter
    for parameter in (
        Parameter(
            "mapping",
            "What the columns of a CSV mean: the text of a mapping in TOML, without lookup tables.",
            {"type": "string"},
        ),
        Parameter(
            "batch",
            "Lines that are kept together, or not at all.",
            {"type": "integer", "minimum": 1, "maximum": MOST_LINES, "default": BATCH},
            BATCH,
        ),
        Parameter(
            "dry_run",
            "Say what would be done, and keep nothing; the scope `write` is then enough.",
            {"type": "boolean", "default": False},
            True,
        ),
        Parameter(
            "reason",
            "Why, in the history of what it changes.",
            {"type": "string", "maxLength": _LONGEST_REASON},
            "Visits of the spring",
        ),
    )
}
_BODIES = {name: {"schema": {"type": "string"}} for name in TYPES}


def _import(request: Request) -> Response:
    """What the file did, or would do: each batch of lines whole, or nothing of it."""
    values = raw.read(_query(request), PARAMETERS)
    rehearse = _flag(values, "dry_run")
    asks = holder(request, Scope.PUBLISH, *([Scope.WRITE] if rehearse else []))
    # Six MiB of readers and comparisons, and most servers never see a file.
    from app.http import importer  # noqa: PLC0415

    reader = importer.reader(request.state.spooled, one(values, "mapping"))
    options, service = _options(asks, values, rehearse), request.app.state.service
    run = partial(importer.run, service.database, service.directories, reader, options)
    return _once(request, asks, lambda: run().document())


def _once(request: Request, asks: Holder, run: Callable[[], Json]) -> Response:
    """The report, kept under the Idempotency-Key with the last of the batches' transactions over.

    Killed between two, the file is imported again under the same key: lines that are there already
    are found by what they call themselves, and change nothing.
    """
    service: Service = request.app.state.service
    database, body = service.database, request.state.spooled.sha256
    if (asked := asking(request, asks, body)) is not None:
        with database.writing() as connection:
            stored = recalled(connection, asked)
        if stored is not None:
            return stored
    answer = Response(orjson.dumps(run()), media_type="application/json")
    if asked is None:
        return answer
    with database.writing() as connection:
        return once(request, connection, asks, body, lambda: answer)


def _query(request: Request) -> bytes:
    """A mapping that was written on Windows ends its lines with two characters."""
    query: bytes = request.scope["query_string"]
    return query.replace(b"%0D%0A", b"%0A").replace(b"%0d%0a", b"%0A")


def _options(asks: Holder, values: Values, rehearse: bool) -> Options:
    reason = one(values, "reason") or "Import over the interface"
    if len(reason) > _LONGEST_REASON:
        raise _fault("reason", f"write at most {_LONGEST_REASON} characters.")
    return Options(asks.name, reason, _batch(values), rehearse)


def _batch(values: Values) -> int:
    text = one(values, "batch") or str(BATCH)
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:7]) <= MOST_LINES):
        raise _fault("batch", f"write a whole number from 1 to {MOST_LINES:,}.")
    return int(text)


def _flag(values: Values, name: str) -> bool:
    text = one(values, name) or "false"
    if text not in ("true", "false"):
        raise _fault(name, "write true or false.")
    return text == "true"


def _fault(name: str, detail: str) -> InvalidQuery:
    return InvalidQuery.of([Fault(f"{name}: {detail}", parameter=name)])


@router.post(
    "",
    operation_id="importEvents",
    summary="Bring a file of events into the record",
    **openapi.secured(
        openapi.taking(openapi.operation(PARAMETERS, "ImportReport"), _BODIES),
        Scope.PUBLISH,
        Scope.WRITE,
    ),
)
def import_events(request: Request) -> Response:
    """Needs `publish`; `write` is enough with `dry_run=true`."""
    return _import(request)
