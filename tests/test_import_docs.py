"""The page on importing explains every key, and its first mapping does what it shows."""

import re
from pathlib import Path

import pytest
from pydantic import BaseModel

from app.importing.files import reader_for
from app.intake import mapping
from app.intake.mappingfile import read_mapping
from tests.intake.files import drafts, known, world
from tests.support.world import actor
from tests.test_docs import ROOT, read, section

MODELS = [m for m in vars(mapping).values() if isinstance(m, type) and issubclass(m, BaseModel)]
KEYS = sorted({key for model in MODELS for key in model.model_fields})
EXAMPLES = sorted((ROOT / "examples").glob("*.toml"))


@pytest.mark.parametrize("key", KEYS)
def test_a_key_of_a_mapping_is_explained(key: str) -> None:
    assert re.search(rf"[`\[.]{key}[`\].]", read("docs/import.md"))


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.name)
def test_an_example_of_a_mapping_is_a_mapping(example: Path) -> None:
    assert read_mapping(example).event.title


def test_the_mapping_shown_reads_the_file_shown(tmp_path: Path) -> None:
    text = section("docs/import.md", "A first mapping")
    for language, name in (("csv", "meetings.csv"), ("toml", "meetings.toml")):
        [block] = re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)
        (tmp_path / name).write_text(block, encoding="utf-8")
    reader = reader_for(tmp_path / "meetings.csv", tmp_path / "meetings.toml")
    germany = actor("germany", seats=[{"city": {"en": "Berlin"}, "country": "germany"}])
    alliance = actor("alliance", "organisation", aliases=[{"text": "OTAN"}])
    first, second = drafts(reader, known(world(germany, alliance)))

    assert [*first.troubles, *second.troubles] == []
    assert [*first.unresolved, *second.unresolved] == []
    assert [p["actor"] for p in first.document["participants"]] == ["france", "germany"]
    assert first.document["place"]["country"] == "germany"
    assert second.document["when"]["edtf"] == "2022-02"
    assert [p["actor"] for p in second.document["participants"]] == ["alliance"]
