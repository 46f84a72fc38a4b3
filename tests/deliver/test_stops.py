"""Whatever stops a webhook keeps its place: nothing is lost when it goes on."""

import time
from dataclasses import replace
from datetime import timedelta

from app.domain import whsec
from app.domain.letters import Letter, Outcome
from app.domain.things import Thing
from app.domain.webhook import Kind, Stop, Webhook
from app.store import ledger, outbox, webhooks
from tests.deliver.told import dead, failing, log
from tests.support.delivering import OFTEN, Hooks, delivering, waiting
from tests.support.receiver import Received, Receiver, receiving
from tests.support.world import World, actor, event, party


def test_410_ends_it_and_nothing_is_lost(world: World, hooks: Hooks, receiver: Receiver) -> None:
    receiver.doing = failing(410)
    hook = hooks.add(receiver.url)
    world.put(Thing.EVENT, event(1))
    with delivering(world.url):
        receiver.wait_for(lambda: hooks.get(hook).stopped is Stop.GONE)
        world.put(Thing.EVENT, event(2))
        time.sleep(0.3)
        assert len(receiver.requests) == 1
        hooks.change(hook)
        receiver.wait_for(lambda: len(receiver.taken) == 2)

    assert receiver.told == [(2, "ev_00000001"), (3, "ev_00000002")]


def test_another_failure_ends_nothing(world: World, hooks: Hooks, receiver: Receiver) -> None:
    """The control: 404 is tried again."""
    receiver.doing = failing(404)
    hook = hooks.add(receiver.url)
    world.put(Thing.EVENT, event(1))
    with delivering(world.url):
        receiver.wait_for(lambda: len(receiver.taken) == 1)

    assert hooks.get(hook).stopped is None


def test_410_ends_it_whatever_was_sent(world: World, hooks: Hooks, receiver: Receiver) -> None:
    """A letter that was sent again stays dead, and a ping is a ping; what follows waits."""
    receiver.doing = failing(500, 500, 410)
    hook = hooks.add(receiver.url)
    world.put(Thing.EVENT, event(1), event(2))
    with delivering(world.url, schedule=waiting()):
        receiver.wait_for(lambda: len(dead(hooks, hook)) == 2)
        replay(world, hooks, hook)
        receiver.wait_for(lambda: hooks.get(hook).stopped is Stop.GONE)
        receiver.wait_for(lambda: len(dead(hooks, hook)) == 1)
        world.put(Thing.EVENT, event(3))
        time.sleep(0.3)
        assert len(receiver.requests) == 3
        hooks.change(hook)
        receiver.wait_for(lambda: len(receiver.taken) == 2)
        receiver.doing = failing(410)
        ping(world, hooks, hook)
        receiver.wait_for(lambda: hooks.get(hook).stopped is Stop.GONE)

    assert [one.outcome for one in log(hooks, hook)][2] is Outcome.DEAD
    assert {id_ for _, id_ in receiver.told} == {"ev_00000002", "ev_00000003"}


def test_a_replay_waits_for_one_that_is_stopped_and_a_ping_does_not(
    world: World, hooks: Hooks, receiver: Receiver
) -> None:
    receiver.doing = failing(500)
    hook = hooks.add(receiver.url)
    world.put(Thing.EVENT, event(1))
    with delivering(world.url, schedule=waiting()):
        receiver.wait_for(lambda: len(dead(hooks, hook)) == 1)
        hooks.change(hook, stopped=Stop.ASKED)
        replay(world, hooks, hook)
        ping(world, hooks, hook)
        receiver.wait_for(lambda: len(receiver.taken) == 1)
        time.sleep(0.3)
        assert receiver.told == []
        hooks.change(hook)
        receiver.wait_for(lambda: receiver.told == [(2, "ev_00000001")])


def test_what_the_former_address_answered_is_no_reason_to_stop(
    world: World, hooks: Hooks, receiver: Receiver
) -> None:
    """Its owner gives another address while a request to the former is on its way."""
    hook = hooks.add(receiver.url)
    with receiving() as other:

        def gone(_received: Received) -> int:
            hooks.change(hook, url=other.url)
            return 410

        receiver.doing = gone
        world.put(Thing.EVENT, event(1))
        with delivering(world.url):
            other.wait_for(lambda: len(other.taken) == 1)

    assert hooks.get(hook).stopped is None
    assert [one.attempt for one in log(hooks, hook)] == [1, 1]


def replay(world: World, hooks: Hooks, hook: Webhook) -> None:
    with world.database.writing() as connection:
        outbox.replay(connection, hook.id, None, hooks.now())


