"""A file of one filter: the lines of the list there, and what happened told once."""

import os
from pathlib import Path
from typing import Any

import httpx
import orjson
import pytest

from app.domain.things import Thing
from app.errors import Conflict, InvalidQuery, Unreachable
from app.store import ledger
from app.store.ledger import Retract
from app.syncing.file import File, Happened
from app.syncing.remote import Remote
from app.syncing.source import source
from tests.support.history import History
from tests.support.world import World, actor, event, party

FILTERS = (
    "",
    "?actor=russia",
    "?date=2022-01&match=certain&lang=fr",
    "?q=talks&kind=-process",
    "?between=russia,france",
)


class Kept:
    """A file in a folder of its own, and what was told of it last."""

    def __init__(self, path: Path, remote: Remote, query: str) -> None:
        self.base = remote.source.base
        self.query = query
        self.path = path
        asked = Remote(remote._sender, source(f"{self.base}/v1/events{query}"), lambda _: None)
        self.file = File(path, asked)

    def sync(self, *, restart: bool = False) -> list[str]:
        told: list[Happened] = []
        self.file.sync(told.append, restart=restart)
        return [f"{one.effect} {one.id}" for one in told]

    @property
    def there(self) -> bytes:
        """The list as the other installation exports it."""
        return httpx.get(f"{self.base}/v1/events.ndjson{self.query}").content


@pytest.fixture
def kept(request: pytest.FixtureRequest, tmp_path: Path, remote: Remote) -> Kept:
    folder = tmp_path / "kept"
    folder.mkdir()
    return Kept(folder / "list.ndjson", remote, getattr(request, "param", "?actor=russia"))


@pytest.mark.parametrize("kept", FILTERS, indirect=True)
def test_a_file_is_the_list_whatever_happens_there(history: History, kept: Kept) -> None:
    assert kept.sync()
    assert kept.path.read_bytes() == kept.there != b""
    for _ in range(6):
        history.go_on(6)
        kept.sync()
        assert kept.path.read_bytes() == kept.there
    assert kept.sync(restart=True) == []


@pytest.mark.parametrize("kept", ["?actor=nato&via=members"], indirect=True)
def test_with_via_it_holds_the_events_and_how_each_matched_when_it_changed(
    history: History, kept: Kept
) -> None:
    """Another way in which an event matches is no change of it."""
    kept.sync()
    for _ in range(6):
        history.go_on(6)
        kept.sync()
        assert _unmatched(kept.path.read_bytes()) == _unmatched(kept.there) != []
    kept.sync(restart=True)
    assert kept.path.read_bytes() == kept.there


def _unmatched(lines: bytes) -> list[Any]:
    return [orjson.loads(line) | {"matched_by": None} for line in lines.splitlines()]


def test_each_of_what_happened_is_told_once_in_its_order(world: World, kept: Kept) -> None:
    cast = [party("russia")]
    world.put(Thing.EVENT, event(1, participants=cast), event(2, participants=cast), event(3))
    assert kept.sync() == ["entered ev_00000001", "entered ev_00000002"]
    world.put(Thing.EVENT, event(3, participants=cast))
    world.put(Thing.EVENT, event(1, participants=cast, status="held"))
    world.put(Thing.EVENT, event(1, participants=[party("france")], status="held"))
    world.commit(Retract(Thing.EVENT, "ev_00000002"))

    assert kept.sync() == [
        "entered ev_00000003",
        "changed ev_00000001",
        "left ev_00000001",
        "retracted ev_00000002",
    ]
    assert kept.path.read_bytes() == kept.there
    assert b"ev_00000001" not in kept.path.read_bytes()
    assert kept.sync() == []


@pytest.mark.usefixtures("history")
def test_a_run_in_which_nothing_happened_writes_nothing(kept: Kept) -> None:
    kept.sync()
    before = [(path, path.stat().st_ino) for path in sorted(kept.path.parent.iterdir())]

    assert len(before) == 2
    assert kept.sync() == []
    assert [(path, path.stat().st_ino) for path in sorted(kept.path.parent.iterdir())] == before


