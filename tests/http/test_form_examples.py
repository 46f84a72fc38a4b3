"""The programs in Python that the pages of the forms show run, and say something of the record."""

import re
from pathlib import Path

import pytest

from tests.support.live import serving

PAGES = Path(__file__).parents[2] / "docs" / "forms"
BASE = "http://127.0.0.1:8000"
# rdflib would fetch the context from schema.org: tests/render/test_linked_data.py reads offline.
EXAMPLES = [
    (page.stem, program)
    for page in sorted(PAGES.glob("*.md"))
    for program in re.findall(r"```python\n(.*?)```", page.read_text("utf-8"), re.DOTALL)
    if page.stem != "jsonld"
]


def test_there_are_programs_to_run() -> None:
    assert {form for form, _ in EXAMPLES} >= {"csv", "json", "jscalendar", "ndjson", "parquet"}


@pytest.mark.parametrize(("form", "program"), EXAMPLES)
def test_a_program_of_a_page_runs(
    url: str, form: str, program: str, tmp_path: Path,
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    with serving(url) as address:
        exec(program.replace(BASE, address), {"__name__": form})  # noqa: S102 - our own page
    said = capsys.readouterr().out
    assert re.search(r"\bev_|\b2022\b|\brussia\b", said)
