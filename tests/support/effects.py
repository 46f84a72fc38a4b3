"""An effect that can be counted: each adds an event of its own to the record."""

import secrets

from fastapi import Request, Response
from sqlalchemy import select

from app.domain.change import Nature
from app.domain.scope import Scope
from app.domain.things import Thing
from app.errors import Conflict
from app.http.auth import holder
from app.http.once import once
from app.http.reading import Service
from app.store import ledger
from app.store.ledger import Entry, Put
from app.store.sessions import Connection, Database
from app.store.tables import versions
from tests.support.world import SOURCE, event, model


def adding(request: Request) -> Response:
    """Adds an event and answers 201 with its id; the header X-Body stands for a body."""
    service: Service = request.app.state.service
    asking = holder(request, Scope.WRITE)
    body = request.headers.get("x-body", "").encode()
    with service.database.writing() as connection:
        return once(request, connection, asking, body, lambda: _add(request, connection))


def _add(request: Request, connection: Connection) -> Response:
    service: Service = request.app.state.service
    made = event(0) | {"id": f"ev_{secrets.token_hex(4)}"}
    puts = [
        Put(Thing.SOURCE, model(Thing.SOURCE, SOURCE)),
        Put(Thing.EVENT, model(Thing.EVENT, made)),
    ]
    ledger.commit(connection, service.directories, puts, Entry("a test", Nature.WORLD))
    if "refuse" in request.headers:
        raise Conflict("As the test asks.")
    return Response(made["id"], 201, {"Location": f"/v1/events/{made['id']}"})


def ids(url: str) -> list[str]:
    """The events that there are."""
    database = Database(url)
    with database.reading() as connection:
        wanted = select(versions.c.entity).where(versions.c.thing == Thing.EVENT)
        found = list(connection.scalars(wanted))
    database.close()
    return found


def effects(url: str) -> int:
    """How many there are."""
    return len(ids(url))
