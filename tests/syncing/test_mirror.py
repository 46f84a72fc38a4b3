"""A mirror says everything that the other installation says, and proves it."""

import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, insert, select, update

from app.domain.change import Nature
from app.domain.things import Thing
from app.errors import Conflict, InvalidDocument, NotUsable, ReadOnlyMirror, Unreachable
from app.http import cached
from app.store import ledger, record, webhook_tables
from app.store import mirror as copies
from app.store.check import check
from app.store.directory import Directories
from app.store.ledger import Entry, Merge, Restore, Retract
from app.store.redact import redact
from app.store.sessions import Database
from app.store.tables import changes, commits, versions
from app.store.tables import ledger as ledger_row
from app.syncing.commits import whole
from app.syncing.mirror import Mirror
from app.syncing.remote import LedgerPage, Remote
from app.syncing.said import EndSaid
from tests.support.history import History
from tests.support.mirrors import answers, differing, head, questions
from tests.support.world import World, actor, event


def url_of(mirror: Mirror) -> str:
    return mirror.database.url.render_as_string(hide_password=False)


def unlike(world: World, mirror: Mirror, count: int = 300) -> list[str]:
    asked = [*questions(count, head(world.database))]
    return differing(world.url, url_of(mirror), asked)


def test_three_hundred_questions_are_answered_byte_for_byte_alike(
    history: History, mirror: Mirror
) -> None:
    first = mirror.sync()
    history.go_on(10)
    history.world.put(Thing.ACTOR, actor("poland", names={"en": "Poland", "fr": "Pologne"}))
    second = mirror.sync()

    assert first.commits + second.commits == second.rev == head(history.world.database)
    assert first.rev < second.rev
    assert unlike(history.world, mirror) == []
    assert check(mirror.database, Directories()) == []


def test_questions_tell_two_records_apart(history: History, mirror: Mirror) -> None:
    """The control: one event otherwise, and some of the questions are answered otherwise."""
    mirror.sync()
    history.go_on(10)
    with mirror.database.writing() as connection:
        connection.execute(update(ledger_row).values(mirror_of=None))
    local = History.__new__(History)
    local.__dict__ |= history.__dict__ | {"world": World(url_of(mirror))}
    local.go_on(10)
    local.world.close()

    assert head(mirror.database) > 0
    assert len(unlike(history.world, mirror, 100)) > 10


def test_it_converges_while_the_other_is_written_to(history: History, mirror: Mirror) -> None:
    """Each time it is held to the other's digest of that revision."""
    done = threading.Event()

    def write() -> None:
        # However slow the mirror is, something is written between its turns.
        try:
            for _ in range(40):
                history.go_on(25)
                if len(seen) > 2:
                    return
        finally:
            done.set()

    seen: list[int] = []
    writer = threading.Thread(target=write)
    writer.start()
    while not done.is_set():
        seen.append(mirror.sync().rev)
    writer.join()
    last = mirror.sync()

    assert len(set(seen)) > 1
    assert last.rev == head(history.world.database)
    assert last.digest == mirror.remote.digest(last.rev).digest
    assert unlike(history.world, mirror, 40) == []


def test_a_commit_larger_than_a_page_is_repeated_whole(world: World, mirror: Mirror) -> None:
    world.put(Thing.EVENT, *(event(n) for n in range(1_500)))
    world.put(Thing.EVENT, event(0, status="held"))
    pages = list(mirror.remote.ledger("0"))

    assert [page.end.skipped > 0 for page in pages] == [True, False]
    assert mirror.sync().rev == 3
    assert unlike(world, mirror, 40) == []


@pytest.mark.usefixtures("history")
@pytest.mark.parametrize("lines", [1, 7, 40])
def test_pages_of_any_size_are_the_same_lines(
    remote: Remote, monkeypatch: pytest.MonkeyPatch, lines: int
) -> None:
    # What was answered before is not sent again, as the pages are made otherwise now.
    monkeypatch.setattr(cached.Entry, "holds", lambda *_: False)
    whole = [line for page in remote.ledger("0") for line in page.lines]
    monkeypatch.setattr(record, "MOST_LINES", lines)
    pages = list(remote.ledger("0"))

    assert [line for page in pages for line in page.lines] == whole
    assert max(len(page.lines) for page in pages) == lines
    monkeypatch.setattr(record, "MOST_BYTES", 1)
    assert {len(page.lines) for page in remote.ledger("0")} == {1}


