"""Lines of our own NDJSON: answers read back, other things, and what cannot be read."""

import json
from pathlib import Path
from typing import Any

import pytest

from app.intake.draft import Draft, Known
from app.intake.ndjson import NdjsonReader
from tests.intake.files import drafts, known, party, world
from tests.support.world import event

Json = dict[str, Any]
NAMED = {"identifiers": [{"scheme": "feed", "value": "1"}]}


def read(tmp_path: Path, *lines: Json | bytes, known_: Known | None = None) -> list[Draft]:
    path = tmp_path / "events.ndjson"
    raw = (line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines)
    path.write_bytes(b"\n".join(raw))
    return drafts(NdjsonReader(path), known_ or known())


def test_tokens_stand_for_ids_and_texts_for_one_language(tmp_path: Path) -> None:
    line = {
        **NAMED, "lang": "fr", "kind": "meeting", "status": "held", "title": "Réunion",
        "when": "2022-01-10", "forum": "Council", "topics": ["Arms", {"id": "trade", "name": "x"}],
        "place": {"city": "Genève", "country": "france"},
        "participants": [party("RU"), {"actor": {"id": "lavrov"}, "role": "party",
                                       "office": {"id": "minister", "name": "Minister"}}],
        "positions": [{"actor": "RU", "position": "confirmed", "by": "lavrov"}],
        "sources": [{"id": "src_1", "publisher": "A gazette", "title": "Talks"}],
    }  # fmt: skip
    [draft] = read(tmp_path, line)

    assert draft.troubles == []
    document = draft.document
    assert document["title"] == {"fr": "Réunion"}
    assert document["forum"] == "council"
    assert document["topics"] == ["arms", "trade"]
    assert document["place"] == {"city": {"fr": "Genève"}, "country": "france"}
    assert [p["actor"] for p in document["participants"]] == ["russia", "lavrov"]
    assert document["participants"][1]["office"] == "minister"
    assert document["positions"][0]["by"] == "lavrov"
    assert document["sources"] == ["src_1"]
    assert [(thing, source["id"]) for thing, source in draft.support] == [("source", "src_1")]


@pytest.mark.parametrize(
    ("line", "at", "expected"),
    [
        (b"{", None, "JSON; it breaks at character 1"),
        (b"[1]", None, "a JSON object on one line"),
        (b'{"a":1,"a":2}', None, "each member of an object once"),
        (b'{"title":"\xff"}', None, "UTF-8; byte 10 is not"),
        (b"[" * 100_000, None, "JSON"),
        (b'"' + b"x" * 1_000_001 + b'"', None, "at most 1000000 bytes"),
        (event(1) | {"id": None}, "/id", "an id or identifiers"),
        (event(1, colour="red"), "/colour", "no such member"),
        (event(1, participants=[party("Atlantis")]), "/participants/0/actor", "is called that"),
        (event(1, participants=[party("russia", mood="good")]), "/participants/0/mood", "member"),
        (event(1, participants={}), "/participants", "a list"),
        (event(1, participants=["RU"]), "/participants/0", "an object"),
        (event(1, place="Geneva"), "/place", "an object"),
        (event(1, forum=7), "/forum", "an id, a code or a name"),
        (event(1, part_of="ev_00000009"), "/part_of", "no event with this id"),
        ({"thing": "planet", "id": "mars"}, "/thing", "write one of actor"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_said_with_its_place(
    tmp_path: Path, line: Json | bytes, at: str | None, expected: str
) -> None:
    [draft] = read(tmp_path, line)

    assert [(t.line, t.at) for t in draft.troubles] == [(1, at)]
    assert expected in draft.troubles[0].detail


def test_blank_lines_are_counted_and_say_nothing(tmp_path: Path) -> None:
    found = read(tmp_path, event(1), b"", b"  ", event(2))

    assert [draft.line for draft in found] == [1, 4]


def test_a_text_in_one_language_leaves_the_others(tmp_path: Path) -> None:
    notes = [{"field": "when", "basis": "inferred", "text": {"en": "Old", "fr": "Vieux"}}]
    current = event(1, title={"en": "Old", "fr": "Vieux"}, notes=notes)
    where = Known(world(), lambda _token: "ev_00000001", lambda _id: current)
    line = {"id": "ev_00000001", "lang": "en", "title": "New",
            "notes": [{"field": "when", "basis": "inferred", "text": "Newer"}]}  # fmt: skip
    [draft] = read(tmp_path, line, known_=where)

    assert draft.document["title"] == {"en": "New", "fr": "Vieux"}
    assert draft.document["notes"][0]["text"] == {"en": "Newer", "fr": "Vieux"}
    assert draft.document["when"] == "2022-01-10"


def test_another_thing_is_what_the_ledger_keeps(tmp_path: Path) -> None:
    line = {
        "thing": "actor", "id": "mars", "kind": "body", "names": {"en": "Mars"}, "version": 3,
        "relations": [{"relation": "body_of", "object": {"id": "france", "name": "France"}}],
    }  # fmt: skip
    [draft] = read(tmp_path, line)

    assert draft.thing == "actor"
    assert draft.document == {
        "id": "mars", "kind": "body", "names": {"en": "Mars"},
        "relations": [{"relation": "body_of", "object": "france"}],
    }  # fmt: skip
