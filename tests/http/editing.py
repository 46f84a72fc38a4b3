"""Fixtures for the tests of editing: the small world, its application, an editor."""

from collections.abc import Iterator
from typing import Any

import pytest
from fastapi import FastAPI

from app.domain.things import Thing
from app.main import create_app
from app.store.check import check
from tests.support.editing import Editor, Json
from tests.support.live import settings_for
from tests.support.world import World, event, party

EVENT = "/v1/events/ev_00000001"
NEW = {"kind": "visit", "status": "announced", "title": "Visit", "when": "2022-01-20"}
SAID = {"office": "minister", "date": "2021-12-28", "summary": "So.", "source": "src_1"}
SECOND = {"publisher": "Another gazette", "title": "Talks were held"}


def revision(desk: Editor) -> int:
    """The head's."""
    return int(desk.get("/v1/events").headers["pourparlers-rev"])


@pytest.fixture
def small(database_url: str) -> Iterator[World]:
    """The small world with three events; it must be sound when the test is over."""
    made = World(database_url)
    made.begin()
    made.put(
        Thing.EVENT,
        event(1, "2022-01-10", slug="one", participants=[party("russia"), party("france")]),
        event(2, "2022-02"),
        event(3, "2022-03-01", kind="process"),
    )
    yield made
    assert check(made.database, made.directories) == []
    made.close()


@pytest.fixture
def app(small: World) -> Iterator[FastAPI]:
    made = create_app(settings_for(small.url))
    yield made
    made.state.service.close()


@pytest.fixture
def desk(app: FastAPI, small: World) -> Editor:
    return Editor(app, small.url)


def drafted(desk: Editor, **more: Any) -> Json:
    """A new draft of an event."""
    answer = desk.post("/v1/events", NEW | {"sources": ["src_1"]} | more)
    assert answer.status_code == 201, answer.text
    found: Json = answer.json()
    return found


def proposed(desk: Editor, body: Json, version: str = "1") -> Json:
    """A draft that changes the first event."""
    answer = desk.patch(f"{EVENT}?draft=true", body, version)
    assert answer.status_code == 201, answer.text
    found: Json = answer.json()
    return found


def at(draft: Json) -> str:
    return f"/v1/drafts/{draft['id']}"
