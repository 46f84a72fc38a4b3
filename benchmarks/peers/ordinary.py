"""Where the ordinary version's tables are, and how it is asked."""

from pathlib import Path

from benchmarks.build import cached
from benchmarks.peers.orm_build import fill
from benchmarks.questions import LIMIT, Asked


def tables(size: int) -> str:
    """The address of its SQLite file for a record of ours, filled once and kept beside that."""
    ours = cached(size)
    file = Path(ours.removeprefix("sqlite:///")).with_name(f"orm-{size}.db")
    if not file.exists():
        unfinished = file.with_suffix(".part.db")
        unfinished.unlink(missing_ok=True)
        fill(ours, f"sqlite:///{unfinished}")
        unfinished.rename(file)
    return f"sqlite:///{file}"


def address(asked: Asked) -> str:
    """A page, nested as ours is."""
    days = f"date_from={asked.first}&date_to={asked.last}"
    return f"/v1/events?actor={asked.actor}&{days}&limit={LIMIT}"
