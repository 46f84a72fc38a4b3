"""The README is true: each of its commands is run, and prints what it shows."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.http.conftest import fill
from tests.support.live import serving

README = Path(__file__).parent.parent / "README.md"
BLOCKS = re.findall(r"```console\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
EXAMPLES = [
    tuple(example.split("\n", 1)) for block in BLOCKS for example in block.split("$ ") if example
]


@pytest.fixture
def address(sqlite_url: str) -> Iterator[str]:
    fill(sqlite_url)
    with serving(sqlite_url) as base:
        yield base


def test_every_command_prints_what_is_shown(address: str) -> None:
    for command, shown in EXAMPLES:
        here = command.replace("http://127.0.0.1:8000", address)
        done = subprocess.run(["bash", "-c", here], capture_output=True, text=True, check=True)
        assert done.stdout.replace("\r", "") == shown.strip() + "\n", command


def test_there_are_five_questions_beginning_with_the_month() -> None:
    assert len(EXAMPLES) >= 5
    assert "date=2022-01'" in EXAMPLES[0][0]
