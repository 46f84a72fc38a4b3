"""Who asks: the key in `Authorization`, what it may do, and how a route says what it wants.

A token is taken from that header alone (RFC 6750, section 2.1): addresses and forms end in logs.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from fastapi import Request

from app.domain import apikey
from app.domain.apikey import Key
from app.domain.scope import Scope
from app.errors import AppError, Forbidden, MalformedRequest, Unauthorized
from app.http.reading import Service
from app.store import keys
from app.store.sessions import Connection


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds the key of a request. `name` is the author of what it commits."""

    id: str
    name: str
    scopes: frozenset[Scope]


def holder(request: Request, scope: Scope, *others: Scope) -> Holder:
    """Whose key the request has, if it has the scope or one of the others.

    Unauthorized without a key that is valid now, Forbidden where it lacks the scope; both say in
    WWW-Authenticate what would do (RFC 6750, section 3). The record is asked at every request, so
    that a key which was revoked ends at once, whichever process answers.
    """
    known = getattr(request.state, "holder", None)
    if isinstance(known, Holder):
        return _permitted(known, (scope, *others))
    with request.app.state.service.database.reading() as connection:
        return identified(request, connection, (scope, *others))


def identified(request: Request, connection: Connection, wanted: Sequence[Scope]) -> Holder:
    """The same, asked of the record as this snapshot has it; the request then knows its holder."""
    now, token = datetime.now(UTC), apikey.token(_credentials(request))
    if token is None:
        raise _unauthorized("This is not a key of ours: one begins with pp_.", "invalid_token")
    key = keys.find(connection, token, now)
    if key is None:
        raise _unauthorized("This key is not known here.", "invalid_token")
    request.state.holder = _admitted(request.app.state.service, key, now)
    return _permitted(request.state.holder, wanted)


def _permitted(found: Holder, wanted: Sequence[Scope]) -> Holder:
    if found.scopes.isdisjoint(wanted):
        raise _forbidden(wanted)
    return found


def _admitted(service: Service, key: Key, now: datetime) -> Holder:
    refusal = key.refusal(now)
    if refusal is not None:
        raise _unauthorized(refusal, "invalid_token")
    service.uses.note(key, now)
    return Holder(key.id, key.name, key.scopes)


def _credentials(request: Request) -> str:
    """What follows `Bearer`, in any case (RFC 9110, section 11.1)."""
    given = request.headers.getlist("authorization")
    if len(given) > 1:
        raise MalformedRequest("Authorization is given more than once; give it once.")
    scheme, _, text = (given[0] if given else "").strip().partition(" ")
    if scheme.lower() != "bearer":
        raise _unauthorized("This needs a key, as the header Authorization: Bearer pp_…")
    return text.strip()


def _unauthorized(detail: str, error: str | None = None) -> AppError:
    return _challenging(Unauthorized(detail), f', error="{error}"' if error else "")


def _forbidden(wanted: Sequence[Scope]) -> AppError:
    named = " or ".join(wanted)
    refused = Forbidden(f"This needs a key with the scope {named}; yours has others.")
    return _challenging(refused, f', error="insufficient_scope", scope="{wanted[0]}"')


def _challenging(error: AppError, more: str) -> AppError:
    error.headers = {"WWW-Authenticate": f'Bearer realm="pourparlers"{more}'}
    return error
