"""The receivers of docs/webhooks.md, run as they stand there, take what is sent and nothing else.

They check it with the published libraries of Standard Webhooks: so these agree with our signatures.
"""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

import httpx
import pytest

from app.domain import whsec
from app.domain.things import Thing
from app.domain.webhook import Kind, Stop, Webhook
from app.http.webhook_bodies import Rotation
from app.store import attempts, webhooks
from tests.support.delivering import Hooks, delivering
from tests.support.programs import CLIENTS
from tests.support.world import World, event
from tests.test_docs import read, row_in

PAGE = "docs/webhooks.md"
LANGUAGES = ("python", "js")


class Running(NamedTuple):
    """A receiver that listens, and what it has printed so far."""

    url: str
    lines: Callable[[], list[str]]


def code(language: str) -> str:
    """The one receiver in that language."""
    (found,) = re.findall(rf"^```{language}\n(.*?)^```$", read(PAGE), re.MULTILINE | re.DOTALL)
    return str(found)


def command(language: str, folder: Path) -> list[str]:
    if language == "python":
        (folder / "receiver.py").write_text(code(language))
        return [sys.executable, "receiver.py"]
    (folder / "receiver.mjs").write_text(code(language))
    (folder / "node_modules").symlink_to(CLIENTS / "node_modules")
    beside = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    return [shutil.which("node", path=beside) or "node", "receiver.mjs"]


@contextmanager
def running(language: str, secret: str, folder: Path) -> Iterator[Running]:
    """The receiver of the page, in a process of its own."""
    with socket.create_server(("127.0.0.1", 0)) as made:
        port = made.getsockname()[1]
    environment = os.environ | {"WEBHOOK_SECRET": secret, "PORT": str(port)}
    printed = folder / "printed"
    with (
        printed.open("w") as out,
        subprocess.Popen(
            command(language, folder),
            cwd=folder,
            env=environment,
            stdout=out,
            stderr=subprocess.DEVNULL,
        ) as process,
    ):
        try:
            until = time.monotonic() + 20
            while not listens(port):
                assert time.monotonic() < until
                time.sleep(0.05)
            yield Running(f"http://127.0.0.1:{port}/hook", lambda: printed.read_text().splitlines())
        finally:
            process.terminate()


def listens(port: int) -> bool:
    with socket.socket() as made:
        return made.connect_ex(("127.0.0.1", port)) == 0


def wait_for(what: Callable[[], bool]) -> None:
    until = time.monotonic() + 20
    while not what():
        assert time.monotonic() < until
        time.sleep(0.02)


@pytest.fixture
def world(sqlite_url: str) -> Iterator[World]:
    made = World(sqlite_url)
    made.begin()
    yield made
    made.close()


def secret_of(hook: Webhook) -> str:
    secret = hook.seed.secret(None)
    assert secret is not None
    return whsec.shown(secret)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_receiver_takes_what_is_signed(world: World, language: str, tmp_path: Path) -> None:
    hooks = Hooks(world.database)
    hook = hooks.add("http://127.0.0.1:9/hook")
    with running(language, secret_of(hook), tmp_path) as receiver, delivering(world.url):
        hooks.change(hook, url=receiver.url)
        world.put(Thing.EVENT, event(1, title={"en": "Genève, Женева"}))
        world.put(Thing.EVENT, event(1, "2022-01-12"))
        wait_for(lambda: len(receiver.lines()) == 2)
        # While both count, a receiver with the former secret takes what is sent.
        with world.database.writing() as connection:
            now = hooks.get(hook)
            seed = whsec.new_seed(None)
            webhooks.rotate(connection, now, seed, hooks.now(), timedelta(hours=1))
        world.put(Thing.EVENT, event(2))
        wait_for(lambda: len(receiver.lines()) == 3)
        # What nobody signed, or somebody else, is refused: nothing of it is printed.
        forged = whsec.signed("msg_1", hooks.now(), b'{"type":"ping","data":{}}', [b"x" * 32])
        for headers in ({}, forged):
            answer = httpx.post(receiver.url, content=b'{"type":"ping","data":{}}', headers=headers)
            assert answer.status_code == 400
        # What comes twice is done once.
        again = seed.secret(None)
        assert again is not None
        body = b'{"type":"ping","data":{}}'
        former = hook.seed.secret(None)
        assert former is not None
        twice = whsec.signed("msg_2", hooks.now(), body, [again, former])
        for _ in range(2):
            assert httpx.post(receiver.url, content=body, headers=twice).status_code == 204

        assert receiver.lines() == [
            "event.entered ev_00000001",
            "event.changed ev_00000001",
            "event.entered ev_00000002",
            f"ping {'None' if language == 'python' else 'null'}",
        ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_secret_that_has_ended_is_refused(world: World, language: str, tmp_path: Path) -> None:
    hooks = Hooks(world.database)
    hook = hooks.add("http://127.0.0.1:9/hook")
    with running(language, secret_of(hook), tmp_path) as receiver, delivering(world.url):
        changed = hooks.change(hook, url=receiver.url)
        with world.database.writing() as connection:
            webhooks.rotate(connection, changed, whsec.new_seed(None), hooks.now(), timedelta(0))
        world.put(Thing.EVENT, event(1))
        wait_for(lambda: hooks.get(hook).attempts > 1)
        assert receiver.lines() == []


@pytest.mark.parametrize("kind", Kind)
def test_a_type_of_message_is_explained(kind: Kind) -> None:
    assert f"`{kind}`" in read(PAGE)


@pytest.mark.parametrize("stop", Stop)
def test_a_reason_to_stop_is_explained(stop: Stop) -> None:
    assert row_in(read(PAGE), stop)


def test_the_most_that_is_kept_is_what_is_said() -> None:
    text = " ".join(read(PAGE).split())
    assert f"the last {attempts.KEPT} attempts" in text
    assert f"`grace_hours` ({Rotation().grace_hours} by default, at most 720)" in text
