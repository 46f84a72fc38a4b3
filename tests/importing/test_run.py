"""Imports end to end on both databases: whole batches, second runs, corrections kept."""

import json
from pathlib import Path
from typing import Any

import pytest

from app.domain.change import Nature
from app.domain.things import Thing
from app.importing.options import Options
from app.importing.report import Report
from app.importing.run import run
from app.intake.ndjson import NdjsonReader
from app.store import documents, identify
from app.store.check import check
from app.store.ledger import Retract
from app.store.pins import pin
from tests.intake.files import SMALL, mapped, small
from tests.support.world import World, actor, event, party

Json = dict[str, Any]
HEAD = "id,title,date,who\n"
WITH = SMALL | {"participants": [{"role": "party", "actor": {"column": "who", "split": "|"}}]}
MEETING = {"part_of": {"scheme": "meeting", "value": "{who}", "kind": "conference",
                       "status": "held", "title": "Meeting {who}"}}  # fmt: skip


def import_rows(world: World, folder: Path, rows: str, mapping: Json = WITH, **how: Any) -> Report:
    reader = mapped(folder, HEAD + rows, mapping)
    return run(world.database, world.directories, reader, Options("an importer", "because", **how))


def import_lines(world: World, folder: Path, *lines: Json, **how: Any) -> Report:
    path = folder / "events.ndjson"
    path.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    reader = NdjsonReader(path)
    return run(world.database, world.directories, reader, Options("an importer", "because", **how))


def find(world: World, token: str) -> Json:
    with world.database.reading() as connection:
        pinned = pin(connection)
        id_ = identify.find(connection, token, pinned)
        assert id_ is not None
        return documents.get(connection, Thing.EVENT, id_, pinned).document


def head(world: World) -> int:
    with world.database.reading() as connection:
        return pin(connection).rev


def counts(report: Report) -> tuple[int, int, int]:
    return report.created, report.changed, report.unchanged


ROWS = "1,Talks,2022-01-10,France|RU\n2,Lunch,2022-01-11,Poland\n"


def test_a_second_run_changes_nothing(world: World, tmp_path: Path) -> None:
    assert counts(import_rows(world, tmp_path, ROWS)) == (2, 0, 0)
    rev = head(world)

    assert counts(import_rows(world, tmp_path, ROWS)) == (0, 0, 2)
    assert head(world) == rev
    assert check(world.database, world.directories) == []


def test_the_same_file_gives_the_same_ids_everywhere(world: World, tmp_path: Path) -> None:
    import_rows(world, tmp_path, ROWS)

    assert find(world, "ours:1")["id"] == "ev_0vlfdt24"


def test_a_broken_line_keeps_its_whole_batch_out_and_no_other(world: World, tmp_path: Path) -> None:
    rows = "1,Talks,2022-01-10,\n2,Talks,soon,\n3,Talks,2022-01-10,\n4,Talks,2022-01-10,\n"
    report = import_rows(world, tmp_path, rows, batch=2)

    assert [(t.line, t.at) for t in report.troubles] == [(3, "date")]
    assert (report.created, report.refused, report.lines) == (2, 2, 4)
    assert find(world, "ours:3")["title"] == {"en": "Talks"}
    with pytest.raises(AssertionError):
        find(world, "ours:1")


def test_a_mended_file_brings_in_the_rest(world: World, tmp_path: Path) -> None:
    import_rows(world, tmp_path, "1,Talks,2022-01-10,\n2,Talks,soon,\n", batch=1)

    mended = import_rows(world, tmp_path, "1,Talks,2022-01-10,\n2,Talks,2022-01-11,\n", batch=1)
    assert counts(mended) == (1, 0, 1)


def test_a_dry_run_says_the_same_and_keeps_nothing(world: World, tmp_path: Path) -> None:
    rev = head(world)
    report = import_rows(world, tmp_path, ROWS, rehearse=True)

    assert counts(report) == (2, 0, 0)
    assert report.revisions == []
    assert head(world) == rev


def test_a_changed_row_changes_its_event(world: World, tmp_path: Path) -> None:
    import_rows(world, tmp_path, ROWS)
    report = import_rows(world, tmp_path, ROWS.replace("2022-01-10", "2022-02-10"))

    assert counts(report) == (0, 1, 1)
    moved = find(world, "ours:1")
    assert moved["when"]["edtf"] == "2022-02-10"
    assert [former["when"]["edtf"] for former in moved["previous"]] == ["2022-01-10"]


def corrected(world: World, **members: Any) -> None:
    document = find(world, "ours:1")
    world.put(Thing.EVENT, {**document, **members}, nature=Nature.CORRECTION)


def test_what_an_editor_corrected_stays(world: World, tmp_path: Path) -> None:
    import_rows(world, tmp_path, ROWS)
    corrected(world, title={"en": "Talks on gas"})

    assert counts(import_rows(world, tmp_path, ROWS)) == (0, 0, 2)
    assert find(world, "ours:1")["title"] == {"en": "Talks on gas"}


