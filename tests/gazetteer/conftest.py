"""The gazetteer and the first record, made once for all their tests."""

import pytest

from app.domain.actor import Actor
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
    """The present ones, which have a code of two letters."""
    return {id_: actor for id_, actor in actors.items() if Actor.model_validate(actor).code}


@pytest.fixture(scope="session")
def former(actors: dict[str, Document], countries: dict[str, Document]) -> dict[str, Document]:
    """The countries that are no more."""
    kept = ((id_, a) for id_, a in actors.items() if a["kind"] == "country")
    return {id_: actor for id_, actor in kept if id_ not in countries}


@pytest.fixture(scope="session")
def record() -> list[Entry]:
    return list(first_record())
