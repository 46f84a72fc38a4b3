"""What a webhook is told is, member by member, what `/v1/changes` answers under the same filter."""

from collections.abc import Iterator
from typing import Any

import pytest

from app.domain.difference import Effect
from app.domain.things import Thing
from app.domain.webhook import Kind
from app.main import create_app
from app.store.ledger import Retract
from tests.http.conftest import Client
from tests.support.delivering import BASE_URL, Hooks, delivering
from tests.support.live import settings_for
from tests.support.receiver import Receiver
from tests.support.world import CASTS, World, actor, event, events, member, party, statements

FILTERS = (
    "",
    "actor=russia&lang=fr",
    "actor=nato&via=members&tz=Asia/Tokyo",
    "forum=council&status=confirmed,held",
    "q=gas&lang=fr",
    "date=2022-01&match=certain",
    "between=russia,france",
    "topic=-arms&kind=meeting",
)


@pytest.fixture
def client(world: World) -> Iterator[Client]:
    app = create_app(settings_for(world.url))
    yield Client(app)
    app.state.service.close()


def busy(world: World) -> None:
    """Events that enter, change and leave, by their own doing and by that of others."""
    some = list(events(24))
    world.put(Thing.EVENT, *some)
    world.put(Thing.EVENT, *(each | {"status": "held", "kind": "meeting"} for each in some[::3]))
    world.put(Thing.STATEMENT, *statements([each["id"] for each in some]))
    world.put(Thing.EVENT, event(1, "2022-03-01", participants=CASTS[1]))
    # Nothing of theirs: an actor gets another name, and one more is of an organisation.
    world.put(Thing.ACTOR, actor("poland", names={"en": "Poland", "fr": "Pologne"}))
    world.put(Thing.ACTOR, actor("poland", relations=[member("nato", **{"from": "1999-03-12"})]))
    world.put(Thing.EVENT, event(40, participants=[party("poland")], title={"en": "Talks on gas"}))
    world.commit(Retract(Thing.EVENT, some[2]["id"]))


def listed(client: Client, filter_: str) -> list[dict[str, Any]]:
    """Page by page."""
    found: list[dict[str, Any]] = []
    address = "/v1/changes?" + "&".join(filter(None, ("since=1&limit=7", filter_)))
    while address:
        page = client.get(address).raise_for_status().json()
        found += page["items"]
        address = (page["next"] or "").removeprefix(BASE_URL)
    return found


@pytest.mark.parametrize("filter_", FILTERS)
def test_each_message_is_an_entry_of_changes(
    world: World, hooks: Hooks, receiver: Receiver, client: Client, filter_: str
) -> None:
    busy(world)
    expected = listed(client, filter_)
    hooks.add(receiver.url, filter_, since=1)
    with delivering(world.url):
        receiver.wait_for(lambda: len(receiver.taken) >= len(expected))

    assert expected
    messages = [received.message for received in receiver.taken]
    assert [message["data"] for message in messages] == expected
    assert [message["type"] for message in messages] == [
        f"event.{item['effect']}" for item in expected
    ]
    assert [message["timestamp"] for message in messages] == [item["at"] for item in expected]


@pytest.mark.parametrize("effect", Effect)
def test_whatever_becomes_of_an_event_is_a_type_of_message(effect: Effect) -> None:
    assert Kind(f"event.{effect}") in Kind
