"""Names from CLDR: every language it has, and what Babel itself would say."""

import pytest
from babel import Locale

from app.gazetteer import Document, gazetteer

Actors = dict[str, Document]


@pytest.mark.parametrize("country", ["russia", "united-states", "switzerland", "china", "poland"])
def test_a_country_is_named_in_every_language(countries: Actors, country: str) -> None:
    names = countries[country]["names"]
    assert len({tag.partition("-")[0] for tag in names}) >= 200
    assert list(names) == sorted(names)


def test_every_country_is_named_in_the_languages_of_the_interface(countries: Actors) -> None:
    assert all({"en", "fr"} <= country["names"].keys() for country in countries.values())
    assert min(len(country["names"]) for country in countries.values()) >= 150


@pytest.mark.parametrize(
    ("country", "tag", "name"),
    [
        ("russia", "fr", "Russie"),
        ("russia", "ru", "Россия"),
        ("russia", "zh", "俄罗斯"),
        ("russia", "zh-Hant", "俄羅斯"),
        ("germany", "nb", "Tyskland"),
        ("germany", "nn", "Tyskland"),
        ("vietnam", "pt", "Vietnã"),
        ("vietnam", "pt-PT", "Vietname"),
        ("belarus", "fr-CA", "Bélarus"),
    ],
)
def test_names(countries: Actors, country: str, tag: str, name: str) -> None:
    assert countries[country]["names"][tag] == name


@pytest.mark.parametrize("tag", ["de", "fr", "ja", "ht", "nb", "nn", "sr-Latn", "zh-Hant"])
def test_the_names_are_those_babel_has(countries: Actors, tag: str) -> None:
    theirs = Locale.parse(tag, sep="-").territories
    for country in countries.values():
        code = country["identifiers"][0]["value"]
        assert found(country["names"], tag) == theirs.get(code)


def test_a_variant_is_listed_only_where_it_differs(countries: Actors) -> None:
    for country in countries.values():
        names = country["names"]
        for tag in names:
            above = tag.rpartition("-")[0]
            assert not above or found(names, above) != names[tag]


def test_the_gazetteer_is_the_same_each_time(
    actors: Actors, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "fr_FR.UTF-8")
    monkeypatch.setenv("LANGUAGE", "ru")
    assert [d for thing, d in gazetteer() if thing == "actor"] == list(actors.values())


def test_reading_leaves_babel_whole(actors: Actors) -> None:
    assert actors
    assert Locale.parse("pt_PT").number_symbols["latn"]["decimal"] == ","
    assert Locale.parse("pt_PT").territories["RU"] == "Rússia"


def found(names: dict[str, str], tag: str) -> str | None:
    """The name a reader of the tag is shown: its own, or that of the tag cut from the right."""
    while tag not in names and "-" in tag:
        tag = tag.rpartition("-")[0]
    return names.get(tag)
