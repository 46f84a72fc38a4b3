"""Installing: what is in the way is said, and nothing is lost."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_what_a_link_leads_to_is_not_cleared(tmp_path: Path) -> None:
    another = tmp_path / "another"
    another.mkdir()
    (another / "kept").touch()
    link = tmp_path / "venv"
    link.symlink_to(another)

    ran = subprocess.run(
        [ROOT / ".ci" / "install-app", link, sys.executable],
        check=False,
        capture_output=True,
        text=True,
    )

    assert (ran.returncode, (another / "kept").exists()) == (1, True)
    assert "is a link" in ran.stderr
