"""The gazetteer and the first record, made once for all their tests."""

import pytest

from app.gazetteer import Document, Entry, first_record, gazetteer


@pytest.fixture(scope="session")
def actors() -> dict[str, Document]:
    """The gazetteer's actors by id."""
    return {document["id"]: document for thing, document in gazetteer() if thing == "actor"}


@pytest.fixture(scope="session")
def forums() -> dict[str, Document]:
    """The gazetteer's forums by id."""
    return {document["id"]: document for thing, document in gazetteer() if thing == "forum"}


@pytest.fixture(scope="session")
def countries(actors: dict[str, Document]) -> dict[str, Document]:
    return {id_: actor for id_, actor in actors.items() if actor["kind"] == "country"}


@pytest.fixture(scope="session")
def record() -> list[Entry]:
    return list(first_record())
