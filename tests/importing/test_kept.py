"""What nobody may lose by an import: languages, corrections, offices, identifiers, retractions."""

from pathlib import Path
from typing import Any

import pytest

from app.domain.change import Nature
from app.domain.things import Thing
from app.store import documents
from app.store.ledger import Retract
from app.store.pins import pin
from tests.importing.test_run import (
    ROWS,
    WITH,
    corrected,
    counts,
    find,
    head,
    import_lines,
    import_rows,
)
from tests.intake.files import SMALL
from tests.support.world import World, event, party, relation

Json = dict[str, Any]
TRAVEL = SMALL | {
    "participants": [
        {
            "role": "visitor",
            "person": {"scheme": "ours", "value": "{title}", "name": "{title}"},
            "office": {"column": "who"},
        }
    ]
}


def actor_of(world: World, id_: str) -> Json:
    with world.database.reading() as connection:
        return documents.get(connection, Thing.ACTOR, id_, pin(connection)).document


def attested(world: World, id_: str) -> dict[str, Any]:
    return {r["object"]: r["attested"] for r in actor_of(world, id_)["relations"]}


def test_texts_shown_in_another_language_come_back_as_they_went(
    world: World, tmp_path: Path
) -> None:
    texts = {"en": "Talks", "fr": "Pourparlers"}
    notes = [{"field": "when", "basis": "inferred", "text": texts}]
    place = {"city": {"en": "London", "fr": "Londres"}}
    world.put(Thing.EVENT, event(1, title=texts, notes=notes, place=place))
    rev = head(world)
    shown = {
        "id": "ev_00000001", "version": 1, "rev": rev, "lang": "en", "title": "Pourparlers",
        "place": {"city": "Londres"}, "notes": [{**notes[0], "text": "Pourparlers"}],
    }  # fmt: skip
    report = import_lines(world, tmp_path, shown)

    assert (counts(report), report.conflicts) == ((0, 0, 1), [])


def test_an_office_that_an_editor_corrected_stays_corrected(world: World, tmp_path: Path) -> None:
    rows = "1,Jo Do,2022-01-10,chair\n"
    import_rows(world, tmp_path, rows, TRAVEL)
    person = actor_of(world, "jo-do")
    other = [relation("holds", "pl-minister", attested="2022-01-10")]
    world.put(Thing.ACTOR, {**person, "relations": other}, nature=Nature.CORRECTION)
    rev = head(world)

    import_rows(world, tmp_path, rows, TRAVEL)
    assert attested(world, "jo-do") == {"pl-minister": "2022-01-10"}
    assert head(world) == rev


def test_one_person_in_two_offices_of_one_batch_holds_both(world: World, tmp_path: Path) -> None:
    rows = "1,Jo Do,2022-01-10,chair\n2,Jo Do,2022-02-10,pl-minister\n3,Jo Do,2022-03-10,chair\n"
    import_rows(world, tmp_path, rows, TRAVEL)
    rev = head(world)

    assert attested(world, "jo-do") == {
        "chair": "2022-01-10/2022-03-10", "pl-minister": "2022-02-10",
    }  # fmt: skip
    import_rows(world, tmp_path, rows, TRAVEL)
    assert head(world) == rev
    # A file that tells only of a part takes nothing from what was told before.
    import_rows(world, tmp_path, "3,Jo Do,2022-03-10,chair\n", TRAVEL)
    assert attested(world, "jo-do")["chair"] == "2022-01-10/2022-03-10"
    assert head(world) == rev


@pytest.mark.parametrize("batch", [1, 1000])
def test_a_person_of_the_file_is_known_to_its_texts(
    world: World, tmp_path: Path, batch: int
) -> None:
    met = {"role": "party", "found_in": "who", "after": ["Met"]}
    person = {
        "role": "visitor",
        "person": {"scheme": "ours", "value": "{title}", "name": "{title}"},
    }
    mapping = SMALL | {"participants": [person, met]}
    rows = "1,Jo Do,2022-01-10,\n2,Al Bo,2022-01-11,Met Jo Do.\n"
    import_rows(world, tmp_path, rows, mapping, batch=batch)

    assert [p["actor"] for p in find(world, "ours:2")["participants"]] == ["al-bo", "jo-do"]
    assert counts(import_rows(world, tmp_path, rows, mapping, batch=1000)) == (0, 0, 2)


def test_what_was_retracted_does_not_come_back_under_another_name(
    world: World, tmp_path: Path
) -> None:
    names = [{"scheme": "feed", "value": value} for value in ("1", "2")]
    world.put(Thing.EVENT, event(1, identifiers=names))
    world.commit(Retract(Thing.EVENT, "ev_00000001"))
    line = {name: value for name, value in event(1).items() if name != "id"}
    fresh = {"scheme": "feed", "value": "9"}
    report = import_lines(world, tmp_path, {**line, "identifiers": [fresh, names[1]]})

    assert (report.retracted, report.created) == (1, 0)


