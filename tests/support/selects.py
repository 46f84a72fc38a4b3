"""How many statements an answer takes: a page must not ask again for each of its items."""

from typing import Any

from sqlalchemy import event

from tests.http.conftest import Client


def selects(client: Client, address: str) -> int:
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
