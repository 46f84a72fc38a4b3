"""Organisations, their bodies and groups: acronyms, some of them codes of countries; seats."""

from collections import Counter

import pytest

from app.gazetteer import Document
from app.gazetteer.cities import cities

Actors = dict[str, Document]

# Known in diplomacy as one thing, in ISO 3166 as another; bare, each means the country.
CODES_FIRST = {
    "AL": ("albania", "Arab League"),
    "AU": ("australia", "African Union"),
    "BA": ("bosnia-and-herzegovina", "Baltic Assembly"),
    "CAN": ("canada", "Andean Community"),
    "EC": ("ecuador", "European Commission"),
    "NAM": ("namibia", "Non-Aligned Movement"),
    "NC": ("new-caledonia", "Nordic Council"),
    "PE": ("peru", "European Parliament, in French"),
    "UA": ("ukraine", "African Union, in French"),
}


def owners(actors: Actors) -> dict[str, str]:
    """Who has each ISO code."""
    return {
        i["value"]: id_
        for id_, actor in actors.items()
        for i in actor["identifiers"]
        if i["scheme"] == "iso"
    }


@pytest.mark.parametrize("acronym", CODES_FIRST)
def test_nine_acronyms_are_codes_of_countries(actors: Actors, acronym: str) -> None:
    assert owners(actors)[acronym] == CODES_FIRST[acronym][0]


def test_no_other_acronym_is_the_code_of_another_actor(actors: Actors) -> None:
    codes = owners(actors)
    for id_, actor in actors.items():
        acronyms = {a["text"].upper() for a in actor["aliases"] if a["kind"] == "acronym"}
        shared = {a for a in acronyms & codes.keys() if codes[a] != id_}
        assert shared <= CODES_FIRST.keys()


@pytest.mark.parametrize(
    ("id_", "en", "fr", "acronyms", "item", "cities"),
    [
        ("nato", "NATO", "OTAN", {"NATO", "OTAN", "НАТО"}, "Q7184", ["Brussels"]),
        ("osce", "OSCE", "OSCE", {"OSCE", "OSZE", "ОБСЕ"}, "Q81299", ["Vienna"]),
        ("eu", "European Union", "Union européenne", {"EU", "UE", "ЕС"}, "Q458", ["Brussels"]),
        (
            "un",
            "United Nations",
            "Nations unies",
            {"UN", "UNO", "ONU", "ООН"},
            "Q1065",
            ["New York", "Geneva", "Vienna", "Nairobi"],
        ),
    ],
)
def test_organisations(  # noqa: PLR0917 - the columns of the table
    actors: Actors,
    id_: str,
    en: str,
    fr: str,
    acronyms: set[str],
    item: str,
    cities: list[str],
) -> None:
    actor = actors[id_]
    assert (actor["names"]["en"], actor["names"]["fr"]) == (en, fr)
    assert {a["text"] for a in actor["aliases"] if a["kind"] == "acronym"} == acronyms
    assert actor["identifiers"] == [{"scheme": "wd", "value": item}]
    assert [seat["city"]["en"] for seat in actor["seats"]] == cities


def test_seats_are_in_countries_we_list(actors: Actors) -> None:
    seats = [seat for actor in actors.values() for seat in actor["seats"]]
    assert {actors[seat["country"]]["kind"] for seat in seats} == {"country"}


def test_how_many_there_are(actors: Actors) -> None:
    kinds = Counter(actor["kind"] for actor in actors.values())
    assert kinds == {"country": 250 + 5, "organisation": 108, "body": 70, "grouping": 60}


def test_a_body_is_one_of_an_organisation_or_of_its_body(actors: Actors) -> None:
    for actor in actors.values():
        above = [r["object"] for r in actor["relations"] if r["relation"] == "body_of"]
        assert len(above) == (actor["kind"] == "body")
        assert all(actors[id_]["kind"] in {"organisation", "body"} for id_ in above)


def test_a_city_is_where_somebody_sits(actors: Actors) -> None:
    seats = [seat for actor in actors.values() for seat in actor["seats"]]
    assert all(city in seats for city in cities().values())


def test_an_item_of_wikidata_means_one_actor(actors: Actors) -> None:
    found = Counter(
        i["value"] for a in actors.values() for i in a["identifiers"] if i["scheme"] == "wd"
    )
    assert set(found.values()) == {1}
