"""Tokens to ids: which of several names counts."""

import pytest

from app.domain.actor import Actor
from app.domain.resolve import Names, UnknownToken

ACTORS = [
    {"id": "one", "kind": "country", "names": {"en": "Alpha", "it": "Gamma"}},
    {"id": "two", "kind": "country", "names": {"en": "Beta", "it": "Alpha"}},
    {
        "id": "three",
        "kind": "country",
        "names": {"en": "Delta"},
        "aliases": [
            {"text": "Beta"},
            {"text": "Omega"},
            {"text": "Gamma", "kind": "demonym"},
            {"text": "Deltan", "kind": "demonym"},
            {"text": "Deltoid", "kind": "demonym"},
        ],
    },
    {
        "id": "four",
        "kind": "country",
        "names": {"en": "Little Delta", "it": "Omega"},
        "aliases": [{"text": "Deltan", "kind": "demonym"}],
    },
]


@pytest.fixture
def names() -> Names:
    return Names({actor.id: actor for actor in map(Actor.model_validate, ACTORS)})


@pytest.mark.parametrize(
    ("token", "id_"),
    [
        ("ALPHA", "one"),  # an English name before an Italian one
        ("beta", "two"),  # a name before an alias
        ("omega", "three"),  # an alias before a name in another language
        ("gamma", "one"),  # a name in another language before a demonym
        ("deltoid", "three"),  # a demonym where there is nothing else
    ],
)
def test_tiers(names: Names, token: str, id_: str) -> None:
    assert names.resolve(token).id == id_


def test_a_demonym_of_two_is_refused_with_both(names: Names) -> None:
    with pytest.raises(UnknownToken) as caught:
        names.resolve("deltan")
    assert caught.value.candidates == ("four", "three")


def test_demonyms_are_not_suggested(names: Names) -> None:
    assert "deltoid" not in names.labels


def test_names_are_read_once_somebody_asks_by_name(names: Names) -> None:
    """There are sixty thousand of them: who asks by ids and codes does not wait for these."""
    assert names.resolve("one").by == "id"
    assert "_names" not in vars(names)
    assert names.resolve("Alpha").by == "name"
    assert "_names" in vars(names)


def test_the_names_of_a_thing_share_what_they_stand_for(names: Names) -> None:
    assert names.resolve("Omega").id == "three"
    assert names._names["omega"] is not names._names["delta"]  # Another tier.
    assert names._names["three"] is names._names["delta"]
