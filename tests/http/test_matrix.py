"""Every operation of the OpenAPI document, asked with every key there can be.

What opens is what docs/keys.md says: its table has a row for each operation that wants a key, and
all others are public. A new operation fails here until it is in the table.
"""

import re
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

import pytest
from fastapi import FastAPI

from app.domain import apikey
from app.domain.scope import Scope
from app.http import openapi
from app.main import create_app
from app.store import keys
from app.store.sessions import Database
from tests.http.conftest import Client, fill
from tests.support.databases import SqliteTemplate
from tests.support.keys import bearing, new_key
from tests.support.live import settings_for
from tests.test_docs import section

INVALID = ("none", "unknown", "wrong secret", "revoked", "expired")
# Where a parameter decides which scope is wanted: a row for each of these queries.
QUERIES = {
    "POST /v1/imports": ("", "dry_run=true"),
    "PATCH /v1/events/{id_or_slug}": ("", "draft=true"),
    "PATCH /v1/statements/{id}": ("", "draft=true"),
}


class Operation(NamedTuple):
    """One way to ask: the method, the address, and what the document says of it."""

    method: str
    path: str
    declared: dict[str, Any]
    query: str = ""

    @property
    def name(self) -> str:
        """As the table has it."""
        return f"{self.method} {self.path}{'?' if self.query else ''}{self.query}"

    @property
    def address(self) -> str:
        """With an id that is none."""
        return f"{re.sub(r'{[^}]*}', 'nothing', self.path)}?{self.query}"

    @property
    def guarded(self) -> bool:
        """Whether it says that it wants a key."""
        return bool(openapi.scopes(self.declared))

    @property
    def endless(self) -> bool:
        """Whether its answer is a stream that ends with its reader."""
        return "text/event-stream" in self.declared["responses"]["200"].get("content", {})


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with ExitStack() as stack:
        template = request.getfixturevalue(f"{request.param}_template")
        if isinstance(template, SqliteTemplate):
            made = template.copy(tmp_path_factory.mktemp("matrix") / "record.db")
        else:
            made = stack.enter_context(template.copy())
        fill(made)
        yield made


@pytest.fixture(scope="module")
def app(url: str) -> Iterator[FastAPI]:
    made = create_app(settings_for(url))
    yield made
    made.state.service.close()


@pytest.fixture(scope="module")
def tokens(url: str) -> dict[str, str]:
    """A key of each kind: those of one scope, and those that open nothing."""
    made = {scope.value: new_key(url, scope, name=scope) for scope in Scope}
    made["unknown"] = apikey.new_token().text
    made["wrong secret"] = apikey.new_token(new_key(url, *Scope, name="a")[3:13]).text
    made["expired"] = new_key(url, *Scope, name="b", expires_in=timedelta(seconds=-1))
    made["revoked"] = new_key(url, *Scope, name="c")
    database = Database(url)
    with database.writing() as connection:
        keys.revoke(connection, "c", datetime.now(UTC))
    database.close()
    return made


@pytest.fixture(scope="module")
def operations(app: FastAPI) -> list[Operation]:
    found = [
        Operation(method.upper(), path, declared)
        for path, methods in app.openapi()["paths"].items()
        for method, declared in methods.items()
    ]
    return [o._replace(query=query) for o in found for query in QUERIES.get(o.name, ("",))]


def status(app: FastAPI, operation: Operation, token: str | None) -> int:
    """What is answered, to a body that is of the right kind and says nothing."""
    kinds = operation.declared.get("requestBody", {}).get("content", {})
    headers = {"Content-Type": next(iter(kinds))} if kinds else {}
    headers |= bearing(token) if token else {}
    asked = Client(app).request(
        operation.method, operation.address, headers=headers, content=b"{}" if kinds else None
    )
    return asked.status_code


def documented() -> dict[str, list[str]]:
    """The scopes that open each operation, as the page has them."""
    rows = [
        line.split("|")[1:-1] for line in section("docs/keys.md", "What opens what").splitlines()
    ]
    cells = [[cell.strip() for cell in row] for row in rows if len(row) == len(Scope) + 1]
    scopes = [name.strip("`") for name in cells[0][1:]]
    return {
        row[0].strip("`"): [
            scope for scope, cell in zip(scopes, row[1:], strict=True) if cell == "✓"
        ]
        for row in cells[2:]
    }


def test_each_scope_opens_what_is_documented(
    app: FastAPI, tokens: dict[str, str], operations: list[Operation]
) -> None:
    opened = {
        operation.name: [s for s in Scope if _admitted(status(app, operation, tokens[s]))]
        for operation in operations
        if operation.guarded
    }

    assert opened == documented()


def _admitted(answered: int) -> bool:
    assert answered != 401
    assert answered < 500
    return answered != 403


@pytest.mark.parametrize("kind", INVALID)
def test_what_is_no_valid_key_opens_nothing(
    app: FastAPI, tokens: dict[str, str], operations: list[Operation], kind: str
) -> None:
    asked = {o.name: status(app, o, tokens.get(kind)) for o in operations if o.guarded}

    assert asked
    assert set(asked.values()) == {401}


def test_what_wants_no_key_answers_without_one(
    app: FastAPI, tokens: dict[str, str], operations: list[Operation]
) -> None:
    public = [o for o in operations if not (o.guarded or o.endless)]
    answered = {o.name: status(app, o, None) for o in public}

    assert {o.method for o in public} == {"GET"}
    assert [name for name, found in answered.items() if found in (401, 403)] == []
    assert answered == {o.name: status(app, o, tokens["revoked"]) for o in public}


def test_what_is_documented_is_what_is_declared(operations: list[Operation]) -> None:
    """An operation may ask for more in some cases, and never for less than it says."""
    said = {o.name: set(openapi.scopes(o.declared)) for o in operations if o.guarded}

    assert said.keys() == documented().keys()
    assert [
        name for name, scopes in documented().items() if not {*map(Scope, scopes)} <= said[name]
    ] == []