def ping(world: World, hooks: Hooks, hook: Webhook) -> None:
    now = hooks.now()
    letter = Letter(hook.id, "msg_ping", Kind.PING, "", 1, None, now)
    with world.database.writing() as connection:
        outbox.put(connection, letter, now, dead=False)


def test_what_fails_for_days_is_given_up_and_goes_on_when_asked(
    world: World, hooks: Hooks, receiver: Receiver
) -> None:
    receiver.doing = lambda _: 500
    hook = hooks.add(receiver.url)
    world.put(Thing.EVENT, event(1))
    schedule = replace(OFTEN, given_up_after=timedelta(seconds=0.4))
    with delivering(world.url, schedule=schedule):
        receiver.wait_for(lambda: hooks.get(hook).stopped is Stop.FAILING)
        tries = len(receiver.requests)
        assert tries > 1
        time.sleep(0.3)
        assert len(receiver.requests) == tries
        receiver.doing = lambda _: 204
        hooks.change(hook)
        receiver.wait_for(lambda: len(receiver.taken) == 1)


def test_a_stop_keeps_the_place(world: World, hooks: Hooks, receiver: Receiver) -> None:
    hook = hooks.add(receiver.url)
    with delivering(world.url):
        hooks.change(hook, stopped=Stop.ASKED)
        world.put(Thing.EVENT, event(1))
        time.sleep(0.3)
        assert receiver.requests == []
        hooks.change(hook)
        receiver.wait_for(lambda: len(receiver.taken) == 1)


def test_a_filter_that_names_what_is_gone_stops_and_loses_nothing(
    world: World, hooks: Hooks, receiver: Receiver
) -> None:
    world.put(Thing.ACTOR, actor("france", aliases=[{"text": "Gallia", "lang": "en"}]))
    hook = hooks.add(receiver.url, "actor=Gallia")
    world.put(Thing.ACTOR, actor("france"))
    world.put(Thing.EVENT, event(1, participants=[party("france")]))
    with delivering(world.url):
        receiver.wait_for(lambda: hooks.get(hook).stopped is Stop.FILTER)
        assert receiver.requests == []
        hooks.change(hook, filter="actor=france")
        receiver.wait_for(lambda: len(receiver.taken) == 1)

    assert receiver.told == [(4, "ev_00000001")]


KEY = "the key of this installation, at random"


def test_without_its_key_nothing_is_signed_and_nothing_lost(
    world: World, hooks: Hooks, receiver: Receiver
) -> None:
    hook = hooks.add(receiver.url)
    with world.database.writing() as connection:
        webhooks.rotate(connection, hooks.get(hook), whsec.new_seed(KEY), hooks.now(), timedelta(0))
    world.put(Thing.EVENT, event(1))
    with delivering(world.url, key="another key"):
        receiver.wait_for(lambda: hooks.get(hook).stopped is Stop.KEY)
        time.sleep(0.1)
    assert receiver.requests == []

    hooks.change(hook)
    with delivering(world.url, key=KEY):
        receiver.wait_for(lambda: len(receiver.taken) == 1)


def test_a_new_epoch_is_told_before_what_follows_it(
    world: World, hooks: Hooks, receiver: Receiver
) -> None:
    hooks.add(receiver.url, "actor=russia")
    receiver.doing = failing(204, 500)
    with delivering(world.url):
        world.put(Thing.EVENT, event(1, participants=[party("russia")]))
        receiver.wait_for(lambda: len(receiver.taken) == 1)
    with world.database.writing() as connection:
        epoch = ledger.new_epoch(connection)
    world.put(Thing.EVENT, event(2, participants=[party("russia")]))
    with delivering(world.url):
        receiver.wait_for(lambda: len(receiver.taken) == 3)

    _, failed, replaced, last = (received.message for received in receiver.requests)
    assert failed == replaced
    assert replaced["type"] == "record.replaced"
    assert replaced["data"]["epoch"] == epoch
    assert replaced["data"]["restart"].endswith("/v1/changes?since=0&actor=russia")
    assert (last["type"], last["data"]["id"]) == ("event.entered", "ev_00000002")


def test_a_place_beyond_a_restored_copy_is_drawn_back(
    world: World, hooks: Hooks, receiver: Receiver
) -> None:
    """The backup is older than what was told: the record counts these revisions again."""
    hooks.add(receiver.url, since=40)
    with world.database.writing() as connection:
        ledger.new_epoch(connection)
    with delivering(world.url):
        receiver.wait_for(lambda: len(receiver.taken) == 1)
        world.put(Thing.EVENT, event(1))
        receiver.wait_for(lambda: len(receiver.taken) == 2)

    assert [received.message["type"] for received in receiver.taken] == [
        "record.replaced", "event.entered",
    ]  # fmt: skip
