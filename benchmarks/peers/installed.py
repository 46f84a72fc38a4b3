"""The peers' own virtual environment, made from their lock when it is first needed."""

import subprocess
import sys
from functools import cache
from importlib.metadata import distributions
from pathlib import Path

_HERE = Path(__file__).parent
LOCK, VENV = _HERE / "requirements.lock", _HERE / ".venv"


@cache
def programs() -> Path:
    """The folder of the peers' programs; what is missing is installed, as the lock has it."""
    done, locked = VENV / ".installed", LOCK.read_text()
    if not done.exists() or done.read_text() != locked:
        subprocess.run([sys.executable, "-m", "venv", "--clear", VENV], check=True)
        python, quietly = VENV / "bin/python", ("install", "--quiet", "--require-hashes")
        subprocess.run([python, "-m", "pip", *quietly, "--requirement", LOCK], check=True)
        done.write_text(locked)
    return VENV / "bin"


def versions() -> dict[str, str]:
    """What is installed there, by name; nothing where nothing is yet."""
    folders = [str(folder) for folder in VENV.glob("lib/python*/site-packages")]
    return {known.name.lower(): known.version for known in distributions(path=folders)}
