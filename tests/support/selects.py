"""How many statements an answer takes: a page must not ask again for each of its items."""

from collections.abc import Iterator
from contextlib import contextmanager
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
    with counted(client.app) as made:
        assert client.get(address).status_code == 200
    return len(made)


@contextmanager
def counted(app: FastAPI) -> Iterator[list[str]]:
    """The questions to the database of readers, as long as the block lasts."""
    made: list[str] = []

    def note(_c: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        if statement.lstrip().upper().startswith("SELECT"):
            made.append(statement)

    reader = app.state.service.database.reader
    event.listen(reader, "before_cursor_execute", note)
    try:
        yield made
    finally:
        event.remove(reader, "before_cursor_execute", note)
