"""Programs of others that tests run: those of Node.js, and those of the virtual environment."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

CLIENTS = Path(__file__).parents[1] / "clients"
_BESIDE_PYTHON = Path(sys.executable).parent
# Nothing that a test runs reports home, looks for a newer self, or colours what we read.
_QUIET = {"REDOCLY_TELEMETRY": "off", "REDOCLY_SUPPRESS_UPDATE_NOTICE": "true", "NO_COLOR": "1"}


def run(*command: str | Path, cwd: Path = CLIENTS, **environment: str) -> str:
    """What the program prints; its complaints, when it fails, are the test's."""
    # A Node.js that was brought because the machine has none lies beside Python.
    path = f"{_BESIDE_PYTHON}{os.pathsep}{os.environ['PATH']}"
    environ = os.environ | _QUIET | {"PATH": path} | environment
    program = shutil.which(command[0], path=path)
    assert program, f"{command[0]} is missing: `make test` installs it"
    done = subprocess.run(
        [program, *command[1:]],
        cwd=cwd,
        env=environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, f"{command[0]} exited {done.returncode}:\n{done.stdout}"
    return done.stdout


def node(package: str, *arguments: str | Path, cwd: Path = CLIENTS) -> str:
    """Runs the program of that name which tests/clients/package.json brings."""
    return run(CLIENTS / "node_modules" / ".bin" / package, *arguments, cwd=cwd)


def browser() -> str:
    """Debian's Chromium, or what others call it."""
    found = next(filter(None, map(shutil.which, _BROWSERS)), None)
    assert found, "a Chromium is missing: on Debian and Ubuntu, apt-get install chromium brings it"
    return found


_BROWSERS = ("chromium", "google-chrome")


def dump_page(address: str, **environment: str) -> str:
    """A page as a browser has it once its scripts and what they fetch have come to rest."""
    with tempfile.TemporaryDirectory(prefix="pp-browser-") as profile:
        # Its sandbox refuses to run as root, as which continuous integration does.
        options = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage")
        kept = (f"--user-data-dir={profile}", "--virtual-time-budget=60000", "--dump-dom")
        return run(browser(), *options, *kept, address, cwd=Path(profile), **environment)