@pytest.mark.parametrize("lines", [3, 50])
def test_what_was_cut_off_goes_on_where_it_was(
    history: History, mirror: Mirror, monkeypatch: pytest.MonkeyPatch, lines: int
) -> None:
    left = iter([True] * 20)
    repeat = ledger.repeat

    def some(*given: Any) -> None:
        if not next(left, False):
            raise KeyboardInterrupt
        repeat(*given)

    monkeypatch.setattr(record, "MOST_LINES", lines)
    monkeypatch.setattr(ledger, "repeat", some)
    with pytest.raises(KeyboardInterrupt):
        mirror.sync()
    begun = head(mirror.database)
    monkeypatch.undo()
    done = mirror.sync()

    assert 0 < begun < done.rev == head(history.world.database)
    assert done.commits == done.rev - begun
    assert unlike(history.world, mirror, 40) == []


def test_a_mirror_is_only_read(history: History, mirror: Mirror) -> None:
    mirror.sync()
    local = World(url_of(mirror))

    with pytest.raises(ReadOnlyMirror, match="is a mirror of http://127"):
        local.put(Thing.EVENT, event(77))
    with pytest.raises(ReadOnlyMirror), local.database.writing() as connection:
        ledger.log(connection, Entry("a test", Nature.WORLD))
    with pytest.raises(ReadOnlyMirror), local.database.writing() as connection:
        ledger.new_epoch(connection)
    local.close()
    assert mirror.sync().rev == head(history.world.database)


@pytest.mark.parametrize("restart", [True, False])
def test_a_record_of_its_own_is_not_overwritten(
    here: str, remote: Remote, *, restart: bool
) -> None:
    local = World(here)
    local.begin()
    before = _lines(local.database)

    with pytest.raises(Conflict, match="of its own"):
        Mirror(local.database, remote).sync(restart=restart)
    assert _lines(local.database) == before
    local.close()


def test_a_mirror_of_another_address_is_so_only_when_told(
    history: History, mirror: Mirror, base: str
) -> None:
    mirror.sync()
    moved = base.replace("127.0.0.1", "127.0.0.2")
    with mirror.database.writing() as connection:
        connection.execute(update(ledger_row).values(mirror_of=moved))

    with pytest.raises(Conflict, match=r"127\.0\.0\.2.*--restart"):
        mirror.sync()
    assert mirror.sync(restart=True).rev == head(history.world.database)
    assert mirror.sync().commits == 0


def _lines(database: Database) -> list[bytes]:
    with database.reading() as connection:
        return [*record.walk(connection, 0, copies.standing(connection).rev)]


def test_another_epoch_begins_the_mirror_anew(history: History, mirror: Mirror) -> None:
    mirror.sync()
    with history.world.database.writing() as connection:
        epoch = ledger.new_epoch(connection)
    history.go_on(3)
    told: list[str] = []
    done = Mirror(mirror.database, mirror.remote, told.append).sync()

    newest = head(history.world.database)
    assert (done.epoch, done.rev, done.commits) == (epoch, newest, newest)
    assert told == ["The other installation began another epoch: mirroring it anew."]
    assert unlike(history.world, mirror, 40) == []


