"""An editor in tests: who asks with a key, in JSON, for the version last read."""

from typing import Any

import httpx
from fastapi import FastAPI

from app.domain.scope import Scope
from tests.http.conftest import Client
from tests.support.keys import bearing, new_key

Json = dict[str, Any]


class Editor:
    """Asks the application with a key of these scopes, by default all."""

    def __init__(self, app: FastAPI, url: str, *scopes: Scope, name: str = "desk") -> None:
        self.client = Client(app)
        self.headers = bearing(new_key(url, *(scopes or Scope), name=name))

    def ask(self, method: str, address: str, body: Any = None, **headers: str) -> httpx.Response:
        """`if_match="*"` and the like are headers."""
        told = {name.replace("_", "-"): value for name, value in headers.items()}
        how = {} if body is None else {"json": body}
        return self.client.request(method, address, headers=self.headers | told, **how)

    @property
    def app(self) -> FastAPI:
        return self.client.app

    def get(self, address: str, /) -> httpx.Response:
        return self.ask("GET", address)

    def post(self, address: str, body: Any = None, **headers: str) -> httpx.Response:
        return self.ask("POST", address, {} if body is None else body, **headers)

    def patch(self, address: str, body: Any, version: str = "*", **headers: str) -> httpx.Response:
        """For a version that was read: any without it."""
        tag = version if version in ("", "*") else f'"{version}"'
        return self.ask("PATCH", address, body, **({"if_match": tag} if tag else {}), **headers)

    def act(self, address: str, body: Any = None, version: str = "*") -> httpx.Response:
        """POST upon a thing."""
        return self.post(address, body, if_match=version if version == "*" else f'"{version}"')


def one(answer: httpx.Response, status: int = 200) -> Json:
    """The first thing of a commit, which must have been made."""
    assert answer.status_code == status, answer.text
    found: Json = answer.json()["items"][0]
    return found


def refusal(answer: httpx.Response, status: int) -> list[tuple[str | None, str]]:
    """The faults of a problem, each with its pointer."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    return [(fault["pointer"], fault["detail"]) for fault in answer.json()["errors"]]


def types(written: Json) -> list[str]:
    """Of what was written, the types of its changes."""
    return [change["type"] for change in written["changes"]]
