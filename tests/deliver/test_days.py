"""Days of failures under a clock that the test moves: when it is tried again, and when no more."""

import random
import time
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Connection

from app.domain.things import Thing
from app.domain.webhook import GIVEN_UP_AFTER, WAITS, Schedule, Stop, Webhook
from app.store import leases
from tests.deliver.told import dead, log
from tests.support.delivering import Hooks, delivering
from tests.support.receiver import Receiver
from tests.support.world import World, event

A_TENTH = timedelta(seconds=0.15)


class Clock:
    """Stands until it is moved; deliverers read it in place of the database's."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self, _connection: Connection) -> datetime:
        return self.now


@pytest.fixture
def clock(hooks: Hooks, monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock(hooks.now())
    monkeypatch.setattr(leases, "now", made)
    return made


def noted(receiver: Receiver, hooks: Hooks, hook: Webhook, tries: int) -> Webhook:
    """As it stands once so many requests are noted; after a dead letter another follows at once."""
    receiver.wait_for(lambda: len(log(hooks, hook)) >= tries)
    return hooks.get(hook)


def tried_until(
    receiver: Receiver, hooks: Hooks, hook: Webhook, clock: Clock, ends: Callable[[Webhook], bool]
) -> list[timedelta]:
    """The waits before each further request, until it ends."""
    waits, tries = list[timedelta](), len(receiver.requests)
    while not ends(stands := noted(receiver, hooks, hook, tries)):
        waits.append(stands.due_at - clock.now)
        clock.now = stands.due_at - timedelta(milliseconds=1)
        time.sleep(A_TENTH.total_seconds())
        assert len(receiver.requests) == tries, "it was tried too early"
        clock.now, tries = stands.due_at, tries + 1
        receiver.wait_for(lambda tries=tries: len(receiver.requests) >= tries)  # type: ignore[misc]
    return waits


def test_it_is_tried_for_days_and_then_it_is_a_dead_letter(
    world: World, hooks: Hooks, receiver: Receiver, clock: Clock
) -> None:
    receiver.doing = lambda _: 500
    hook, begun = hooks.add(receiver.url), clock.now
    world.put(Thing.EVENT, event(1))
    with delivering(world.url, schedule=Schedule(random.Random(11).random)):
        receiver.wait_for(lambda: len(receiver.requests) == 1)
        waits = tried_until(receiver, hooks, hook, clock, lambda hook: hook.attempts == 0)
        (letter,) = dead(hooks, hook)

    assert (letter.attempts, len(receiver.requests)) == (10, 10)
    ratios = [wait / planned for wait, planned in zip(waits, WAITS, strict=True)]
    assert all(0.9 <= ratio <= 1.1 for ratio in ratios)
    assert max(ratios) - min(ratios) > 0.05
    assert timedelta(days=2.8) < clock.now - begun < timedelta(days=3.5)
    assert len({received.id for received in receiver.requests}) == 1


@pytest.mark.usefixtures("clock")
def test_without_waits_it_is_tried_at_once_and_often(
    world: World, hooks: Hooks, receiver: Receiver
) -> None:
    """The control: the clock stands, and no wait is asked for."""
    receiver.doing = lambda _: 500
    hooks.add(receiver.url)
    world.put(Thing.EVENT, event(1))
    with delivering(world.url, schedule=Schedule(random.random, (timedelta(),) * 9)):
        receiver.wait_for(lambda: len(receiver.requests) == 10)


def test_after_five_days_of_failures_nothing_more_is_sent(
    world: World, hooks: Hooks, receiver: Receiver, clock: Clock
) -> None:
    """By the second message: the first is a dead letter by then."""
    receiver.doing = lambda _: 500
    hook = hooks.add(receiver.url)
    world.put(Thing.EVENT, event(1), event(2))
    with delivering(world.url, schedule=Schedule(lambda: 0.5)):
        receiver.wait_for(lambda: len(receiver.requests) == 1)
        begun = clock.now
        tried_until(receiver, hooks, hook, clock, lambda hook: len(dead(hooks, hook)) == 1)
        receiver.wait_for(lambda: len(receiver.requests) == 11)
        tried_until(receiver, hooks, hook, clock, lambda hook: hook.stopped is not None)
        took, tries = clock.now - begun, len(receiver.requests)
        clock.now += timedelta(days=30)
        time.sleep(2 * A_TENTH.total_seconds())

    assert hooks.get(hook).stopped is Stop.FAILING
    assert GIVEN_UP_AFTER <= took < GIVEN_UP_AFTER + max(WAITS)
    assert (len(receiver.requests), tries) == (19, 19)
