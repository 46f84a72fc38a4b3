"""What a city says of its country, its coordinates and its zone: only where the writer does not."""

from typing import Any

import pytest

from app.domain.actor import Actor
from app.domain.places import Cities
from app.domain.settled import NOTE, settled
from tests.support.world import actor

Json = dict[str, Any]


def seated(id_: str, country: str, city: str, lat: float, zone: str) -> Actor:
    seat = {"city": {"en": city}, "country": country, "lat": lat, "lon": 5.0, "timezone": zone}
    return Actor.model_validate(actor(id_, seats=[seat]))


CITIES = Cities(
    [
        seated("un", "switzerland", "Geneva", 46.2, "Europe/Zurich"),
        seated("osce", "austria", "Vienna", 48.2, "Europe/Vienna"),
    ]
)
GENEVA = {"city": {"en": "Geneva"}, "country": "switzerland", "lat": 46.2, "lon": 5.0}
VIENNA = {"city": {"en": "Vienna"}, "country": "austria", "lat": 48.2, "lon": 5.0}


def placed(given: Json | None, before: Json | None = None) -> Any:
    """The place that comes of one written over another."""
    document = {"place": {**(before or {}), **(given or {})}}
    return settled(document, {"place": given}, {"place": before}, CITIES)["place"]


@pytest.mark.parametrize(
    ("given", "before", "made"),
    [
        ({"city": {"en": "Geneva"}}, None, GENEVA),
        ({"city": {"en": "Geneva"}, "lat": 1.0}, None, GENEVA | {"lat": 1.0}),
        ({"city": {"en": "Vienna"}}, GENEVA, VIENNA),
        # Sent back whole, with nothing but the city edited.
        (GENEVA | {"city": {"en": "Vienna"}}, GENEVA, VIENNA),
        # A city that is not known leaves nothing of the one before.
        ({"city": {"en": "Nyon"}}, GENEVA,
         {"city": {"en": "Nyon"}, "country": None, "lat": None, "lon": None}),
        (GENEVA | {"city": {"en": "Nyon"}}, GENEVA,
         {"city": {"en": "Nyon"}, "country": "switzerland", "lat": None, "lon": None}),
        # Vienna of another country is another Vienna.
        ({"city": {"en": "Vienna"}, "country": "united-states"}, None,
         {"city": {"en": "Vienna"}, "country": "united-states", "lat": None, "lon": None}),
        # Nothing new is said of the city: what is told of the rest stays.
        ({"lat": 1.0}, GENEVA, GENEVA | {"lat": 1.0}),
        (GENEVA | {"country": None}, GENEVA, GENEVA | {"country": None}),
    ],
)  # fmt: skip
def test_a_new_city_takes_the_rest_of_the_place_along(
    given: Json, before: Json | None, made: Json
) -> None:
    assert placed(given, before) == made


def test_what_is_derived_is_noted_once() -> None:
    once = settled({"place": {"city": {"en": "Geneva"}}}, {"place": {"city": ""}}, None, CITIES)
    moved = {**once, "place": {**once["place"], "city": {"en": "Vienna"}}}
    twice = settled(moved, {"place": {"city": {"en": "Vienna"}}}, once, CITIES)
    nowhere = {**twice, "place": {**twice["place"], "city": {"en": "Nyon"}}}
    lost = settled(nowhere, {"place": {"city": {"en": "Nyon"}}}, twice, CITIES)

    assert (once["notes"], twice["notes"], lost["notes"]) == ([NOTE], [NOTE], [])


@pytest.mark.parametrize(
    ("when", "made"),
    [
        ("2022-01-10T09:30", {"edtf": "2022-01-10T09:30", "timezone": "Europe/Zurich"}),
        ({"edtf": "2022-01-10"}, {"edtf": "2022-01-10", "timezone": "Europe/Zurich"}),
        ({"edtf": "2022-01-10", "timezone": None}, {"edtf": "2022-01-10", "timezone": None}),
        ({"edtf": "2022-01-10", "timezone": "UTC"}, {"edtf": "2022-01-10", "timezone": "UTC"}),
        ({"edtf": None}, {"edtf": None}),
        (None, None),
    ],
)
def test_a_date_without_a_zone_is_in_that_of_its_city(when: Any, made: Any) -> None:
    document = {"when": when, "place": GENEVA}

    assert settled(document, {"when": when}, None, CITIES)["when"] == made


def test_a_date_that_is_not_written_now_stays() -> None:
    document = {"when": {"edtf": "2022-01-10", "timezone": None}, "place": GENEVA}

    assert settled(document, {"title": {"en": "Talks"}}, None, CITIES) == document
