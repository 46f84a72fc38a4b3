"""Countries and areas: all there, under their own codes, their capitals on the map."""

from collections import Counter
from importlib.resources import files

import pytest

from app.gazetteer import Document

Actors = dict[str, Document]


def values(actor: Document, scheme: str) -> list[str]:
    return [i["value"] for i in actor["identifiers"] if i["scheme"] == scheme]


def test_all_of_iso_3166_and_kosovo(countries: Actors) -> None:
    assert len(countries) == 250
    assert values(countries["kosovo"], "iso") == ["XK", "XKX"]
    whole = [c for c in countries.values() if c["id"] != "kosovo"]
    assert all([len(code) for code in values(c, "iso")] == [2, 3, 3] for c in whole)


def test_an_identifier_means_one_country(countries: Actors) -> None:
    found = Counter(
        (i["scheme"], i["value"].casefold()) for c in countries.values() for i in c["identifiers"]
    )
    assert [identifier for identifier, count in found.items() if count > 1] == []


def test_no_id_is_another_actors_code(actors: Actors) -> None:
    codes = {code.casefold() for actor in actors.values() for code in values(actor, "iso")}
    assert codes & set(actors) == set()


@pytest.mark.parametrize(
    ("id_", "codes"),
    [
        ("russia", ["RU", "RUS", "643", "Q159"]),
        ("united-states", ["US", "USA", "840", "Q30"]),
        ("united-kingdom", ["GB", "GBR", "826", "Q145"]),
        ("south-korea", ["KR", "KOR", "410", "Q884"]),
        ("north-korea", ["KP", "PRK", "408", "Q423"]),
        ("switzerland", ["CH", "CHE", "756", "Q39"]),
        ("cote-divoire", ["CI", "CIV", "384", "Q1008"]),
        ("namibia", ["NA", "NAM", "516", "Q1030"]),
        ("afghanistan", ["AF", "AFG", "004", "Q889"]),
    ],
)
def test_codes(countries: Actors, id_: str, codes: list[str]) -> None:
    assert [i["value"] for i in countries[id_]["identifiers"]] == codes


def test_only_uninhabited_areas_and_tokelau_have_no_capital(countries: Actors) -> None:
    assert {id_ for id_, country in countries.items() if not country["seats"]} == {
        "antarctica",
        "bouvet-island",
        "heard-and-mcdonald-islands",
        "tokelau",
        "us-outlying-islands",
    }


def test_seats_are_on_the_map_and_in_a_known_zone(actors: Actors) -> None:
    zones = set((files("tzdata") / "zones").read_text(encoding="utf-8").split())
    for actor in actors.values():
        for seat in actor["seats"]:
            assert seat["timezone"] in zones
            assert -90 <= seat["lat"] <= 90
            assert -180 <= seat["lon"] <= 180
            assert {"en", "fr"} <= seat["city"].keys()


@pytest.mark.parametrize(
    ("id_", "en", "fr", "lat", "lon", "zone"),
    [
        ("russia", "Moscow", "Moscou", 55.75, 37.62, "Europe/Moscow"),
        ("switzerland", "Bern", "Berne", 46.95, 7.45, "Europe/Zurich"),
        ("australia", "Canberra", "Canberra", -35.28, 149.13, "Australia/Sydney"),
        ("brazil", "Brasília", "Brasilia", -15.78, -47.93, "America/Sao_Paulo"),
        ("vietnam", "Hanoi", "Hanoï", 21.02, 105.84, "Asia/Ho_Chi_Minh"),
    ],
)
def test_capitals(  # noqa: PLR0917 - the columns of the table
    countries: Actors, id_: str, en: str, fr: str, lat: float, lon: float, zone: str
) -> None:
    assert countries[id_]["seats"] == [
        {"city": {"en": en, "fr": fr}, "country": id_, "lat": lat, "lon": lon, "timezone": zone}
    ]


@pytest.mark.parametrize(
    ("id_", "alias"),
    [
        ("russia", {"text": "Fédération de Russie", "lang": "fr", "kind": "formal"}),
        ("united-states", {"text": "USA", "lang": "en", "kind": "acronym"}),
        ("united-states", {"text": "Etats-Unis", "lang": "fr", "kind": "alias"}),
        ("germany", {"text": "RFA", "lang": "fr", "kind": "acronym"}),
        ("congo-kinshasa", {"text": "DRC", "lang": "en", "kind": "acronym"}),
        ("congo-kinshasa", {"text": "RDC", "lang": "fr", "kind": "acronym"}),
        ("holy-see", {"text": "Saint-Siège", "lang": "fr", "kind": "formal"}),
        ("turkiye", {"text": "Turkey", "lang": "en", "kind": "alias"}),
    ],
)
def test_aliases(countries: Actors, id_: str, alias: Document) -> None:
    assert alias in countries[id_]["aliases"]
