"""Cities by any of their names; never one of several countries without being told which."""

import pytest

from app.domain.actor import Actor, Seat
from app.domain.places import Cities
from tests.support.world import actor


def seated(id_: str, country: str, **city: str) -> Actor:
    seat = {"city": city, "country": country, "lat": 1.0, "lon": 2.0, "timezone": "UTC"}
    return Actor.model_validate(actor(id_, seats=[seat]))


CITIES = Cities(
    [
        seated("un", "switzerland", en="Geneva", fr="Genève"),
        seated("who", "switzerland", en="Geneva", fr="Genève"),
        seated("guyana", "guyana", en="Georgetown"),
        seated("ascension", "ascension", en="Georgetown"),
    ]
)


@pytest.mark.parametrize(
    ("city", "country", "found"),
    [
        ("Geneva", None, "switzerland"),
        ("GENÈVE", None, "switzerland"),
        ("geneve", "switzerland", "switzerland"),
        ("Geneva", "france", None),
        ("Georgetown", None, None),
        ("Georgetown", "guyana", "guyana"),
        ("Atlantis", None, None),
        ("", None, None),
    ],
)
def test_a_city_is_found_where_it_is(city: str, country: str | None, found: str | None) -> None:
    seat: Seat | None = CITIES.find(city, country)

    assert (seat.country if seat else None) == found
