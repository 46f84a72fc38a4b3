"""Parquet over HTTP: streamed, validated, and the examples of its page."""

import re
from pathlib import Path

import pytest

from tests.http.conftest import Client
from tests.support.live import serving

ROOT = Path(__file__).parents[2]
BASE = "http://127.0.0.1:8000"
EXAMPLES = re.findall(
    r"```python\n(.*?)```",
    (ROOT / "docs" / "forms" / "parquet.md").read_text(encoding="utf-8"),
    re.DOTALL,
)


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_of_its_page_runs(
    url: str, example: str, tmp_path: Path, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    with serving(url) as address:
        exec(example.replace(BASE, address), {})  # noqa: S102 - it is our own page
    said = capsys.readouterr().out
    assert "russia" in said or "2022" in said


def test_it_is_streamed_and_validated_like_every_export(client: Client) -> None:
    answer = client.get("/v1/events.parquet")

    assert answer.headers["content-type"] == "application/vnd.apache.parquet"
    assert (answer.content[:4], answer.content[-4:]) == (b"PAR1", b"PAR1")
    again = client.get("/v1/events.parquet", headers={"If-None-Match": answer.headers["etag"]})
    assert again.status_code == 304
