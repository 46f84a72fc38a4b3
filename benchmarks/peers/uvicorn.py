"""Applications of peers in uvicorn, in their own Python, served as ours is served."""

from contextlib import AbstractContextManager
from pathlib import Path

from benchmarks.peers.installed import programs
from benchmarks.server import Command, Server, started

# Modules of these benchmarks can be imported there.
IMPORTABLE = {"PYTHONPATH": str(Path(__file__).parents[2])}


def in_uvicorn(
    application: str, port: int, path: str, **settings: str
) -> AbstractContextManager[Server]:
    """One worker, and no line for each request."""
    command: Command = [programs() / "uvicorn", application, "--port", str(port)]
    quiet = ["--no-access-log", "--log-level", "warning"]
    return started([*command, *quiet], port, path, **settings, **IMPORTABLE)
