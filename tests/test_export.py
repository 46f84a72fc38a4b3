"""Exports: whole at one revision, gone on with where they were interrupted, a batch at a time."""

import weakref
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app import export
from app.domain.things import Thing
from app.errors import Conflict, EpochEnded, InvalidQuery, NotFound
from app.export import Export, begin, to_file, to_stream, unfinished
from app.render.forms import FORMS
from app.store import events as reads
from app.store import ledger
from tests.support.world import World, event, events

pytestmark = pytest.mark.usefixtures("small_chunks")
BASE = "http://127.0.0.1:8000"
QUERY = "date=2020/2024&undated=include&actor=-poland"


class Interrupted(Exception):
    """What stops an export in the middle."""


@pytest.fixture
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reads, "CHUNK", 7)


@pytest.fixture
def record(world: World) -> World:
    world.put(Thing.EVENT, *events(60))
    return world


def exported(record: World, query: str = QUERY, form: str = "ndjson") -> bytes:
    said: list[bytes] = []
    to_stream(
        Export(record.database, begin(record.database, BASE, query, form)), said.append, print
    )
    return b"".join(said)


def interrupted(made: Export, after: int) -> Iterator[tuple[bytes, export.Place]]:
    for number, piece in enumerate(Export.pieces(made)):
        if number == after:
            raise Interrupted
        yield piece


@pytest.mark.parametrize("form", [name for name, form in FORMS.items() if form.resumable])
@pytest.mark.parametrize("after", [2, 3, 5])
def test_an_interrupted_export_goes_on_as_if_nothing_had_been(
    record: World, form: str, after: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, path = exported(record, form=form), tmp_path / "all"
    made = Export(record.database, begin(record.database, BASE, QUERY, form))
    monkeypatch.setattr(made, "pieces", lambda: interrupted(made, after))
    with pytest.raises(Interrupted):
        to_file(made, path, print)
    # What is written meanwhile is of a later revision, and half a piece may be in the file.
    record.put(Thing.EVENT, event(900), event(3, "2022-02-20"))
    with path.open("ab") as file:
        file.write(b"half a li")

    again = Export(record.database, unfinished(path))
    assert to_file(again, path, print) == made.count
    assert path.read_bytes() == whole
    assert [found.name for found in tmp_path.glob("all*")] == ["all"]


@pytest.mark.parametrize("form", [name for name, form in FORMS.items() if not form.resumable])
def test_what_ends_in_something_made_of_the_rest_is_begun_anew(
    record: World, form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "all"
    made = Export(record.database, begin(record.database, BASE, QUERY, form))
    monkeypatch.setattr(made, "pieces", lambda: interrupted(made, 0))
    with pytest.raises(Interrupted):
        to_file(made, path, print)
    with pytest.raises(Conflict, match=f"all cannot be gone on with: {form} ends in .* anew"):
        unfinished(path)

    again = Export(record.database, begin(record.database, BASE, QUERY, form))
    assert to_file(again, path, print) == again.count
    assert path.read_bytes() == exported(record, form=form)
    assert [found.name for found in tmp_path.glob("all*")] == ["all"]


def test_without_its_place_an_export_would_mix_revisions(record: World) -> None:
    """The control: begun anew after a commit, it is another file."""
    before = exported(record)
    record.put(Thing.EVENT, event(900), event(3, "2022-02-20"))

    assert exported(record) != before
    pinned = [
        line.replace(b"\n", b"") for line in exported(record, f"{QUERY}&as_of=2").split(b"\n")
    ]
    assert b"\n".join(pinned) == before


@pytest.mark.parametrize("form", FORMS)
def test_an_export_holds_no_more_than_two_batches(
    record: World, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    alive: list[weakref.ref[Any]] = []
    most = 0
    page = reads.page

    class Watched(list[Any]):
        pass

    def watched(*arguments: Any) -> Any:
        nonlocal most
        items, key = page(*arguments)
        found = Watched(items)
        alive.append(weakref.ref(found))
        most = max(most, sum(1 for ref in alive if ref() is not None))
        return found, key

    monkeypatch.setattr(reads, "page", watched)
    exported(record, form=form)

    assert len(alive) > 5
    assert most <= 2


@pytest.mark.parametrize("query", ["cursor=x", "limit=5", "count=true", "from=2022"])
def test_what_is_not_for_a_whole_file_is_refused(record: World, query: str) -> None:
    with pytest.raises(InvalidQuery):
        begin(record.database, BASE, query, "csv")


def test_a_whole_export_has_nothing_to_go_on_with(record: World, tmp_path: Path) -> None:
    path = tmp_path / "all"
    to_file(Export(record.database, begin(record.database, BASE, "", "csv")), path, print)

    with pytest.raises(NotFound, match="is whole, or was never begun"):
        unfinished(path)


def test_a_file_or_a_record_that_is_another_now_is_refused(
    record: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "all"
    made = Export(record.database, begin(record.database, BASE, "", "csv"))
    monkeypatch.setattr(made, "pieces", lambda: interrupted(made, 4))
    with pytest.raises(Interrupted):
        to_file(made, path, print)

    kept = path.read_bytes()
    path.write_bytes(kept[:100])
    with pytest.raises(Conflict, match="shorter"):
        unfinished(path)
    path.write_bytes(kept)
    with record.database.writing() as connection:
        ledger.new_epoch(connection)
    with pytest.raises(EpochEnded):
        Export(record.database, unfinished(path))
