"""Messages tell what the ledger says, in its order, until they are taken."""

from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

import httpx

from app.domain.query import EventQuery
from app.domain.things import Thing
from app.outbound.guard import Guard
from app.store.directory import Directories
from app.store.feed import since
from app.store.ledger import Retract
from tests.deliver.told import failing, late, log
from tests.support.delivering import QUICK, Hooks, delivering
from tests.support.receiver import Receiver, receiving
from tests.support.world import World, event, party


def test_what_happens_is_told_as_changes_tell_it(
    world: World, hooks: Hooks, receiver: Receiver
) -> None:
    hooks.add(receiver.url, "actor=russia")
    with delivering(world.url):
        world.put(Thing.EVENT, event(1, participants=[party("russia")]), event(2))
        world.put(Thing.EVENT, event(1, "2022-01-12", participants=[party("russia")]))
        world.put(Thing.EVENT, event(1, "2022-01-12"))
        world.put(Thing.EVENT, event(3, participants=[party("russia")]))
        world.commit(Retract(Thing.EVENT, "ev_00000003"))
        receiver.wait_for(lambda: len(receiver.taken) == 5)

    messages = [received.message for received in receiver.taken]
    assert [message["type"] for message in messages] == [
        "event.entered", "event.changed", "event.left", "event.entered", "event.retracted",
    ]  # fmt: skip
    second = messages[1]
    assert second["data"]["changes"][0]["type"] == "rescheduled"
    assert second["data"]["item"]["when"]["edtf"] == "2022-01-12"
    assert second["data"]["item"]["participants"][0]["actor"]["name"] == "Russia"
    assert second["timestamp"] == second["data"]["at"]
    assert messages[2]["data"]["item"] is None
    with world.database.reading() as connection:
        query = EventQuery(actors=(("russia",),))
        told = since(connection, Directories(), query, 1, 100).entries
    assert receiver.told == [(entry.rev, entry.id) for entry in told]


def test_the_language_and_the_zone_are_those_of_the_filter(
    world: World, hooks: Hooks, receiver: Receiver
) -> None:
    hooks.add(receiver.url, "lang=fr")
    with delivering(world.url):
        world.put(Thing.EVENT, event(1, participants=[party("russia")]))
        receiver.wait_for(lambda: bool(receiver.taken))

    (actor,) = receiver.taken[0].message["data"]["item"]["participants"]
    assert actor["actor"]["name"] == "Russie"


def test_only_what_follows_is_told_unless_more_is_asked_for(
    world: World, hooks: Hooks, receiver: Receiver
) -> None:
    world.put(Thing.EVENT, event(1))
    with receiving() as other:
        hooks.add(receiver.url)
        hooks.add(other.url, since=1)
        with delivering(world.url):
            world.put(Thing.EVENT, event(2))
            for each, count in ((receiver, 1), (other, 2)):
                each.wait_for(lambda each=each, count=count: len(each.taken) == count)  # type: ignore[misc]

    assert receiver.told == [(3, "ev_00000002")]
    assert other.told == [(2, "ev_00000001"), (3, "ev_00000002")]


def test_a_large_commit_is_told_in_parts_and_in_order(
    world: World, hooks: Hooks, receiver: Receiver
) -> None:
    hooks.add(receiver.url)
    world.put(Thing.EVENT, *map(event, range(50)))
    with delivering(world.url, pace=replace(QUICK, batch=7)):
        receiver.wait_for(lambda: len(receiver.taken) == 50)

    assert receiver.told == [(2, f"ev_{number:08d}") for number in range(50)]


def test_a_failure_is_tried_again_under_the_same_id_and_nothing_passes_it(
    world: World, hooks: Hooks, receiver: Receiver
) -> None:
    receiver.doing = failing(500, 404, 302, 503)
    hook = hooks.add(receiver.url)
    world.put(Thing.EVENT, event(1))
    world.put(Thing.EVENT, event(2))
    with delivering(world.url):
        receiver.wait_for(lambda: len(receiver.taken) == 2)

    assert receiver.told == [(2, "ev_00000001"), (3, "ev_00000002")]
    assert len({received.id for received in receiver.requests[:5]}) == 1
    assert len({received.body for received in receiver.requests[:5]}) == 1
    tried = log(hooks, hook)
    assert [one.status for one in tried] == [500, 404, 302, 503, 204, 204]
    assert [one.attempt for one in tried] == [1, 2, 3, 4, 5, 1]
    assert "redirect" in str(tried[2].detail)
    assert hooks.get(hook).failing_since is None


def test_a_redirect_is_not_followed(world: World, hooks: Hooks, receiver: Receiver) -> None:
    with receiving() as other:
        receiver.doing = lambda _: (307, {"Location": other.url})
        hooks.add(receiver.url)
        world.put(Thing.EVENT, event(1))
        with delivering(world.url):
            receiver.wait_for(lambda: len(receiver.requests) >= 2)
        assert other.requests == []
        # The control: a client that follows it.
        with suppress(httpx.HTTPError):
            httpx.post(receiver.url, headers={"webhook-id": "msg_1"}, follow_redirects=True)
        assert len(other.requests) == 1


def test_the_receiver_may_ask_for_time(world: World, hooks: Hooks, receiver: Receiver) -> None:
    receiver.doing = lambda _: (429, {"Retry-After": "3600"})
    hook = hooks.add(receiver.url)
    world.put(Thing.EVENT, event(1))
    with delivering(world.url):
        receiver.wait_for(lambda: hooks.get(hook).attempts == 1)

    wait = hooks.get(hook).due_at - hooks.now()
    assert timedelta(minutes=59) < wait < timedelta(minutes=61)


def test_an_answer_that_does_not_come_in_time_is_a_failure(
    world: World, hooks: Hooks, receiver: Receiver
) -> None:
    receiver.doing = lambda _: late() if len(receiver.requests) == 1 else 204
    hook = hooks.add(receiver.url)
    world.put(Thing.EVENT, event(1))
    with delivering(world.url):
        receiver.wait_for(lambda: len(log(hooks, hook)) == 2)

    first, second = log(hooks, hook)
    assert (first.outcome, first.status, second.outcome) == ("failed", None, "delivered")
    assert first.detail == "There was no answer within 1 s."
    assert 900 < first.took_ms < 5_000
    assert len({received.id for received in receiver.requests}) == 1


def test_a_change_of_the_filter_is_for_what_follows(
    world: World, hooks: Hooks, receiver: Receiver
) -> None:
    hook = hooks.add(receiver.url, "actor=russia")
    with delivering(world.url):
        world.put(Thing.EVENT, event(1, participants=[party("russia")]))
        receiver.wait_for(lambda: len(receiver.taken) == 1)
        hooks.change(hook, filter="actor=france")
        world.put(Thing.EVENT, event(2, participants=[party("russia")]))
        world.put(Thing.EVENT, event(3, participants=[party("france")]))
        receiver.wait_for(lambda: len(receiver.taken) == 2)

    assert receiver.told == [(2, "ev_00000001"), (4, "ev_00000003")]


def test_an_address_that_leads_inside_is_never_sent_to(
    world: World, hooks: Hooks, receiver: Receiver
) -> None:
    hook = hooks.add(receiver.url.replace("127.0.0.1", "localhost"))
    world.put(Thing.EVENT, event(1))
    with delivering(world.url, guard=Guard()):
        receiver.wait_for(lambda: bool(log(hooks, hook)))

    assert receiver.requests == []
    assert log(hooks, hook)[0].status is None
    assert "port" in str(log(hooks, hook)[0].detail)
