"""An event that moves says where it was, in the record and in the words of schema.org."""

from collections.abc import Iterator

import pytest

from app.domain.things import Thing
from app.main import create_app
from tests.http.conftest import Client
from tests.support.live import settings_for
from tests.support.world import World, event

ADDRESS = "/v1/events/ev_00000001"
# A month is no day, and schema.org has no word for it.
DATES = ("2022-01-10", "2022-02", "2022-01-12", "2022-01-13")


@pytest.fixture
def client(database_url: str) -> Iterator[Client]:
    """An event that was moved three times, then called off."""
    world = World(database_url)
    world.begin()
    for date in DATES:
        world.put(Thing.EVENT, event(1, date, status="confirmed"))
    world.put(Thing.EVENT, event(1, DATES[-1], status="cancelled"))
    world.close()
    app = create_app(settings_for(database_url))
    yield Client(app)
    app.state.service.database.close()


def test_each_former_day_is_kept(client: Client) -> None:
    previous = client.get(ADDRESS).json()["previous"]
    assert [former["when"]["edtf"] for former in previous] == [*DATES[:-1]]


def test_schema_org_is_told_of_those_that_were_days(client: Client) -> None:
    moved = client.get(f"{ADDRESS}.jsonld?as_of=5").json()
    off = client.get(f"{ADDRESS}.jsonld").json()

    assert moved["startDate"] == "2022-01-13"
    assert moved["previousStartDate"] == off["previousStartDate"] == ["2022-01-10", "2022-01-12"]
    assert moved["eventStatus"] == "https://schema.org/EventRescheduled"
    assert off["eventStatus"] == "https://schema.org/EventCancelled"
