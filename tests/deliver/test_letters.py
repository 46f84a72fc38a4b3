"""What was given up waits, is sent again beside the order, and is dropped where nothing is left."""

from dataclasses import replace

import pytest
from sqlalchemy import func, select

from app.domain.letters import Outcome
from app.domain.things import Thing
from app.store import attempts, outbox
from app.store.webhook_tables import webhook_attempts
from tests.deliver.told import dead, failing, head, log
from tests.support.delivering import QUICK, Hooks, delivering, waiting
from tests.support.receiver import Receiver, receiving
from tests.support.world import World, event, party


def test_what_is_given_up_is_a_dead_letter_and_others_follow(
    world: World, hooks: Hooks, receiver: Receiver
) -> None:
    bad = b'"ev_00000002"'
    receiver.doing = lambda received: 500 if bad in received.body else 204
    hook = hooks.add(receiver.url)
    world.put(Thing.EVENT, *map(event, (1, 2, 3)))
    with delivering(world.url, schedule=waiting(0.02, 0.02)):
        receiver.wait_for(lambda: len(receiver.taken) == 2)
        (letter,) = dead(hooks, hook)

        assert receiver.told == [(2, "ev_00000001"), (2, "ev_00000003")]
        assert (letter.entity, letter.attempts, letter.detail) == (
            "ev_00000002", 3, "It answered 500.",
        )  # fmt: skip

        receiver.doing = lambda _: 204
        with world.database.writing() as connection:
            assert outbox.replay(connection, hook.id, letter.id, hooks.now()) == 1
        receiver.wait_for(lambda: len(receiver.taken) == 3)
        receiver.wait_for(lambda: len(log(hooks, hook)) == 6)

    assert receiver.taken[-1].id == letter.id
    former = [received.body for received in receiver.requests if received.id == letter.id]
    assert len(former) == 4
    assert len(set(former)) == 1
    assert dead(hooks, hook) == []
    assert log(hooks, hook)[-1].outcome is Outcome.DELIVERED


def test_a_replay_that_fails_is_dead_again(world: World, hooks: Hooks, receiver: Receiver) -> None:
    receiver.doing = lambda _: 500
    hook = hooks.add(receiver.url)
    world.put(Thing.EVENT, event(1))
    with delivering(world.url, schedule=waiting(0.02)):
        receiver.wait_for(lambda: len(dead(hooks, hook)) == 1)
        with world.database.writing() as connection:
            assert outbox.replay(connection, hook.id, None, hooks.now()) == 1
        receiver.wait_for(lambda: len(receiver.requests) == 4)
        receiver.wait_for(lambda: len(dead(hooks, hook)) == 1)

    assert [one.outcome for one in log(hooks, hook)] == ["failed", "dead", "failed", "dead"]


def test_a_replay_finds_its_event_in_a_large_commit(
    world: World, hooks: Hooks, receiver: Receiver
) -> None:
    refused = {f"ev_{number:08d}" for number in (0, 7, 28, 49)}
    receiver.doing = lambda received: 500 if received.message["data"]["id"] in refused else 204
    hook = hooks.add(receiver.url)
    world.put(Thing.EVENT, *map(event, range(50)))
    with delivering(world.url, schedule=waiting(), pace=replace(QUICK, batch=3)):
        receiver.wait_for(lambda: len(dead(hooks, hook)) == 4)
        receiver.doing = lambda _: 204
        with world.database.writing() as connection:
            outbox.replay(connection, hook.id, None, hooks.now())
        receiver.wait_for(lambda: len(receiver.taken) == 50)

    assert {id_ for _, id_ in receiver.told[-4:]} == refused


def test_a_letter_is_about_its_filter_of_then(
    world: World, hooks: Hooks, receiver: Receiver
) -> None:
    receiver.doing = failing(500)
    hook = hooks.add(receiver.url, "actor=russia")
    world.put(Thing.EVENT, event(1, participants=[party("russia")]))
    with delivering(world.url, schedule=waiting()):
        receiver.wait_for(lambda: len(dead(hooks, hook)) == 1)
        hooks.change(hook, filter="actor=france")
        with world.database.writing() as connection:
            outbox.replay(connection, hook.id, None, hooks.now())
        receiver.wait_for(lambda: len(receiver.taken) == 1)

    assert receiver.taken[0].id == receiver.requests[0].id


def test_a_letter_that_the_record_tells_no_more_is_dropped(
    world: World, hooks: Hooks, receiver: Receiver
) -> None:
    receiver.doing = failing(500)
    hook = hooks.add(receiver.url)
    world.put(Thing.EVENT, event(1))
    with delivering(world.url, schedule=waiting()):
        receiver.wait_for(lambda: len(dead(hooks, hook)) == 1)
        (letter,) = dead(hooks, hook)
        with world.database.writing() as connection:
            other = letter._replace(id="msg_of_a_record_replaced")
            outbox.done(connection, letter)
            outbox.put(connection, other, hooks.now(), dead=False)
        receiver.wait_for(lambda: log(hooks, hook)[-1].outcome is Outcome.DROPPED)

    assert len(receiver.requests) == 1


def test_the_log_has_an_end(world: World, hooks: Hooks, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attempts, "KEPT", 5)
    with receiving() as first, receiving() as second:
        made = [hooks.add(each.url) for each in (first, second)]
        world.put(Thing.EVENT, *map(event, range(30)))
        with delivering(world.url):
            for each in (first, second):
                each.wait_for(lambda each=each: len(each.taken) == 30)  # type: ignore[misc]
                each.wait_for(lambda: hooks.get(made[0]).standing.place.rev == head(world))

    with world.database.reading() as connection:
        count = select(func.count()).select_from(webhook_attempts)
        assert connection.scalar(count) == 10