def test_a_run_that_fails_leaves_the_file_whole(
    history: History, kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept.sync()
    before = kept.path.read_bytes()
    history.go_on(20)

    def broken(*_: object) -> None:
        raise OSError("The disk is full.")

    monkeypatch.setattr(os, "fsync", broken)
    with pytest.raises(OSError, match="full"):
        kept.sync()
    monkeypatch.undo()
    assert kept.path.read_bytes() == before
    assert sorted(path.name for path in kept.path.parent.iterdir()) == [
        "list.ndjson",
        "list.ndjson.sync",
    ]
    kept.sync()
    assert kept.path.read_bytes() == kept.there != before


def test_a_connection_that_breaks_in_between_leaves_it_whole(
    history: History, kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept.sync()
    before = kept.path.read_bytes()
    history.go_on(20)
    monkeypatch.setattr("app.syncing.remote._MANY", ("limit", "1"))
    asked = kept.file.remote._asked
    left = iter([True, True])

    def once(*given: object) -> bytes:
        if not next(left, False):
            raise Unreachable("The connection broke.")
        return asked(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(kept.file.remote, "_asked", once)
    with pytest.raises(Unreachable):
        kept.sync()
    assert kept.path.read_bytes() == before
    monkeypatch.undo()
    assert kept.sync()
    assert kept.path.read_bytes() == kept.there


def test_killed_before_its_place_was_noted_it_tells_the_same_again(
    history: History, kept: Kept
) -> None:
    kept.sync()
    place = kept.path.with_name("list.ndjson.sync").read_bytes()
    history.go_on(20)
    told = kept.sync()
    kept.path.with_name("list.ndjson.sync").write_bytes(place)

    assert kept.sync() == told != []
    assert kept.path.read_bytes() == kept.there


def test_another_epoch_is_a_list_fetched_whole_and_compared(world: World, kept: Kept) -> None:
    cast = [party("russia")]
    world.put(Thing.EVENT, *(event(n, participants=cast) for n in (1, 2, 3)))
    kept.sync()
    world.put(Thing.EVENT, event(2, participants=cast, status="held"), event(3))
    world.put(Thing.EVENT, event(4, participants=cast))
    with world.database.writing() as connection:
        ledger.new_epoch(connection)

    assert kept.sync() == ["left ev_00000003", "changed ev_00000002", "entered ev_00000004"]
    assert kept.path.read_bytes() == kept.there


def test_a_name_shows_with_the_next_change_or_when_begun_anew(world: World, kept: Kept) -> None:
    world.put(Thing.EVENT, event(1, participants=[party("russia"), party("poland")]))
    kept.sync()
    world.put(Thing.ACTOR, actor("poland", names={"en": "Polska"}))

    assert kept.sync() == []
    assert b"Polska" not in kept.path.read_bytes()
    assert kept.sync(restart=True) == ["changed ev_00000001"]
    assert kept.path.read_bytes() == kept.there


@pytest.mark.usefixtures("history")
def test_a_file_of_others_is_not_overwritten(kept: Kept, remote: Remote) -> None:
    kept.path.write_text("mine\n")
    with pytest.raises(Conflict, match="is not a file of pourparlers sync"):
        kept.sync()
    assert kept.path.read_text() == "mine\n"
    kept.path.unlink()
    kept.sync()
    before = kept.path.read_bytes()
    with pytest.raises(Conflict, match="of another list"):
        Kept(kept.path, remote, "?actor=france").sync()
    assert kept.path.read_bytes() == before
    kept.path.write_bytes(before[:-20])
    with pytest.raises(Conflict, match="was changed by others"):
        kept.sync()
    kept.path.unlink()
    assert kept.sync()
    assert kept.path.read_bytes() == before


@pytest.mark.usefixtures("history")
@pytest.mark.parametrize("kept", ["?actor=atlantis", "?upcoming=true"], indirect=True)
def test_a_filter_that_cannot_be_followed_makes_no_file(kept: Kept) -> None:
    with pytest.raises(InvalidQuery, match="The other installation says"):
        kept.sync()
    assert [*kept.path.parent.iterdir()] == []


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("ftp://x.example", "is not the address"),
        ("x.example", "is not the address"),
        ("https://x.example/v1/actors", "Give the address"),
        ("https://x.example/v1/events/ev_1", "Give the address"),
        ("https://x.example/v1/events?limit=3&actor=RU", "limit: a list"),
        ("https://x.example/?as_of=3", "as_of: a list"),
    ],
)
def test_an_address_that_cannot_be_followed_is_refused(address: str, says: str) -> None:
    with pytest.raises(InvalidQuery, match=says):
        source(address)


@pytest.mark.parametrize(
    "address",
    [
        "https://x.example/a/v1/events.ndjson?actor=RU&actor=US",
        "https://x.example/a/v1/changes?actor=RU&actor=US",
        "https://x.example/a/?actor=RU&actor=US",
    ],
)
def test_a_filter_is_taken_from_any_address_of_the_list(address: str) -> None:
    assert source(address) == ("https://x.example/a", (("actor", "RU"), ("actor", "US")))
