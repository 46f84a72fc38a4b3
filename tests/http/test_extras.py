"""An installation without an extra: its form is not there, and the address says what brings it."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
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


@pytest.mark.parametrize(("package", "suffix"), [("pyarrow", "parquet"), ("resvg_py", "png")])
def test_without_its_extra_the_address_says_what_brings_it(package: str, suffix: str) -> None:
    said = subprocess.run(
        [sys.executable, "-c", _WITHOUT, package, suffix],
        cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True,
    ).stdout  # fmt: skip
    sentence = (
        f"404 This installation has no .{suffix}: pip install 'pourparlers[{suffix}]' brings it."
    )
    assert said.splitlines() == [sentence] * 2
