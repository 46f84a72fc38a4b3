"""/v1/webhooks/{id}/…: pings, the log of deliveries, dead letters."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from app.domain.things import Thing
from tests.support.delivering import OFTEN, delivering
from tests.support.desk import Desk, opened
from tests.support.receiver import Receiver, receiving
from tests.support.world import event


@pytest.fixture
def local(sqlite_url: str) -> Iterator[Desk]:
    yield from opened(sqlite_url, outbound_networks="127.0.0.0/8")


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as made:
        yield made


def test_a_ping_arrives_and_the_log_says_so(local: Desk, receiver: Receiver) -> None:
    hook = local.make(url=receiver.url, enabled=False)
    asked = local.ask("POST", f"/{hook['id']}/ping")
    assert asked.status_code == 202
    with delivering(local.world.url):
        receiver.wait_for(lambda: bool(receiver.taken))
        receiver.wait_for(lambda: bool(deliveries(local, hook["id"])))

    assert receiver.taken[0].id == asked.json()["message"]
    assert receiver.taken[0].message["type"] == "ping"
    assert receiver.taken[0].message["data"] == {"webhook": hook["id"]}
    (logged,) = deliveries(local, hook["id"])
    told = {"type": "ping", "outcome": "delivered", "status": 204, "attempt": 1, "event": None}
    assert logged | told == logged


def deliveries(desk: Desk, id_: str) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = desk.ask("GET", f"/{id_}/deliveries").json()["items"]
    return items


def test_a_ping_in_vain_is_not_tried_again(local: Desk, receiver: Receiver) -> None:
    receiver.doing = lambda _: 500
    hook = local.make(url=receiver.url)
    local.ask("POST", f"/{hook['id']}/ping")
    with delivering(local.world.url):
        receiver.wait_for(lambda: bool(deliveries(local, hook["id"])))
        local.world.put(Thing.EVENT, event(1))
        receiver.wait_for(lambda: len(receiver.requests) == 3)

    kinds = [received.message["type"] for received in receiver.requests]
    assert kinds == ["ping", "event.entered", "event.entered"]
    assert local.ask("GET", f"/{hook['id']}").json()["failing_since"] is not None


def test_dead_letters_are_listed_and_sent_again(local: Desk, receiver: Receiver) -> None:
    receiver.doing = lambda _: 503
    hook = local.make(url=receiver.url, filter="kind=meeting")
    address = f"/{hook['id']}/dead-letters"
    local.world.put(Thing.EVENT, event(1), event(2))
    with delivering(local.world.url, schedule=replace(OFTEN, waits=())):
        receiver.wait_for(lambda: len(local.ask("GET", address).json()["items"]) == 2)
        items = local.ask("GET", address).json()["items"]
        assert [item["event"] for item in items] == ["ev_00000001", "ev_00000002"]
        first = items[0]
        told = {"type": "event.entered", "rev": 2, "attempts": 1, "filter": "kind=meeting"}
        assert first | told | {"detail": "It answered 503."} == first

        receiver.doing = lambda _: 204
        asked = local.ask("POST", f"{address}/{first['message']}/replay")
        assert (asked.status_code, asked.json()["count"]) == (202, 1)
        receiver.wait_for(lambda: len(receiver.taken) == 1)
        assert local.ask("POST", f"{address}/{first['message']}/replay").status_code == 404
        assert local.ask("POST", f"{address}/replay").json() == {"message": None, "count": 1}
        receiver.wait_for(lambda: len(receiver.taken) == 2)

    assert [received.id for received in receiver.taken] == [item["message"] for item in items]
    assert local.ask("GET", address).json() == {"items": []}


def test_a_list_has_an_end(local: Desk, receiver: Receiver) -> None:
    hook = local.make(url=receiver.url)
    local.world.put(Thing.EVENT, *map(event, range(4)))
    with delivering(local.world.url):
        receiver.wait_for(lambda: len(deliveries(local, hook["id"])) == 4)

    two = local.ask("GET", f"/{hook['id']}/deliveries?limit=2").json()["items"]
    assert [item["event"] for item in two] == ["ev_00000003", "ev_00000002"]
    assert local.ask("GET", f"/{hook['id']}/deliveries?limit=0").status_code == 422
    assert local.ask("GET", f"/{hook['id']}/deliveries?page=2").status_code == 422