@pytest.mark.parametrize("broken", ["the connection", "the digest"])
def test_a_mirror_begun_anew_is_whole_or_what_it_was(
    history: History, mirror: Mirror, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    mirror.sync()
    before = _lines(mirror.database)
    with history.world.database.writing() as connection:
        ledger.new_epoch(connection)
    history.go_on(3)
    if broken == "the digest":
        said = mirror.remote.digest(1)
        told = said.model_copy(update={"rev": head(history.world.database)})
        monkeypatch.setattr(mirror.remote, "digest", lambda _rev: told)
        expected: type[Exception] = NotUsable
    else:
        monkeypatch.setattr(record, "MOST_LINES", 40)
        pages = mirror.remote.ledger("0")

        def broken_off(*_: object) -> Any:
            yield next(pages)
            raise Unreachable("The connection broke.")

        monkeypatch.setattr(mirror.remote, "ledger", broken_off)
        expected = Unreachable

    with pytest.raises(expected):
        mirror.sync(restart=True)
    assert _lines(mirror.database) == before
    monkeypatch.undo()
    assert mirror.sync().rev == head(history.world.database)


def test_what_was_merged_or_undone_there_is_so_here(world: World, mirror: Mirror) -> None:
    names = {"ev_00000001": "one", "ev_00000002": "two", "ev_00000003": "three"}
    world.put(Thing.EVENT, *(event(n, slug=names[f"ev_{n:08d}"]) for n in (1, 2, 3)))
    world.commit(Merge(Thing.EVENT, "ev_00000001", "ev_00000002"))
    world.commit(Merge(Thing.EVENT, "ev_00000002", "ev_00000003"))
    mirror.sync()
    world.put(Thing.EVENT, event(3, status="held", slug="three"))
    world.commit(Restore(Thing.EVENT, "ev_00000003", 1))
    world.commit(Restore(Thing.EVENT, "ev_00000001", 1))
    mirror.sync()

    addresses = [f"/v1/events/{id_}?as_of={rev}" for id_ in names for rev in range(2, 8)]
    slugs = [f"/v1/events/{slug}" for slug in names.values()]
    assert differing(world.url, url_of(mirror), [*addresses, *slugs], least=0) == []
    assert {status for status, *_ in answers(world.url, addresses)} >= {200, 301}
    assert unlike(world, mirror, 100) == []
    assert check(mirror.database, Directories()) == []


def test_what_is_redacted_there_is_gone_here(world: World, mirror: Mirror) -> None:
    world.put(Thing.EVENT, event(1, summary={"en": "A secret"}), event(2))
    world.put(Thing.EVENT, event(1, status="held", summary={"en": "A secret"}))
    world.put(Thing.EVENT, event(2, place={"country": "france"}, slug="a-slug"))
    world.commit(Retract(Thing.EVENT, "ev_00000002"))
    mirror.sync()
    for number, fields in ((1, ["summary"]), (2, ["place", "slug"])):
        with world.database.writing() as connection:
            what = (Thing.EVENT, f"ev_{number:08d}")
            redact(connection, Directories(), what, fields, Entry("law", Nature.CORRECTION))
    done = mirror.sync()

    with mirror.database.reading() as connection:
        kept = [*connection.scalars(select(versions.c.document))]
    assert done.rev == head(world.database)
    assert [text for text in kept if "secret" in text] == []
    assert unlike(world, mirror, 150) == []
    if mirror.database.is_sqlite:
        files = [path.read_bytes() for path in _files(mirror.database)]
        assert [b"secret" in content for content in files] == [False] * len(files)


def _files(database: Database) -> list[Path]:
    return [*Path(str(database.url.database)).parent.glob("here.db*")]


_TITLE = '"title":{"en":"'


def _tampered(database: Database, what: str) -> None:
    statements = {
        "a title": update(versions)
        .where(versions.c.entity == "ev_00000003", versions.c.version == 1)
        .values(document=_replaced(database)),
        "a reason": update(commits).where(commits.c.rev == 5).values(reason="another"),
        "an instant": update(commits).where(commits.c.rev == 7).values(at=commits.c.at + 1),
        "a change": delete(changes).where(changes.c.rev == 4, changes.c.seq == 0),
        "a version": insert(versions).values(
            thing="event", entity="ev_x", version=1, state="live", from_rev=9, document="{}"
        ),
    }
    with database.writing() as connection:
        connection.execute(statements[what])


def _replaced(database: Database) -> str:
    its = (versions.c.entity == "ev_00000003") & (versions.c.version == 1)
    with database.reading() as connection:
        text = str(connection.scalar(select(versions.c.document).where(its)))
    return text.replace(_TITLE, f"{_TITLE}Not ")


@pytest.mark.parametrize(
    ("what", "says"),
    [
        ("a title", r"revision 2, the version of event ev_00000003 is otherwise\."),
        ("a reason", r"revision 5, the commit is otherwise\."),
        ("an instant", r"revision 7, the commit is otherwise\."),
        ("a change", r"revision 4, the change of .* is missing here\."),
        ("a version", r"revision 9, the version of event ev_x is here alone\."),
    ],
)
def test_a_mirror_that_was_tampered_with_is_found_out(
    history: History, mirror: Mirror, what: str, says: str
) -> None:
    mirror.sync()
    _tampered(mirror.database, what)
    fresh = Mirror(mirror.database, mirror.remote)

    with pytest.raises(NotUsable, match=says):
        fresh.sync()
    assert fresh.sync(restart=True).rev == head(history.world.database)
    assert fresh.sync().commits == 0


def test_how_a_document_is_spaced_does_not_count(history: History, mirror: Mirror) -> None:
    mirror.sync()
    spaced = versions.c.document.op("||")(" ")
    with mirror.database.writing() as connection:
        connection.execute(update(versions).where(versions.c.version == 1).values(document=spaced))

    assert mirror.sync().rev == head(history.world.database)


def test_a_long_record_has_several_spans(
    history: History, mirror: Mirror, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each read once, some at a request; a reader that is asked to wait asks again."""
    monkeypatch.setattr("app.store.digest.SPAN", 8)
    monkeypatch.setattr("app.store.digest.MOST", 1)
    mirror.sync()
    newest = head(history.world.database)
    said = mirror.remote.digest(newest)
    assert newest == 31
    assert [span.rev for span in said.spans] == [8, 16, 24, 31]
    _tampered(mirror.database, "a reason")

    with pytest.raises(NotUsable, match="revision 5, the commit is otherwise"):
        Mirror(mirror.database, mirror.remote).sync()


def test_a_document_of_a_later_release_stops_the_mirror(history: History, mirror: Mirror) -> None:
    its = (versions.c.entity == "ev_00000003") & (versions.c.version == 1)
    with history.world.database.writing() as connection:
        text = str(connection.scalar(select(versions.c.document).where(its)))
        later = text.replace('"kind":', '"mood":"good","kind":', 1)
        connection.execute(update(versions).where(its).values(document=later))

    with pytest.raises(InvalidDocument, match="Version 1 of event ev_00000003 cannot be read"):
        mirror.sync()
    assert head(mirror.database) == 0


@pytest.mark.usefixtures("history")
def test_two_at_once_do_not_write_the_same_commit(mirror: Mirror) -> None:
    (batch,) = whole(mirror.remote.ledger("0"))
    mirror.sync()

    with pytest.raises(Conflict, match="not what comes next"), mirror.database.writing() as writing:
        ledger.repeat(writing, Directories(), batch.commits[0])


def test_a_record_of_its_own_repeats_nobody(world: World) -> None:
    with world.database.reading() as connection:
        before = head(world.database)
        lines = [*record.walk(connection, 0, before)]
    end = EndSaid(part="end", epoch="0", rev=before, skipped=0, head=before, next=None)
    (batch,) = whole([LedgerPage(lines, end)])
    next_ = replace(batch.commits[0], rev=before + 1)

    with pytest.raises(Conflict, match="not what comes next"), world.database.writing() as writing:
        ledger.repeat(writing, Directories(), next_)


def test_every_table_of_the_record_is_mirrored_or_made_from_what_is() -> None:
    """A table that is added is put into one of these lists, or is beside the record on purpose."""
    own = {"drafts", "api_keys", "answers", "webhooks", "webhook_attempts", "webhook_messages"}
    told = {part.table.name for part in record.PARTS} | {t.name for t in record.DERIVED}
    assert told | own | {"ledger"} == set(webhook_tables.metadata.tables)


@pytest.mark.usefixtures("history")
def test_nobody_is_told_who_committed(remote: Remote) -> None:
    lines = b"".join(line for page in remote.ledger("0") for line in page.lines)
    assert b"because" in lines
    assert b"a test" not in lines
    assert b"author" not in lines
