"""`pourparlers sync` as it is typed: what it prints, how it ends, what a mirror then refuses."""

import json
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from click.testing import CliRunner, Result

from app.cli import commands
from app.domain.scope import Scope
from app.domain.things import Thing
from app.errors import ReadOnlyMirror, Unreachable
from app.http.guarded import GuardedRoute
from app.main import create_app
from app.syncing.remote import Remote
from tests.http.conftest import Client
from tests.http.test_routes import routes
from tests.support.history import History
from tests.support.keys import bearing, new_key
from tests.support.live import settings_for
from tests.support.mirrors import head
from tests.support.world import World, event, party

Run = Callable[..., Result]


@pytest.fixture
def run(here: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Types a command in a folder of its own, beside the database that is to be the mirror."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("POURPARLERS_DATABASE_URL", here)
    monkeypatch.setenv("POURPARLERS_OUTBOUND_NETWORKS", "127.0.0.0/8")

    def typed(*arguments: str) -> Result:
        return CliRunner().invoke(commands, ["sync", *arguments])

    return typed


def test_it_says_what_it_did_and_nothing_when_there_was_nothing(
    history: History, base: str, run: Run
) -> None:
    newest = head(history.world.database)
    done = run(base)
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.startswith(f"{newest} commits, to revision {newest} of epoch ")
    assert run(f"{base}/").stdout == ""
    history.world.put(Thing.EVENT, event(77))
    history.world.put(Thing.EVENT, event(78))
    assert run(base).stdout.startswith("2 commits, to revision ")


def test_a_file_is_kept_without_a_database(
    world: World, base: str, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("POURPARLERS_DATABASE_URL", "postgresql://127.0.0.1:1/none")
    world.put(Thing.EVENT, event(1, participants=[party("russia")], title={"en": "Talks\u202e"}))
    asked = (f"{base}/v1/events?actor=RU", "russia.ndjson")

    assert run(*asked).stdout == "entered ev_00000001 Talks·\n"
    world.put(Thing.EVENT, event(1, participants=[party("france")]))
    assert run(*asked).stdout == "left ev_00000001 Talks·\n"
    assert Path("russia.ndjson").read_bytes() == b""
    assert run(*asked).stdout == ""
    said = json.loads(Path("russia.ndjson.sync").read_bytes())
    assert (said["url"], said["query"]) == (base, [["actor", "RU"]])


def test_a_filter_is_for_a_file(base: str, run: Run) -> None:
    done = run(f"{base}/v1/events?actor=RU")
    assert done.exit_code == 2
    assert "A mirror has no filter: give a FILE" in done.stderr


def test_what_is_inside_is_not_reached_unless_it_was_named(
    base: str, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("POURPARLERS_OUTBOUND_NETWORKS")
    done = run(base)
    assert done.exit_code == 1
    assert type(done.exception).__name__ == "AddressRefused"


def test_every_so_many_seconds_it_goes_on_whether_or_not_there_is_an_answer(
    world: World, base: str, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    rests: list[float] = []
    asked = Remote.ledger

    def rest(seconds: float) -> None:
        rests.append(seconds)
        world.put(Thing.EVENT, event(len(rests)))
        if len(rests) == 4:
            raise KeyboardInterrupt

    def flaky(*given: Any) -> Any:
        if len(rests) == 2:
            raise Unreachable("There was no answer.")
        return asked(*given)

    monkeypatch.setattr("app.cli_sync.time", SimpleNamespace(sleep=rest))
    monkeypatch.setattr(Remote, "ledger", flaky)
    done = run(base, "--every", "30")

    told = [line.partition(" commits")[0] for line in done.stdout.splitlines()]
    assert rests == [30.0] * 4
    assert told[:3] == ["1", "1", "2"]
    assert done.stderr.splitlines()[0] == "pourparlers: There was no answer."


COMMANDS = (
    ("load",),
    ("import", "events.ndjson"),
    ("import", "events.ndjson", "--dry-run"),
    ("redact", "event", "ev_00000001", "summary", "--reason", "law", "--yes"),
    ("new-epoch",),
)


@pytest.mark.usefixtures("history")
@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
def test_a_mirror_takes_no_command_that_writes(
    base: str, run: Run, here: str, command: tuple[str, ...]
) -> None:
    run(base)
    before = _state(here)
    Path("events.ndjson").write_text("{}\n")
    done = CliRunner().invoke(commands, command)

    assert isinstance(done.exception, ReadOnlyMirror)
    assert done.exception.detail.startswith(f"This record is a mirror of {base}: ")
    assert _state(here) == before


@pytest.mark.usefixtures("history")
def test_what_starts_a_server_leaves_a_mirror_as_it_is(base: str, run: Run, here: str) -> None:
    run(base)
    before = _state(here)
    done = CliRunner().invoke(commands, ["load", "--unless-mirror"])

    assert (done.exit_code, done.output) == (0, "")
    assert _state(here) == before


def _state(url: str) -> object:
    app = create_app(settings_for(url))
    found = Client(app).get("/v1/ledger/digest").json()
    app.state.service.close()
    return found


@pytest.mark.usefixtures("history")
def test_a_mirror_refuses_every_request_that_writes(base: str, run: Run, here: str) -> None:
    run(base)
    before = _state(here)
    token = new_key(here, *Scope)
    app = create_app(settings_for(here))
    asked = [
        (method, path, Client(app).request(method, _filled(path), headers=bearing(token)))
        for path, route in routes(app)
        if isinstance(route, GuardedRoute) and {Scope.WRITE, Scope.PUBLISH} & {*route.scopes}
        for method in sorted((route.methods or set()) - {"GET", "HEAD"})
    ]
    app.state.service.close()

    assert len(asked) >= 1
    for method, path, answer in asked:
        said = answer.json()
        assert (answer.status_code, said["code"]) == (409, "read-only-mirror"), (method, path)
        assert said["detail"].startswith(f"This record is a mirror of {base}: ")
    assert _state(here) == before


def _filled(path: str) -> str:
    return path.replace("{id}", "ev_00000001").replace("{id_}", "ev_00000001")
