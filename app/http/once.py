"""`Idempotency-Key`: a request sent again has one effect and one answer.

After the draft draft-ietf-httpapi-idempotency-key-header. The answer is written in the transaction
of the effect: there is no instant at which one is kept and not the other. A request that failed had
no effect and leaves nothing: sent again, it is tried again.
"""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import sha256

from fastapi import Request, Response

from app.errors import KeyReused, MalformedRequest
from app.http.auth import Holder
from app.http.flights import in_flight
from app.store import answers
from app.store.answers import Answer, Asked
from app.store.sessions import Connection

HEADER = "Idempotency-Key"
REPLAYED = "Idempotent-Replayed"
# A string of RFC 9651, section 3.3.3, as the draft has it; most clients leave its quotes out.
_KEY = re.compile(r'"([ !#-\[\]-~]{1,255})"|([!#-+\--:<-\[\]-~]{1,255})')
# What two requests must share to be one, beside the address and the body.
_TELLING = ("content-type", "if-match")

Effect = Callable[[], Response]


def once(
    request: Request, connection: Connection, holder: Holder, body: bytes, effect: Effect
) -> Response:
    """What the effect answers, or what it answered to this holder under the same key before.

    `connection` is that of the effect, in `Database.writing`. Without the header the effect just
    runs. KeyReused where the key came with another request, InFlight where the first is not done.
    A body that is not in memory is given by its hash.
    """
    asked = asking(request, holder, body)
    if asked is None:
        return effect()
    stored = recalled(connection, asked)
    if stored is not None:
        return stored
    answer = effect()
    kept(connection, asked, answer)
    return answer


def asking(request: Request, holder: Holder, body: bytes) -> Asked | None:
    """The key of a request with what it is bound to; None without one."""
    key = key_of(request)
    return None if key is None else Asked(holder.id, key, _fingerprint(request, body))


def recalled(connection: Connection, asked: Asked) -> Response | None:
    """The answer that is kept under this key; None where there is none yet."""
    if not answers.alone(connection, asked):
        raise in_flight()
    found = answers.recall(connection, asked, datetime.now(UTC))
    if found is None:
        return None
    if found.request != asked.request:
        raise KeyReused("This Idempotency-Key came with another request; take a new key for this.")
    return _again(found)


def kept(connection: Connection, asked: Asked, answer: Response) -> None:
    """Writes the answer beside its effect."""
    headers = [(n.decode("latin-1"), v.decode("latin-1")) for n, v in answer.raw_headers]
    made = Answer(asked.request, answer.status_code, headers, bytes(answer.body))
    answers.keep(connection, asked, made, datetime.now(UTC))


def key_of(request: Request) -> str | None:
    """The key in the header; MalformedRequest for one that is not 1 to 255 visible characters."""
    given = request.headers.getlist(HEADER)
    if not given:
        return None
    found = _KEY.fullmatch(given[0].strip()) if len(given) == 1 else None
    if found is None:
        raise MalformedRequest(
            f"{HEADER}: give it once, with 1 to 255 visible ASCII characters, as a UUID has."
        )
    return found[1] or found[2]


def _fingerprint(request: Request, body: bytes) -> str:
    scope = request.scope
    told = [request.headers.get(name, "").encode() for name in _TELLING]
    parts = [scope["method"].encode(), scope["path"].encode(), scope["query_string"], *told, body]
    hashed = sha256()
    for part in parts:
        hashed.update(len(part).to_bytes(8) + part)
    return hashed.hexdigest()


def _again(answer: Answer) -> Response:
    again = Response(answer.body, answer.status)
    again.raw_headers = [(n.encode("latin-1"), v.encode("latin-1")) for n, v in answer.headers]
    again.headers[REPLAYED] = "true"
    return again
