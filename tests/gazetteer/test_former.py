"""Former states: who they were, how they are called, and who came after them."""

import pytest

from app.domain.actor import Actor
from app.domain.resolve import Names
from app.gazetteer import Document
from app.store.directory import directory

Actors = dict[str, Document]


@pytest.fixture(scope="session")
def models(actors: Actors) -> dict[str, Actor]:
    return {id_: Actor.model_validate(actor) for id_, actor in actors.items()}


def test_there_are_five_without_a_code_of_today(former: Actors, models: dict[str, Actor]) -> None:
    assert former.keys() == {
        "soviet-union",
        "yugoslavia",
        "serbia-and-montenegro",
        "czechoslovakia",
        "german-democratic-republic",
    }
    assert {models[id_].code for id_ in former} == {None}


def test_a_withdrawn_code_is_nobodys_code_today(actors: Actors) -> None:
    schemes: dict[str, set[str]] = {"iso": set(), "oldiso": set(), "wd": set()}
    for actor in actors.values():
        for identifier in actor["identifiers"]:
            schemes[identifier["scheme"]].add(identifier["value"])
    assert schemes["oldiso"] & schemes["iso"] == set()
    assert schemes["oldiso"] == {"SU", "SUN", "YU", "YUG", "SCG", "CSK", "DD", "DDR"}


def test_they_belong_to_nothing(former: Actors) -> None:
    kinds = {r["relation"] for state in former.values() for r in state["relations"]}
    assert kinds == {"successor_of"}


@pytest.mark.parametrize(
    ("token", "id_"),
    [
        ("U.S.S.R.", "soviet-union"),
        ("URSS", "soviet-union"),
        ("СССР", "soviet-union"),
        ("SUHH", "soviet-union"),
        ("SUN", "soviet-union"),
        ("oldiso:SU", "soviet-union"),
        ("Yougoslavie", "yugoslavia"),
        ("Federal Republic of Yugoslavia", "serbia-and-montenegro"),
        ("Tchécoslovaquie", "czechoslovakia"),
        ("RDA", "german-democratic-republic"),
        ("East Germany", "german-democratic-republic"),
        ("West Germany", "germany"),
    ],
)
def test_tokens(models: dict[str, Actor], token: str, id_: str) -> None:
    assert Names(models).resolve(token).id == id_


@pytest.mark.parametrize(
    ("country", "before"),
    [
        ("russia", {"soviet-union"}),
        ("ukraine", set()),
        ("czechia", {"czechoslovakia"}),
        ("slovakia", {"czechoslovakia"}),
        ("germany", {"german-democratic-republic"}),
        ("croatia", {"yugoslavia"}),
        ("serbia", {"serbia-and-montenegro", "yugoslavia"}),
        ("montenegro", {"serbia-and-montenegro", "yugoslavia"}),
        ("kosovo", set()),
    ],
)
def test_predecessors(models: dict[str, Actor], country: str, before: set[str]) -> None:
    terms = directory(models.values()).terms(country, ["predecessors"])
    assert {term.actor for term in terms} == {country, *before}
