"""Parquet over HTTP: the examples of its page, and an installation that lacks it."""

import re
import subprocess
import sys
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
_WITHOUT = """
import importlib.util, sys
find = importlib.util.find_spec
importlib.util.find_spec = lambda name, *rest: None if name == sys.argv[1] else find(name, *rest)
from app.main import create_app
from app.render.forms import FORMS, MISSING
from tests.http.conftest import Client
from tests.support.live import settings_for
client = Client(create_app(settings_for("sqlite://")))
suffix = sys.argv[2]
assert suffix not in FORMS and suffix in MISSING
for address in (f"/v1/events.{suffix}", f"/v1/events/ev_7k2m9q4x.{suffix}"):
    answer = client.get(address)
    print(answer.status_code, answer.json()["detail"])
assert f"/v1/events.{suffix}" not in client.get("/openapi.json").json()["paths"]
"""


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


@pytest.mark.parametrize(("package", "suffix"), [("pyarrow", "parquet")])
def test_without_its_extra_the_address_says_what_brings_it(package: str, suffix: str) -> None:
    said = subprocess.run(
        [sys.executable, "-c", _WITHOUT, package, suffix],
        cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True,
    ).stdout  # fmt: skip
    sentence = (
        f"404 This installation has no .{suffix}: pip install 'pourparlers[{suffix}]' brings it."
    )
    assert said.splitlines() == [sentence] * 2
