"""How many statements an answer takes: a page must not ask again for each of its items."""

from typing import Any, Protocol

import httpx
from fastapi import FastAPI
from sqlalchemy import event


class Asking(Protocol):
    """Who asks an application."""

    @property
    def app(self) -> FastAPI:
        """The application."""
        ...

    def get(self, address: str, /) -> httpx.Response:
        """Its answer."""
        ...


def selects(client: Asking, address: str) -> int:
    """How many times the database is read for what is at this address."""
    made: list[str] = []

    def note(_c: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        made.append(statement)

    reader = client.app.state.service.database.reader
    event.listen(reader, "before_cursor_execute", note)
    try:
        assert client.get(address).status_code == 200
    finally:
        event.remove(reader, "before_cursor_execute", note)
    return len([statement for statement in made if statement.lstrip().upper().startswith("SELECT")])
