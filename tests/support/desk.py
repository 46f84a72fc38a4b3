"""Who may make webhooks, and the record that they are of."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import httpx
from fastapi import FastAPI

from app.domain.scope import Scope
from app.main import create_app
from app.settings import Settings
from tests.http.conftest import Client
from tests.support.keys import bearing, new_key
from tests.support.world import World

PATH = "/v1/webhooks"
URL = "https://example.org/hook"
KEY = "a key of the installation, at random"


class Desk(NamedTuple):
    """Who may make webhooks, and the record."""

    app: FastAPI
    token: str
    world: World

    def ask(self, method: str, path: str = "", **how: Any) -> httpx.Response:
        headers = bearing(self.token) | how.pop("headers", {})
        return Client(self.app).request(method, PATH + path, headers=headers, **how)

    def make(self, **said: Any) -> dict[str, Any]:
        """A webhook as it was answered."""
        made = self.ask("POST", json={"url": URL, **said})
        assert made.status_code == 201, made.text
        found: dict[str, Any] = made.json()
        return found


def opened(url: str, **more: Any) -> Iterator[Desk]:
    world = World(url)
    world.begin()
    app = create_app(Settings(_env_file=None, database_url=url, **more))
    yield Desk(app, new_key(url, Scope.ADMIN), world)
    app.state.service.close()
    world.close()
