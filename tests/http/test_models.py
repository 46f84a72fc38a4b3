"""A list makes no model of what it reads: the documents were validated when they were written."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from pydantic import BaseModel

from app.domain.dates import When
from tests.http.conftest import Client

LISTS = (
    "/v1/events?actor=RU&date=2022-01",
    "/v1/events?actor=nato&via=members&date=2022",
    "/v1/events?actor=UA&via=organisations&lang=fr&tz=Asia/Tokyo",
    "/v1/events?actor=poland&include=statements,sources,history",
    "/v1/events?q=talks&upcoming=false&count=true",
    "/v1/events.ndjson?actor=RU",
    "/v1/events.csv?date=2022",
)


@contextmanager
def counted(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The names of the models made, whichever way."""
    made: list[str] = []

    def noting(name: str) -> Any:
        right = getattr(BaseModel, name)

        def note(model: Any, *given: Any, **how: Any) -> Any:
            made.append((model if isinstance(model, type) else type(model)).__name__)
            if name == "__init__":
                return right(model, *given, **how)
            return right.__func__(model, *given, **how)

        return note if name == "__init__" else classmethod(note)

    with monkeypatch.context() as patch:
        for name in ("__init__", "model_validate", "model_validate_json", "model_construct"):
            patch.setattr(BaseModel, name, noting(name))
        yield made


@pytest.mark.parametrize("address", LISTS)
def test_a_list_makes_no_models(
    client: Client, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    client.get("/v1/events?limit=1")  # The directory is read once, and kept.
    with counted(monkeypatch) as made:
        answer = client.get(address)

    assert answer.status_code == 200
    assert made == []


def test_the_control_sees_a_model_made(monkeypatch: pytest.MonkeyPatch) -> None:
    with counted(monkeypatch) as made:
        when = When.model_validate("2022-01")
        When.model_validate_json('{"edtf": "2022"}')
        When(**when.model_dump())

    assert made == ["When", "When", "When"]