def test_what_both_changed_stays_and_is_said(world: World, tmp_path: Path) -> None:
    import_rows(world, tmp_path, ROWS)
    corrected(world, title={"en": "Talks on gas"})
    changed = ROWS.replace("Talks,2022-01-10", "Long talks,2022-02-10")
    report = import_rows(world, tmp_path, changed)

    assert [(c.line, c.members) for c in report.conflicts] == [(2, ("title",))]
    assert counts(report) == (0, 1, 1)
    now = find(world, "ours:1")
    assert (now["title"], now["when"]["edtf"]) == ({"en": "Talks on gas"}, "2022-02-10")


def test_a_correction_outlives_any_number_of_imports(world: World, tmp_path: Path) -> None:
    import_rows(world, tmp_path, ROWS)
    corrected(world, title={"en": "Talks on gas"})
    for day in ("2022-02-10", "2022-02-11", "2022-02-11"):
        report = import_rows(world, tmp_path, ROWS.replace("2022-01-10", day))
        assert report.conflicts == []

    now = find(world, "ours:1")
    assert (now["title"], now["when"]["edtf"]) == ({"en": "Talks on gas"}, "2022-02-11")


def test_what_was_retracted_does_not_come_back(world: World, tmp_path: Path) -> None:
    import_rows(world, tmp_path, ROWS)
    world.commit(Retract(Thing.EVENT, find(world, "ours:1")["id"]))
    report = import_rows(world, tmp_path, ROWS)

    assert (report.retracted, *counts(report)) == (1, 0, 0, 1)


def test_one_identifier_is_one_line(world: World, tmp_path: Path) -> None:
    twice = import_rows(world, tmp_path, "1,Talks,2022-01-10,\n1,Lunch,2022-01-11,\n")
    apart = import_rows(world, tmp_path, "2,Talks,2022-01-10,\n2,Lunch,2022-01-11,\n", batch=1)

    for report in (twice, apart):
        [trouble] = report.troubles
        assert (trouble.line, trouble.at) == (3, "id")
        assert "line 2 has the same" in trouble.detail
    assert (twice.created, apart.created) == (0, 1)


def test_a_meeting_holds_its_rows_and_grows_with_them(world: World, tmp_path: Path) -> None:
    held = SMALL | MEETING | {"source": {"id": "list-{id}", "publisher": "A", "title": "B"}}
    first = import_rows(world, tmp_path, "1,A,2022-01-10,x\n2,B,2022-01-12,x\n", held)
    again = import_rows(world, tmp_path, "1,A,2022-01-10,x\n2,B,2022-01-12,x\n", held)
    later = import_rows(world, tmp_path, "3,C,2022-01-14,x\n", held)

    meeting = find(world, "meeting:x")
    assert find(world, "ours:1")["part_of"] == find(world, "ours:3")["part_of"] == meeting["id"]
    assert meeting["when"]["edtf"] == "2022-01-10/2022-01-14"
    assert (counts(again), counts(later)) == ((0, 0, 2), (1, 0, 0))
    assert (first.holders, again.holders, again.revisions) == (1, 0, [])
    assert meeting["sources"] == ["list-1", "list-3"]


def test_events_that_may_be_one_are_offered_and_kept_apart(world: World, tmp_path: Path) -> None:
    world.put(Thing.EVENT, event(1, kind="visit", title={"en": "Talks"}, participants=[
        party("france"), party("russia")]))  # fmt: skip
    rows = (
        "1,Talks,2022-01-10,France|RU\n2,Talks,2022-01-10,RU|France\n3,Talks,2022-01-10,Poland\n"
        "4,Talks,2022-01-11,France|RU\n5,Signing of a treaty,2022-01-10,France\n"
    )
    report = import_rows(world, tmp_path, rows)

    found = {(like.line, like.like_line) for like in report.likenesses}
    assert found == {(2, None), (3, None), (3, 2)}
    assert report.created == 5
    assert import_rows(world, tmp_path, rows).likenesses == []


def test_names_are_counted_once_a_line(world: World, tmp_path: Path) -> None:
    rows = "1,Talks,2022-01-10,Atlantis|Atlantis\n2,Talks,2022-01-11,Atlantis|Frnce\n"
    report = import_rows(world, tmp_path, rows)

    assert [(n.token, n.times, n.line) for n in report.names] == [
        ("Atlantis", 2, 2),
        ("Frnce", 1, 3),
    ]
    assert "france" in report.names[1].near


def test_our_own_lines_come_back_as_they_went(world: World, tmp_path: Path) -> None:
    line = event(1, participants=[party("russia")], identifiers=[{"scheme": "feed", "value": "1"}])
    assert counts(import_lines(world, tmp_path, line)) == (1, 0, 0)

    assert counts(import_lines(world, tmp_path, line)) == (0, 0, 1)
    del line["id"]
    assert counts(import_lines(world, tmp_path, line | {"title": "Meeting 1"})) == (0, 0, 1)
    assert find(world, "feed:1")["id"] == "ev_00000001"


