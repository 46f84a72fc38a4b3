"""Receivers that are down or slow, deliverers that are killed, halted or many: nothing is lost.

Each has a control without what guards it, which must fail.
"""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from sqlalchemy import select, true

from app.domain.things import Thing
from app.outbound.client import Limits
from app.store import leases
from app.store.sessions import Database
from app.store.webhook_tables import webhooks
from tests.deliver.faults import Arrived, Unsteady, fire_and_forget, mortal, wanted, write
from tests.support.delivering import LEASE, QUICK, Hooks, delivering, process
from tests.support.receiver import Received, Receiver, receiving
from tests.support.world import World, event

PROGRAM = str(Path(sys.executable).with_name("pourparlers"))


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as made:
        port: int = made.getsockname()[1]
        return port


def held(database: Database) -> list[str]:
    """The webhooks for which somebody holds a lease."""
    with database.reading() as connection:
        wanted_ = select(webhooks.c.id).where(webhooks.c.lease.is_not(None))
        return list(connection.scalars(wanted_))


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


@pytest.fixture
def environment(tmp_path: Path, world: World) -> dict[str, str]:
    (tmp_path / "cwd").mkdir()
    return os.environ | {
        "POURPARLERS_DATABASE_URL": world.url,
        "POURPARLERS_OUTBOUND_NETWORKS": "127.0.0.0/8",
    }


@pytest.mark.parametrize("told", [signal.SIGTERM, signal.SIGINT])
def test_the_command_ends_cleanly(
    world: World, hooks: Hooks, environment: dict[str, str], tmp_path: Path, told: signal.Signals
) -> None:
    """What is on its way arrives and is noted; nothing new is begun, no lease is held."""

    def while_told(_received: Received) -> int:
        time.sleep(0.5)
        return 204

    with receiving(while_told) as receiver:
        hook = hooks.add(receiver.url)
        world.put(Thing.EVENT, event(1), event(2))
        with subprocess.Popen(
            [PROGRAM, "deliver"],
            env=environment,
            cwd=tmp_path / "cwd",
            stderr=subprocess.PIPE,
            text=True,
        ) as made:
            receiver.wait_for(lambda: len(receiver.requests) == 1)
            made.send_signal(told)
            _, said = made.communicate(timeout=10)

    assert (made.returncode, said) == (0, "")
    assert (len(receiver.requests), len(receiver.taken)) == (1, 1)
    assert held(world.database) == []
    last = hooks.get(hook).standing.place.last
    assert last is not None
    assert last.id == "ev_00000001"


@pytest.fixture
def server(
    request: pytest.FixtureRequest, environment: dict[str, str], tmp_path: Path
) -> Iterator[None]:
    port = free_port()
    more = {"PORT": str(port), "WORKERS": "2", "DELIVER": request.param}
    environment |= {f"POURPARLERS_{name}": value for name, value in more.items()}
    with subprocess.Popen(
        [PROGRAM, "serve"], env=environment, cwd=tmp_path / "cwd", stderr=subprocess.DEVNULL
    ) as made:
        until = time.monotonic() + 20
        while not answers(f"http://127.0.0.1:{port}/live"):
            assert time.monotonic() < until
            time.sleep(0.1)
        yield
        made.send_signal(signal.SIGTERM)
        made.wait(20)


def answers(url: str) -> bool:
    with suppress(httpx.HTTPError):
        return httpx.get(url).is_success
    return False


@pytest.mark.parametrize("server", ["true"], indirect=True)
@pytest.mark.usefixtures("server")
def test_serve_delivers_by_one_of_its_workers(
    world: World, hooks: Hooks, receiver: Receiver
) -> None:
    receiver.doing = brief
    hooks.add(receiver.url)
    write(world.url, writers=2, commits=10)
    receiver.wait_for(lambda: len(receiver.taken) >= 20)

    assert receiver.told == wanted(world.url)
    assert receiver.together == []
    assert len(receiver.requests) == 20


@pytest.mark.parametrize("server", ["false"], indirect=True)
@pytest.mark.usefixtures("server")
def test_serve_leaves_it_to_others_where_told(
    world: World, hooks: Hooks, receiver: Receiver
) -> None:
    hooks.add(receiver.url)
    world.put(Thing.EVENT, event(1))
    time.sleep(2)
    assert receiver.requests == []
    with delivering(world.url):
        receiver.wait_for(lambda: len(receiver.taken) == 1)
