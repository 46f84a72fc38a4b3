"""Mappings: what is refused of them, each with the key that is wrong."""

from pathlib import Path
from typing import Any

import pytest

from app.errors import InvalidMapping
from app.intake.mapping import FileMapping, columns
from app.intake.mappingfile import read_mapping
from tests.intake.files import SMALL, drafts, mapped, small

TOML = """
[id]
scheme = "ours"
value = "{id}"
[source]
id = "a-list"
publisher = "A gazette"
title = "A list"
[event]
kind = "visit"
status = "held"
title = "{title}"
when = { start = "date" }
"""


def test_a_file_is_read_as_what_it_says(tmp_path: Path) -> None:
    (tmp_path / "m.toml").write_text(TOML, encoding="utf-8")

    assert read_mapping(tmp_path / "m.toml") == FileMapping.model_validate(SMALL)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[id", "is not TOML"),
        (TOML.replace('kind = "visit"', ""), "event.kind: is missing"),
        (TOML + "[evnt]\n", "evnt: there is no such key; did you mean event"),
        (TOML.replace('scheme = "ours"', 'scheme = "Our Scheme"'),
         "id.scheme: small letters, digits and hyphens"),
        (TOML + '[[participants]]\nrole = "host"\n', "participants.0: give one of actor, person"),
        (TOML + '[[participants]]\nrole = "host"\nactor = { colum = "x" }\n',
         "participants.0.actor.colum: there is no such key; did you mean column"),
        (TOML + '[[participants]]\nrole = "host"\nactor = { column = "x", table = "t" }\n',
         "no table is called t"),
        (TOML + '[[define]]\nthing = "actor"\n', "define.0.id: is missing"),
        (TOML + '[participants]\nrole = "host"\n', r"write \[\[participants\]\]"),
        (TOML + '[participants]\nrole = "host"\n' * 2, r"write \[\[participants\]\]"),
        (TOML.replace("{title}", "{title"), "event.title: .*a brace is open"),
        (TOML.replace('"date" }', '"date", zone = "Paris" }'), "event.when.zone: .*Europe/"),
        (TOML.replace('"date" }', '"date", format = "%H:%M" }'), "%H:%M has no year"),
        (TOML.replace('"date" }', '"date", format = "%d/%m" }'), "%d/%m has no year"),
        (TOML.replace('"date" }', '"date", format = "%d–%d %B %Y" }'), "has a code twice"),
        (TOML.replace('"date" }', '"date", format = "%Q" }'), "%Q is not known"),
        (TOML.replace('"date" }', '"date", format = "ISO" }'), "“ISO” has no code in it"),
        (TOML.replace('kind = "visit"', "kind = 7"),
         "event.kind: write a text in quotes, or a table"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_by_its_key(tmp_path: Path, text: str, says: str) -> None:
    (tmp_path / "m.toml").write_text(text, encoding="utf-8")

    with pytest.raises(InvalidMapping, match=says):
        read_mapping(tmp_path / "m.toml")


def test_columns_are_those_in_braces_and_those_named() -> None:
    mapping = FileMapping.model_validate(
        small(title=["{title} ({year})", "{id}"], topics={"column": "about"})
        | {"participants": [{"role": "host", "found_in": "remarks"}]}
    )

    assert set(columns(mapping)) == {"id", "title", "year", "about", "date", "remarks"}


def test_a_column_that_is_not_there_is_named_with_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(InvalidMapping) as refused:
        mapped(tmp_path, "id,titel,date\n", SMALL)

    assert "event.title names the column title (did you mean titel?)" in str(refused.value)
    assert "The columns of events.csv are id, titel, date." in str(refused.value)


def test_a_table_that_is_not_there_is_named(tmp_path: Path) -> None:
    tables: dict[str, Any] = {"tables": {"t": {"file": "t.csv", "key": "k", "value": "v"}}}

    with pytest.raises(InvalidMapping, match=r"no t\.csv beside"):
        mapped(tmp_path, "id,title,date\n", SMALL | tables)
    with pytest.raises(InvalidMapping, match="no column v"):
        mapped(tmp_path, "id,title,date\n", SMALL | tables, t="k,w\n")


def test_a_name_of_the_mapping_itself_must_be_in_the_record(tmp_path: Path) -> None:
    wrong = SMALL | {"participants": [{"role": "host", "actor": "atlantis"}]}

    with pytest.raises(
        InvalidMapping, match=r"participants\.0\.actor: no actor is called atlantis"
    ):
        drafts(mapped(tmp_path, "id,title,date\n1,Talks,2022-01-10\n", wrong))


def test_a_thing_that_is_defined_must_be_sound(tmp_path: Path) -> None:
    wrong = SMALL | {"define": [{"thing": "actor", "id": "office", "kind": "desk", "names": {}}]}

    with pytest.raises(InvalidMapping, match="define office: kind"):
        mapped(tmp_path, "id,title,date\n", wrong)
