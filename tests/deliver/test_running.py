"""Where deliverers run: as a command, and in the processes of `serve` unless told not to."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.domain.things import Thing
from tests.deliver.faults import wanted, write
from tests.deliver.told import held
from tests.support.delivering import Hooks, delivering
from tests.support.process import started
from tests.support.receiver import Received, Receiver, receiving
from tests.support.world import World, event

PROGRAM = str(Path(sys.executable).with_name("pourparlers"))


def brief(_received: Received) -> int:
    time.sleep(0.02)
    return 204


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
            try:
                receiver.wait_for(lambda: len(receiver.requests) == 1)
                made.send_signal(told)
                _, said = made.communicate(timeout=20)
            finally:
                made.kill()

    assert (made.returncode, said) == (0, "")
    assert (len(receiver.requests), len(receiver.taken)) == (1, 1)
    assert held(world.database) == []
    last = hooks.get(hook).standing.place.last
    assert last is not None
    assert last.id == "ev_00000001"


@pytest.fixture
def server(request: pytest.FixtureRequest, world: World) -> Iterator[None]:
    """Two processes that answer, and deliver unless told not to."""
    more = {"DELIVER": request.param, "OUTBOUND_NETWORKS": "127.0.0.0/8"}
    with started(world.url, workers=2, **more):
        yield


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
