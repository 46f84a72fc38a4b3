"""The calendar over HTTP: it moves when talks move, and is otherwise the same bytes."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from app.domain.things import Thing
from app.main import create_app
from tests.http.conftest import Client
from tests.render.test_ical import unfolded
from tests.support.live import settings_for
from tests.support.world import World, event

FEED = "/v1/events.ics"


@pytest.fixture
def world(database_url: str) -> Iterator[World]:
    made = World(database_url)
    made.begin()
    yield made
    made.close()


@pytest.fixture
def client(world: World) -> Iterator[Client]:
    app = create_app(settings_for(world.url))
    yield Client(app)
    app.state.service.database.close()


def lines(client: Client, address: str = FEED) -> list[str]:
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    return unfolded(answer.content)


def test_an_event_that_moves_keeps_its_uid_and_raises_its_sequence(
    client: Client, world: World
) -> None:
    seen = []
    for document in (
        event(1, "2022-01-10"),
        event(1, "2022-01-12"),
        event(1, "2022-01-12", title={"en": "Renamed"}),
        event(1, "2022-01-13", place={"country": "france"}, status="confirmed"),
        event(1, "2022-01-13", place={"country": "france"}, status="cancelled"),
    ):
        world.put(Thing.EVENT, document)
        found = lines(client)
        (uid,) = (line for line in found if line.startswith("UID:"))
        (start,) = (line for line in found if line.startswith("DTSTART"))
        (sequence,) = (line for line in found if line.startswith("SEQUENCE:"))
        seen.append((uid, start.rpartition(":")[2], sequence.rpartition(":")[2]))
    uid = "UID:ev_00000001@pourparlers"
    # Several changes of one revision are one step; a new title is none.
    days = [("20220110", "0"), ("20220112", "1"), ("20220112", "1"), ("20220113", "2")]
    assert seen == [(uid, *day) for day in (*days, ("20220113", "3"))]


def test_an_unchanged_calendar_is_the_same_bytes_and_a_304(client: Client, world: World) -> None:
    world.put(Thing.EVENT, event(1), event(2, "2022-02"))
    first = client.get(FEED)
    with time_machine.travel(datetime.now(UTC) + timedelta(days=400)):
        again = client.get(FEED)
        assert again.content == first.content
        asked = client.get(FEED, headers={"If-None-Match": first.headers["etag"]})
    assert asked.status_code == 304
    world.put(Thing.EVENT, event(1, "2022-01-11"))
    changed = client.get(FEED, headers={"If-None-Match": first.headers["etag"]})
    assert changed.status_code == 200


def test_what_was_called_off_leaves_90_days_later(client: Client, world: World) -> None:
    start = datetime(2040, 1, 1, tzinfo=UTC)
    held = []
    for days, document in (
        (0, event(1)),
        (1, event(1, status="cancelled")),
        # Corrected long after: it was called off on the second day all the same.
        (80, event(1, status="cancelled", topics=["arms"])),
        (90, event(2)),
        (92, event(3)),
    ):
        with time_machine.travel(start + timedelta(days=days), tick=False):
            world.put(Thing.EVENT, document)
            held.append("UID:ev_00000001@pourparlers" in lines(client))
    assert held == [True, True, True, True, False]
    assert "STATUS:CANCELLED" in lines(client, "/v1/events/ev_00000001.ics")
    assert "UID:ev_00000001@pourparlers" in lines(client, f"{FEED}?as_of=5")


def test_it_says_where_to_ask_again_however_it_was_asked(client: Client, world: World) -> None:
    world.put(Thing.EVENT, event(1))
    source = "SOURCE;VALUE=URI:http://127.0.0.1:8000/v1/events.ics?topic=arms"
    assert source in lines(client, f"{FEED}?topic=arms")
    answer = client.get("/v1/events?topic=arms", headers={"Accept": "text/calendar"})
    assert source in unfolded(answer.content)


def test_imprecise_is_one_of_two_words(client: Client, world: World) -> None:
    world.put(Thing.EVENT, event(1, "2022-02"))
    assert "BEGIN:VEVENT" not in lines(client)
    assert "BEGIN:VEVENT" in lines(client, f"{FEED}?imprecise=span")
    refused = client.get(f"{FEED}?imprecise=all")
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["suggestions"] == ["omit", "span"]
    assert client.get("/v1/events.json?imprecise=span").status_code == 422
