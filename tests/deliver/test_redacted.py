"""What is redacted is not sent any more: not by what waits, what is replayed, or what was read."""

from collections.abc import Collection
from typing import Any
from unittest.mock import ANY, Mock

import pytest
from sqlalchemy import select

from app.deliver import results
from app.domain.change import Nature
from app.domain.things import Thing
from app.domain.webhook import Stop
from app.store import outbox
from app.store.ledger import Entry
from app.store.redact import redact
from app.store.webhook_tables import webhook_attempts, webhook_messages, webhooks
from tests.deliver.told import dead, failing, log
from tests.support.delivering import Hooks, delivering, waiting
from tests.support.receiver import Received, Receiver
from tests.support.world import World, event

HIDDEN = "Zyxwvut"
TABLES = (webhooks, webhook_messages, webhook_attempts)


def secret(number: int) -> dict[str, Any]:
    return event(number, title={"en": f"Talks with {HIDDEN}"})


def blank(world: World, *ids: str, fields: Collection[str] = ("title",)) -> None:
    for id_ in ids:
        with world.database.writing() as connection:
            entry = Entry("a test", Nature.CORRECTION, "the law")
            redact(connection, world.directories, (Thing.EVENT, id_), fields, entry)


def kept(world: World) -> str:
    """All that the tables of webhooks hold."""
    with world.database.reading() as connection:
        return str([connection.execute(select(table)).all() for table in TABLES])


def types(received: list[Received]) -> list[str]:
    return [one.message["type"] for one in received]


def test_nothing_of_a_document_is_kept_to_be_sent(
    world: World, hooks: Hooks, receiver: Receiver
) -> None:
    """Neither of a message that waits, nor of a dead letter, nor in the log."""
    receiver.doing = failing(500, 500, 500)
    hook = hooks.add(receiver.url)
    world.put(Thing.EVENT, secret(1), secret(2))
    with delivering(world.url, schedule=waiting(0.02)):
        receiver.wait_for(lambda: len(log(hooks, hook)) >= 3)

    assert HIDDEN.encode() in receiver.requests[0].body
    assert len(dead(hooks, hook)) == 1
    assert "ev_00000001" in kept(world)
    assert HIDDEN not in kept(world)


def test_what_waits_and_what_is_replayed_goes_without_it(
    world: World, hooks: Hooks, receiver: Receiver
) -> None:
    receiver.doing = lambda _: 500
    hook = hooks.add(receiver.url)
    world.put(Thing.EVENT, secret(1), secret(2))
    with delivering(world.url, schedule=waiting()):
        receiver.wait_for(lambda: len(dead(hooks, hook)) == 2)
    world.put(Thing.EVENT, secret(3))
    before = len(receiver.requests)

    blank(world, "ev_00000001", "ev_00000002", "ev_00000003")
    receiver.doing = lambda _: 204
    with world.database.writing() as connection:
        assert outbox.replay(connection, hook.id, None, hooks.now()) == 2
    with delivering(world.url):
        receiver.wait_for(lambda: len(receiver.taken) == 2 + 1 + 1 + 3)

    later = receiver.requests[before:]
    assert types(later) == [
        "event.entered", "event.entered", "record.replaced", "event.entered",
        "event.changed", "event.changed", "event.changed",
    ]  # fmt: skip
    assert {one.id for one in later[:2]} == {one.id for one in receiver.requests[:2]}
    assert HIDDEN.encode() not in b"".join(one.body for one in later)


def redacted_on_the_way(world: World, hooks: Hooks, receiver: Receiver) -> list[Received]:
    """Five are to be told; while the first is being answered, all of them are blanked."""

    def blanks_first(_received: Received) -> int:
        if len(receiver.requests) == 1:
            blank(world, *(f"ev_{number:08d}" for number in range(1, 6)))
        return 204

    receiver.doing = blanks_first
    hooks.add(receiver.url)
    world.put(Thing.EVENT, *(secret(number) for number in range(1, 6)))
    with delivering(world.url):
        receiver.wait_for(lambda: len(receiver.taken) == 1 + 1 + 4 + 5)
    assert HIDDEN.encode() in receiver.requests[0].body
    return [one for one in receiver.requests[1:] if HIDDEN.encode() in one.body]


def test_what_was_read_before_is_not_sent_after(
    world: World, hooks: Hooks, receiver: Receiver
) -> None:
    """Messages are read many at a time: what is blanked meanwhile must not be among them."""
    assert redacted_on_the_way(world, hooks, receiver) == []
    assert types(receiver.requests)[:3] == ["event.entered", "record.replaced", "event.entered"]
    # The place in the middle of the commit stays: nothing is skipped, nothing told again.
    assert receiver.told == [
        *((2, f"ev_{number:08d}") for number in range(1, 6)),
        *((2 + number, f"ev_{number:08d}") for number in range(1, 6)),
    ]


def test_it_would_be(
    world: World, hooks: Hooks, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: nobody asks whether the epoch is still that in which they were read."""
    monkeypatch.setattr(results, "pin", lambda _: Mock(epoch=ANY))

    assert len(redacted_on_the_way(world, hooks, receiver)) == 4


def test_a_filter_that_names_a_redacted_slug_stops(
    world: World, hooks: Hooks, receiver: Receiver
) -> None:
    world.put(Thing.EVENT, secret(1) | {"slug": f"talks-{HIDDEN.lower()}"})
    hook = hooks.add(receiver.url, f"id=talks-{HIDDEN.lower()}", since=1)
    blank(world, "ev_00000001", fields=("slug", "title"))
    with delivering(world.url):
        receiver.wait_for(lambda: hooks.get(hook).stopped is Stop.FILTER)

    assert types(receiver.requests) == ["record.replaced"]
