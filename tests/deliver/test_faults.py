"""Receivers that are down or slow, deliverers that are killed, halted or many: nothing is lost.

Each has a control without what guards it, which must fail.
"""

import signal
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, true, update

from app.domain.things import Thing
from app.domain.webhook import Webhook
from app.outbound.exchange import Limits
from app.store import leases
from app.store.pins import micros
from app.store.webhook_tables import webhooks
from app.store.webhooks import webhook
from tests.deliver.faults import Arrived, Unsteady, fire_and_forget, mortal, wanted, write
from tests.deliver.told import free_port, held
from tests.support.delivering import LEASE, QUICK, Hooks, delivering, process
from tests.support.receiver import Received, Receiver, receiving
from tests.support.world import World, event


def test_a_receiver_that_was_down_gets_everything_in_order(world: World, hooks: Hooks) -> None:
    port = free_port()
    hook = hooks.add(f"http://127.0.0.1:{port}/hook")
    with delivering(world.url):
        write(world.url, writers=4, commits=15)
        with receiving(port=port) as receiver:
            receiver.wait_for(lambda: len(receiver.taken) == 30)

    assert receiver.told == wanted(world.url)
    assert hooks.get(hook).failing_since is None


def test_what_is_sent_once_and_not_kept_is_lost(world: World) -> None:
    """The control."""
    port = free_port()
    write(world.url, 4, 15, fire_and_forget(f"http://127.0.0.1:{port}/hook"))
    with receiving(port=port) as receiver:
        time.sleep(0.2)

    assert Arrived(receiver.told, wanted(world.url)).skipped == 30


def slow(_received: Received) -> int:
    time.sleep(6)
    return 204


def took_beside_slow_ones(world: World, hooks: Hooks, at_once: int, deadline: float) -> float:
    """Seconds until a quick receiver has its message, where eight others hang."""
    pace = replace(QUICK, at_once=at_once, limits=Limits(deadline))
    with ExitStack() as stack:
        hanging = stack.enter_context(receiving(slow))
        quick = stack.enter_context(receiving())
        for _ in range(8):
            hooks.add(hanging.url)
        stack.enter_context(delivering(world.url, pace=pace))
        world.put(Thing.EVENT, event(1))
        hanging.wait_for(lambda: len(hanging.requests) >= min(at_once, 8))
        hooks.add(quick.url, since=1)
        begun = time.monotonic()
        quick.wait_for(lambda: len(quick.taken) == 1, 60)
        return quick.taken[0].came - begun


def test_slow_receivers_delay_no_other(world: World, hooks: Hooks) -> None:
    assert took_beside_slow_ones(world, hooks, at_once=100, deadline=5) < 2


def test_one_after_the_other_they_would(world: World, hooks: Hooks) -> None:
    """The control: one request at a time, though each ends five times as early."""
    assert took_beside_slow_ones(world, hooks, at_once=1, deadline=1) > 2


def test_a_lease_passes_on_from_one_that_was_killed(world: World, hooks: Hooks) -> None:
    """Killed while its request is being answered: the receiver hears of it again, not at once."""
    with receiving(slow) as receiver:
        hook = hooks.add(receiver.url)
        world.put(Thing.EVENT, event(1), event(2))
        with process(world.url) as first:
            receiver.wait_for(lambda: len(receiver.requests) == 1)
            first.send_signal(signal.SIGKILL)
            first.wait()
            killed = time.monotonic()
        assert held(world.database) == [hook.id]
        receiver.doing = lambda _: 204
        with process(world.url):
            receiver.wait_for(lambda: len(receiver.ids) == 2)

    again = receiver.requests[1]
    assert again.id == receiver.requests[0].id
    assert again.came - killed > LEASE.total_seconds() / 2
    assert receiver.told == wanted(world.url)


def test_a_deliverer_that_was_halted_has_no_word_any_more(world: World, hooks: Hooks) -> None:
    """Halted until another has sent what follows: waking up, it must not set the place back."""
    with receiving() as receiver:
        receiver.doing = lambda _: 204 if len(receiver.requests) > 1 else slow(_)
        hook = hooks.add(receiver.url)
        world.put(Thing.EVENT, event(1), event(2))
        with process(world.url) as first:
            receiver.wait_for(lambda: len(receiver.requests) == 1)
            first.send_signal(signal.SIGSTOP)
            with process(world.url):
                receiver.wait_for(lambda: hooks.get(hook).standing.place.rev == 2)
                first.send_signal(signal.SIGCONT)
                world.put(Thing.EVENT, event(3))
                receiver.wait_for(lambda: len(receiver.ids) == 3)
                time.sleep(0.5)

    assert hooks.get(hook).standing.place.rev == 3
    assert receiver.told == wanted(world.url)
    counts = [sum(r.id == id_ for r in receiver.requests) for id_ in receiver.ids]
    assert counts == [2, 1, 1]