def test_an_edited_answer_changes_what_was_edited(world: World, tmp_path: Path) -> None:
    """Its version says from what it was made, so that an editor's event can be edited as well."""
    world.put(Thing.EVENT, event(1))
    rev = head(world)
    world.put(Thing.EVENT, event(1, status="confirmed"))
    edited = {"id": "ev_00000001", "version": 1, "rev": rev, "status": "announced",
              "when": "2022-03-01"}  # fmt: skip
    report = import_lines(world, tmp_path, edited)

    now = find(world, "ev_00000001")
    assert (now["when"]["edtf"], now["status"]) == ("2022-03-01", "confirmed")
    assert report.conflicts == []


def test_an_event_nobody_imported_is_not_overwritten(world: World, tmp_path: Path) -> None:
    world.put(Thing.EVENT, event(1))
    report = import_lines(world, tmp_path, {"id": "ev_00000001", "when": "2022-03-01"})

    assert [c.members for c in report.conflicts] == [("when",)]
    assert find(world, "ev_00000001")["when"]["edtf"] == "2022-01-10"


def test_other_things_and_events_that_need_them_come_in_one_file(
    world: World,
    tmp_path: Path,
) -> None:
    lines = [
        {"thing": "actor", **actor("mars", names={"en": "Mars"})},
        event(1, participants=[party("russia")]),
    ]
    report = import_lines(world, tmp_path, *lines)

    assert report.troubles == []
    assert counts(report) == (1, 0, 0)
    assert counts(import_lines(world, tmp_path, *lines)) == (0, 0, 2)


def test_a_reference_to_nothing_is_said_by_line(world: World, tmp_path: Path) -> None:
    report = import_lines(world, tmp_path, event(1), event(2, sources=["src_9"]))

    assert [(t.line, t.at) for t in report.troubles] == [(2, "/sources/0")]
    assert report.created == 0


def test_a_document_that_breaks_a_rule_is_said_by_line(world: World, tmp_path: Path) -> None:
    report = import_lines(world, tmp_path, event(1), event(2, "2022-13"), event(3, kind="party"))

    assert [(t.line, t.at) for t in report.troubles] == [(2, "/when"), (3, "/kind")]


def test_a_mapping_of_constants_alone(world: World, tmp_path: Path) -> None:
    mapping = small(title="Talks", place={"country": "france"}, forum="council", mode="online")
    import_rows(world, tmp_path, "1,,2022-01-10,\n", mapping)

    made = find(world, "ours:1")
    assert (made["place"]["country"], made["forum"], made["mode"]) == (
        "france",
        "council",
        "online",
    )


def test_what_was_edited_through_our_own_lines_outlives_the_table(
    world: World, tmp_path: Path
) -> None:
    import_rows(world, tmp_path, ROWS)
    edited = {"id": find(world, "ours:1")["id"], "title": "Talks on gas"}
    with world.database.reading() as connection:
        item = documents.get(connection, Thing.EVENT, edited["id"], pin(connection))
    import_lines(world, tmp_path, {**edited, "version": item.version, "rev": item.rev})

    assert counts(import_rows(world, tmp_path, ROWS)) == (0, 0, 2)
    assert find(world, "ours:1")["title"] == {"en": "Talks on gas"}


def test_the_very_same_line_twice_is_one(world: World, tmp_path: Path) -> None:
    report = import_rows(world, tmp_path, "1,Talks,2022-01-10,\n" * 2 + "2,Talks,2022-01-11,\n")

    assert (report.troubles, report.repeated, report.created) == ([], 1, 2)


def test_an_identifier_of_another_event_is_said_by_line(world: World, tmp_path: Path) -> None:
    named = [{"scheme": "feed", "value": "1"}]
    import_lines(world, tmp_path, event(1, identifiers=named))
    report = import_lines(world, tmp_path, event(2), event(3, identifiers=named), batch=1)

    assert [(t.line, t.at) for t in report.troubles] == [(2, "/identifiers")]
    assert "ev_00000003, ev_00000001" in report.troubles[0].detail
    assert report.created == 1


def test_a_slug_that_is_taken_keeps_its_batch_out_and_says_so(world: World, tmp_path: Path) -> None:
    world.put(Thing.EVENT, event(1, slug="talks"))
    report = import_lines(world, tmp_path, event(2, slug="talks"))

    assert "The slug talks is that of ev_00000001" in report.troubles[0].detail
    assert report.created == 0


def test_what_changed_is_listed(world: World, tmp_path: Path) -> None:
    import_rows(world, tmp_path, ROWS)
    report = import_rows(world, tmp_path, ROWS.replace("Lunch,2022-01-11", "Supper,2022-01-12"))

    assert [(c.line, c.members) for c in report.changes] == [(3, ("title", "when"))]
