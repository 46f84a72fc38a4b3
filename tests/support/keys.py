"""Keys for tests, and routes that ask for them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from fastapi import APIRouter, FastAPI, Request, Response

from app.domain.scope import Scope
from app.http import openapi
from app.http.guarded import GuardedRoute
from app.main import create_app
from app.store import keys
from app.store.sessions import Database
from tests.http.conftest import Client
from tests.support.live import settings_for

Endpoint = Callable[[Request], Response]


def new_key(
    url: str, *scopes: Scope, name: str = "desk", expires_in: timedelta | None = None
) -> str:
    """The text of a new key in the record at this address."""
    now = datetime.now(UTC)
    ends = now + expires_in if expires_in is not None else None
    database = Database(url)
    with database.writing() as connection:
        made = keys.create(connection, name, scopes, now, ends)
    database.close()
    return made.text


def bearing(token: str) -> dict[str, str]:
    """The header of who holds it."""
    return {"Authorization": f"Bearer {token}"}


@contextmanager
def guarded_app(url: str, endpoint: Endpoint, *scopes: Scope) -> Iterator[FastAPI]:
    """The application with one address more, POST /guarded, that these scopes open."""
    app = create_app(settings_for(url))
    add_guarded(app, endpoint, *scopes)
    # FastAPI makes its routes at the first request, with warnings caught in a way that is not safe
    # between threads: several first requests at once would warn, and warnings are errors here.
    Client(app).get("/nothing")
    yield app
    app.state.service.close()


def add_guarded(app: FastAPI, endpoint: Endpoint, *scopes: Scope) -> None:
    """POST /guarded, before the addresses that are there."""
    router = APIRouter(route_class=GuardedRoute)
    declared = openapi.secured({"operation_id": "guarded"}, *scopes)
    router.add_api_route("/guarded", endpoint, methods=["POST"], **declared)
    app.include_router(router)
