"""Forums: what they are organs of, and that their names mean the same as their actors'."""

from collections import Counter

import pytest

from app.domain.actor import Actor
from app.domain.forum import Forum
from app.domain.resolve import Names, UnknownToken
from app.gazetteer import Document, Entry
from app.store.directory import directory

Documents = dict[str, Document]

# The first record has these, and a release must not say them twice.
OF_THE_FIRST_RECORD = {
    "osce-permanent-council",
    "nato-russia-talks",
    "ru-us-bilateral-consultations",
}


@pytest.fixture(scope="session")
def names(forums: Documents, record: list[Entry]) -> Names:
    """Every forum that a fresh record has, as tokens."""
    documents = [*forums.values(), *(d for thing, d in record if thing == "forum")]
    return Names({d["id"]: Forum.model_validate(d) for d in documents})


@pytest.fixture(scope="session")
def actor_names(actors: Documents) -> Names:
    return Names({id_: Actor.model_validate(actor) for id_, actor in actors.items()})


def test_how_many_there_are(forums: Documents) -> None:
    assert Counter(forum["kind"] for forum in forums.values()) == {
        "organ": 52,
        "summit_series": 27,
        "format": 12,
        "conference": 10,
        "state_organisation": 5,
    }


def test_the_forums_of_the_first_record_are_not_repeated(
    forums: Documents, record: list[Entry]
) -> None:
    assert {d["id"] for thing, d in record if thing == "forum"} == OF_THE_FIRST_RECORD
    assert forums.keys() & OF_THE_FIRST_RECORD == set()


@pytest.mark.parametrize(
    ("token", "id_"),
    [
        ("UNSC", "un-security-council"),
        ("Conseil de sécurité", "un-security-council"),
        ("NAC", "north-atlantic-council"),
        ("Conseil OTAN-Russie", "nato-russia-council"),
        ("FSC", "osce-forum-for-security-co-operation"),
        ("Permanent Council", "osce-permanent-council"),
        ("Sommet du G20", "g20-summit"),
        ("COP", "unfccc-cop"),
        ("AU summit", "african-union-assembly"),
        ("ARF", "asean-regional-forum"),
    ],
)
def test_tokens_of_forums(names: Names, token: str, id_: str) -> None:
    assert names.resolve(token).id == id_


def test_every_own_name_finds_its_forum(names: Names) -> None:
    for forum in names.ids.values():
        own = {forum.names["en"], forum.names["fr"], *(alias.text for alias in forum.aliases)}
        assert {names.resolve(token).id for token in own} == {forum.id}


def test_a_name_of_both_means_the_actor_that_meets_there(
    forums: Documents, actor_names: Names
) -> None:
    """The filter asks the forums first: what it then finds must not surprise who meant an actor."""
    for forum in forums.values():
        for text in [*forum["names"].values(), *(a["text"] for a in forum["aliases"])]:
            try:
                found = actor_names.resolve(text)
            except UnknownToken:
                continue
            if found.by == "name":
                assert found.id in {forum["id"], forum.get("organ_of")}, text


@pytest.mark.parametrize(
    ("asked", "some"),
    [
        ("un", {"un-security-council", "un-general-assembly", "un-human-rights-council"}),
        ("nato", {"north-atlantic-council", "nato-russia-council", "nato-summit"}),
        ("osce", {"osce-permanent-council", "osce-ministerial-council"}),
        ("eu", {"european-council", "foreign-affairs-council", "eurogroup"}),
        ("council-of-the-european-union", {"foreign-affairs-council", "ecofin"}),
        ("unfccc", {"unfccc-cop", "unfccc-sbi", "unfccc-sbsta"}),
        ("g7", {"g7-summit"}),
    ],
)
def test_an_organisation_includes_its_forums(names: Names, asked: str, some: set[str]) -> None:
    family = directory(names.ids.values()).forum_family(asked)
    assert some <= family