def sent_by_one_that_lost_its_lease(world: World, hooks: Hooks, receiver: Receiver) -> list[int]:
    """How often each of three came, where the first sender waits until another has sent all."""

    def waits_first(_received: Received) -> int:
        if len(receiver.requests) == 1:
            receiver.wait_for(lambda: len(receiver.taken) == 3)
        return 204

    receiver.doing = waits_first
    pace = replace(QUICK, lease=timedelta(seconds=1), limits=Limits(20))
    hooks.add(receiver.url)
    world.put(Thing.EVENT, *map(event, range(1, 4)))
    with delivering(world.url, pace=pace), delivering(world.url, pace=pace):
        receiver.wait_for(lambda: len(receiver.taken) >= 4)
        time.sleep(0.5)
    assert receiver.told == wanted(world.url)
    return [sum(r.id == id_ for r in receiver.requests) for id_ in receiver.ids]


def test_who_lost_its_lease_has_no_word(world: World, hooks: Hooks, receiver: Receiver) -> None:
    assert sent_by_one_that_lost_its_lease(world, hooks, receiver) == [2, 1, 1]


def test_it_would_have_and_send_all_again(
    world: World, hooks: Hooks, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: nobody looks whose lease it is."""

    def anybodys(
        connection: Connection, lease: leases.Lease, until: datetime, values: dict[str, Any]
    ) -> Webhook | None:
        with_it = webhooks.c.id == lease.webhook.id
        changed = update(webhooks).where(with_it).values(leased_until=micros(until), **values)
        return webhook(connection.execute(changed.returning(webhooks)).one())

    monkeypatch.setattr(leases, "kept", anybodys)

    assert sent_by_one_that_lost_its_lease(world, hooks, receiver) == [2, 2, 2]


def brief(_received: Received) -> int:
    time.sleep(0.02)
    return 204


@contextmanager
def several(world: World, hooks: Hooks) -> Iterator[list[Receiver]]:
    """Three deliverers beside each other, and four webhooks, each with its receiver."""
    with ExitStack() as stack:
        receivers = [stack.enter_context(receiving(brief)) for _ in range(4)]
        for receiver in receivers:
            hooks.add(receiver.url)
        for _ in range(3):
            stack.enter_context(delivering(world.url))
        write(world.url, writers=4, commits=10)
        yield receivers


def test_no_two_deliverers_send_for_a_webhook_at_the_same_time(world: World, hooks: Hooks) -> None:
    with several(world, hooks) as receivers:
        for receiver in receivers:
            receiver.wait_for(lambda receiver=receiver: len(receiver.ids) == 20)  # type: ignore[misc]
        time.sleep(0.2)

    for receiver in receivers:
        assert receiver.together == []
        assert len(receiver.requests) == 20
        assert receiver.told == wanted(world.url)


def test_without_leases_they_do(
    world: World, hooks: Hooks, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: every lease is taken to be free."""
    monkeypatch.setattr(leases, "_free", lambda _: true())
    with several(world, hooks) as receivers:
        receivers[0].wait_for(lambda: any(receiver.together for receiver in receivers))


def test_killed_deliverers_and_an_unsteady_receiver_lose_nothing(
    world: World, hooks: Hooks
) -> None:
    with receiving(Unsteady(seed=3, down=1)) as receiver:
        hooks.add(receiver.url)
        with mortal(world.url, receiver) as killed:
            write(world.url, writers=8, commits=40)
            receiver.wait_for(lambda: len(receiver.ids) == 80, 60)
        found = Arrived(receiver.told, wanted(world.url))

    assert killed
    assert (found.skipped, found.out_of_order) == (0, 0)
    assert found.told == found.wanted


def test_an_unsteady_receiver_without_an_outbox_loses_some(world: World) -> None:
    """The control."""
    with receiving(Unsteady(seed=3, down=0.5)) as receiver:
        write(world.url, 8, 40, fire_and_forget(receiver.url))
        found = Arrived(receiver.told, wanted(world.url))

    assert found.skipped > 0
    assert found.out_of_order > 0
