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
def counted(app: FastAPI, role: str = "reader") -> Iterator[list[str]]:
    """The questions of readers to the database, or of writers, as long as the block lasts.

    Whole answers that are kept are forgotten first: they need none.
    """
    made: list[str] = []
    app.state.cache.entries.clear()

    def note(_c: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        if statement.lstrip().upper().startswith("SELECT"):
            made.append(statement)

    engine = getattr(app.state.service.database, role)
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield made
    finally:
        event.remove(engine, "before_cursor_execute", note)
