"""GeoJSON: where a point comes from, and that a reader of maps takes it."""

from dataclasses import replace
from typing import Any

import geojson
import orjson
import pytest

from app.domain.actor import Actor
from app.domain.directory import Directory
from tests.support import awkward
from tests.support.forms import one, written

_NOWHERE = dict.fromkeys(("name", "city", "country", "lat", "lon"))
_SMALL = awkward.small_directory()
_SEAT = {"city": {"en": "Geneva", "fr": "Genève"}, "country": "france", "lat": 46.2, "lon": 6.14}
_SEATED = Actor.model_validate(
    {"id": "seated", "kind": "organisation", "names": {"en": "Seated"}, "seats": [_SEAT]}
)


def feature(**place: Any) -> dict[str, Any]:
    """The first event at that place, where one organisation has its seat in Geneva."""
    item = awkward.items()[0]
    document = {**item.document, "place": {**_NOWHERE, **place}}
    actors = {**_SMALL.actors, "seated": _SEATED}
    known = Directory(actors, _SMALL.forums, _SMALL.topics, _SMALL.analyse)
    found = one("geojson", replace(item, document=document), directory=known)
    read: dict[str, Any] = orjson.loads(found)
    return read


def point(**place: Any) -> tuple[list[float] | None, str | None]:
    found = feature(**place)
    geometry = found["geometry"]
    return geometry and geometry["coordinates"], found["properties"]["point"]


def test_a_point_is_longitude_then_latitude() -> None:
    assert point(lat=46.25, lon=6.15, city={"en": "Geneva"}) == ([6.15, 46.25], "stated")


@pytest.mark.parametrize(
    "place",
    [
        {"city": {"fr": "Genève"}},
        {"city": {"en": "geneva"}, "country": "france"},
        {"city": {"en": "Geneva"}, "lat": 46.0},
    ],
)
def test_a_city_that_is_a_seat_has_a_derived_point(place: dict[str, Any]) -> None:
    assert point(**place) == ([6.14, 46.2], "derived")


@pytest.mark.parametrize(
    "place",
    [
        {},
        {"lat": 46.2},
        {"country": "france"},
        {"city": {"en": "Nowhere"}},
        {"city": {"en": "Geneva"}, "country": "russia"},
    ],
)
def test_without_a_known_point_there_is_no_geometry(place: dict[str, Any]) -> None:
    assert point(**place) == (None, None)


def test_geojson_is_valid_to_its_reader() -> None:
    found = geojson.loads(written("geojson"))

    assert isinstance(found, geojson.FeatureCollection)
    assert found.is_valid, found.errors()
    assert [feature.id for feature in found.features] == [item.id for item in awkward.items()]
    points = [feature.geometry for feature in found.features if feature.geometry]
    assert tuple(points[0].coordinates) == (6.1405, 46.2266)