def test_a_line_that_names_an_event_takes_no_other_name_from_it(
    world: World, tmp_path: Path
) -> None:
    names = [{"scheme": "feed", "value": value} for value in ("a", "b")]
    world.put(Thing.EVENT, event(1, identifiers=names))
    line = {"identifiers": [{"scheme": "feed", "value": "B "}], "status": "confirmed"}
    import_lines(world, tmp_path, line | {"version": 1, "rev": head(world)})

    now = find(world, "ev_00000001")
    assert (now["identifiers"], now["status"]) == (names, "confirmed")


def test_an_event_is_found_by_a_name_that_an_editor_took_from_it(
    world: World, tmp_path: Path
) -> None:
    import_rows(world, tmp_path, ROWS)
    corrected(world, identifiers=[])

    assert counts(import_rows(world, tmp_path, ROWS)) == (0, 0, 2)


def test_long_identifiers_are_refused_and_not_cut(world: World, tmp_path: Path) -> None:
    report = import_rows(world, tmp_path, f"{'x' * 201},Talks,2022-01-10,\n")

    assert [(t.line, t.at) for t in report.troubles] == [(2, "id")]


def test_things_named_in_other_scripts_stay_apart(world: World, tmp_path: Path) -> None:
    mapping = SMALL | {
        "event": {**SMALL["event"], "topics": {"column": "who"}, "new_topics": True},
        "source": {"id": "{who}", "publisher": "A", "title": "{who}"},
    }
    rows = "1,A,2022-01-10,Россия\n2,B,2022-01-10,Украина\n3,C,2022-01-10,日本\n"
    report = import_rows(world, tmp_path, rows, mapping)

    assert report.troubles == []
    made = [find(world, f"ours:{n}") for n in (1, 2, 3)]
    assert len({tuple(e["topics"]) for e in made}) == len({tuple(e["sources"]) for e in made}) == 3


def test_an_editor_s_things_stay_as_they_are(world: World, tmp_path: Path) -> None:
    """A mapping defines what the record lacks; what it has is somebody's."""
    office = {"thing": "actor", "id": "chair", "kind": "office", "names": {"en": "Another"}}
    before = actor_of(world, "chair")
    import_rows(world, tmp_path, ROWS, WITH | {"define": [office]})

    assert actor_of(world, "chair") == before


HOSTILE: tuple[Json, ...] = (
    {"id": "ev_\ud800aaa"}, {"id": "ev_0000000\x00"}, {"id": 7}, {"id": "talks"},
    {"identifiers": [{"scheme": "a", "value": ["x"]}]}, {"identifiers": [{"scheme": {}}]},
    {"identifiers": [{"scheme": "a", "value": 5}]}, {"identifiers": "x"},
    event(1, sources=[{"publisher": "A", "title": "B"}]), event(1, lang=["en"]),
    event(1, sources=[{"id": ["a"], "publisher": "A", "title": "B"}]),
    event(1, notes=[{"basis": "stated", "text": "b"}]), event(1, slug="\ud800"),
    event(1, slug="x\x00"), event(1, title={"en": "a\x00"}), event(1, part_of="\x00"),
    event(1, participants=[party("\x00")]), {"\ud800": 1, **event(1)},
    {"thing": "actor", "id": "x", "kind": "body", "names": {"en": "X"}, "seats": [{"lat": 1e999}]},
    event(1, place={"lat": float("nan")}), event(1, when="9999-99"), event(1, when={"edtf": 5}),
)  # fmt: skip


@pytest.mark.parametrize("line", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_line_is_a_trouble_of_its_own(world: World, tmp_path: Path, line: Json) -> None:
    report = import_lines(world, tmp_path, event(2), line, batch=1)

    assert [t.line for t in report.troubles] == [2] * len(report.troubles)
    assert report.troubles
    assert report.created == 1


def test_a_version_beyond_all_numbers_is_no_version(world: World, tmp_path: Path) -> None:
    assert import_lines(world, tmp_path, event(1, version=10**30, rev=10**30)).created == 1


def test_two_lines_with_one_slug_are_refused_together(world: World, tmp_path: Path) -> None:
    report = import_lines(world, tmp_path, event(1, slug="talks"), event(2, slug="talks"))

    assert "The slug talks is given to both" in report.troubles[0].detail


def test_a_retracted_source_is_said_and_not_brought_back(world: World, tmp_path: Path) -> None:
    import_rows(world, tmp_path, "1,Talks,2022-01-10,\n")
    world.commit(Retract(Thing.EVENT, find(world, "ours:1")["id"]))
    world.commit(Retract(Thing.SOURCE, "a-list"))
    report = import_rows(world, tmp_path, "2,Talks,2022-01-10,\n")

    assert [(t.line, t.detail) for t in report.troubles] == [
        (2, "there is no source a-list in the record")
    ]


def test_a_file_may_bring_what_its_own_lines_refer_to(world: World, tmp_path: Path) -> None:
    lines = [
        event(2, participants=[party("mars")], part_of="ev_00000001"),
        {"thing": "actor", "id": "mars", "kind": "country", "names": {"en": "Mars"}},
        event(1, kind="process"),
    ]
    report = import_lines(world, tmp_path, *lines)

    assert (report.troubles, report.created) == ([], 2)
    assert find(world, "ev_00000002")["part_of"] == "ev_00000001"
