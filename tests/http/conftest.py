"""The first record behind the application, asked through its own ASGI interface."""

from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import anyio
import httpx
import pytest
from fastapi import FastAPI

from app.load import load
from app.main import create_app
from app.store.directory import Directories
from app.store.sessions import Database
from tests.support import stage
from tests.support.databases import SqliteTemplate
from tests.support.live import settings_for


class Client:
    """Asks the application one request at a time, as a synchronous test reads."""

    def __init__(self, app: FastAPI) -> None:
        self.app = app

    def get(self, address: str, **how: Any) -> httpx.Response:
        return self.request("GET", address, **how)

    def request(self, method: str, address: str, **how: Any) -> httpx.Response:
        async def ask() -> httpx.Response:
            transport = httpx.ASGITransport(self.app, raise_app_exceptions=False)
            async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
                return await client.request(method, address, **how)

        return anyio.run(ask)

    def forget(self) -> None:
        """Lets every answer be made anew."""
        self.app.state.cache.entries.clear()

    def ids(self, query: str) -> list[str]:
        """The slugs of the events of a query, without their year."""
        answer = self.get(f"/v1/events?{query}")
        assert answer.status_code == 200, answer.text
        return [item["slug"].removesuffix("-2022-01") for item in answer.json()["items"]]


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The first record in one database of each kind, which no test writes to."""
    with ExitStack() as stack:
        template = request.getfixturevalue(f"{_TEMPLATES[request.param]}_template")
        if isinstance(template, SqliteTemplate):
            made = template.copy(tmp_path_factory.mktemp("first") / "record.db")
        else:
            made = stack.enter_context(template.copy())
        fill(made)
        yield made


_TEMPLATES = {"sqlite": "sqlite", "postgresql": "postgres"}


def fill(url: str) -> None:
    """Loads the gazetteer and the first record."""
    database = Database(url)
    load(database, Directories(), events=True, tell=lambda _: None)
    database.close()


@pytest.fixture(scope="session")
def app(url: str) -> Iterator[FastAPI]:
    made = create_app(settings_for(url))
    yield made
    made.state.service.database.close()


@pytest.fixture
def client(app: FastAPI) -> Client:
    made = Client(app)
    made.forget()  # As if nobody had asked before.
    return made


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def staged(request: pytest.FixtureRequest, tmp_path_factory: Any, kind: str) -> Iterator[Client]:
    """The record in which everything has happened, which no test writes to."""
    with ExitStack() as stack:
        template = request.getfixturevalue(f"{kind}_template")
        if isinstance(template, SqliteTemplate):
            url = template.copy(tmp_path_factory.mktemp("stage") / "record.db")
        else:
            url = stack.enter_context(template.copy())
        stage.set_up(url)
        app = create_app(settings_for(url))
        yield Client(app)
        app.state.service.database.close()
