"""Words for peoples: whose they are, of which two or three, and what they never decide."""

from collections import defaultdict
from itertools import product

import pytest

from app.domain.actor import Actor, AliasKind
from app.domain.resolve import Names, UnknownToken
from app.gazetteer import Document

Actors = dict[str, Document]

CONGOS = ("congo-brazzaville", "congo-kinshasa")
GUINEAS = ("equatorial-guinea", "guinea", "guinea-bissau")
KOREAS = ("north-korea", "south-korea")
OF_SEVERAL = {
    ("Dominican", "Dominicans"): ("dominica", "dominican-republic"),
    ("Congolese", "congolais", "congolaise", "congolaises"): CONGOS,
    ("Guinean", "Guineans", "guinéen", "guinéenne", "guinéens", "guinéennes"): GUINEAS,
    ("Korean", "Koreans", "coréen", "coréenne", "coréens", "coréennes"): KOREAS,
}
AMBIGUOUS = {word: whose for words, whose in OF_SEVERAL.items() for word in words}


@pytest.fixture(scope="session")
def models(actors: Actors) -> dict[str, Actor]:
    return {id_: Actor.model_validate(actor) for id_, actor in actors.items()}


@pytest.fixture(scope="session")
def names(models: dict[str, Actor]) -> Names:
    return Names(models)


def demonyms(actor: Actor, lang: str) -> list[str]:
    return [a.text for a in actor.aliases if a.kind is AliasKind.DEMONYM and a.lang == lang]


def understood(names: Names, token: str) -> str | tuple[str, ...]:
    """The id that a token means, or those between which it cannot decide."""
    try:
        return names.resolve(token).id
    except UnknownToken as unknown:
        return unknown.candidates


def test_every_member_of_the_un_has_them_in_both_languages(models: dict[str, Actor]) -> None:
    members = [a for a in models.values() if "un" in {r.object for r in a.relations}]
    assert len(members) >= 195
    for actor, lang in product(members, ("en", "fr")):
        assert actor.kind != "country" or demonyms(actor, lang), actor.id


def test_how_many_there_are(models: dict[str, Actor]) -> None:
    found = [text for a in models.values() for lang in ("en", "fr") for text in demonyms(a, lang)]
    assert len(found) == 1417


def test_each_means_its_actor_or_is_refused_with_all_it_may_mean(models: dict[str, Actor]) -> None:
    owners: defaultdict[str, set[str]] = defaultdict(set)
    for actor, lang in product(models.values(), ("en", "fr")):
        for text in demonyms(actor, lang):
            owners[text].add(actor.id)
    names = Names(models)
    assert {t: tuple(sorted(ids)) for t, ids in owners.items() if len(ids) > 1} == AMBIGUOUS
    for text, ids in owners.items():
        assert understood(names, text) == (min(ids) if len(ids) == 1 else tuple(sorted(ids)))


@pytest.mark.parametrize(
    ("token", "id_"),
    [
        ("Russian", "russia"),
        ("russes", "russia"),
        ("françaises", "france"),
        ("Américain", "united-states"),
        ("British", "united-kingdom"),
        ("Nigerian", "nigeria"),
        ("nigérian", "nigeria"),
        ("Nigerien", "niger"),
        ("nigérien", "niger"),
        ("dominicaine", "dominican-republic"),
        ("dominiquais", "dominica"),
        ("nord-coréenne", "north-korea"),
        ("South Sudanese", "south-sudan"),
        ("Palestinian", "palestine"),
        ("kosovar", "kosovo"),
        ("taïwanaise", "taiwan"),
        ("Soviet", "soviet-union"),
        ("onusienne", "un"),
        ("otaniens", "nato"),
    ],
)
def test_tokens(names: Names, token: str, id_: str) -> None:
    assert names.resolve(token).id == id_


def test_no_other_name_means_anything_else_for_them(models: dict[str, Actor], names: Names) -> None:
    """Every name and alias of every actor is read as it would be without demonyms."""
    without = Names({id_: undemonymed(actor) for id_, actor in models.items()})
    called = {text for a in without.ids.values() for text in a.names.values()}
    called |= {alias.text for a in without.ids.values() for alias in a.aliases}
    assert len(called) > 30_000
    assert [t for t in called if understood(names, t) != understood(without, t)] == []


def undemonymed(actor: Actor) -> Actor:
    kept = tuple(alias for alias in actor.aliases if alias.kind is not AliasKind.DEMONYM)
    return actor.model_copy(update={"aliases": kept})
