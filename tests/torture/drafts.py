"""Hidden drafts: two records that differ in nothing else, asked the same public questions."""

import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

from app.store import events
from tests.http.test_hidden import counted_with_drafts, ordered_by_drafts
from tests.support.hidden import compared, pair
from tests.torture.once import database

REQUESTS, CONTROL = 5_000, 500
LEAKS = {"count": counted_with_drafts, "page": ordered_by_drafts}


def main() -> None:
    """Prints for each database how many answers differed by a byte."""
    for kind in ("sqlite", "postgresql"):
        _told(kind, "as it is", None, REQUESTS)
        _told(kind, "control, drafts counted", "count", CONTROL)
        _told(kind, "control, ordered by whether a draft waits", "page", CONTROL)


def _told(kind: str, what: str, leak: str | None, requests: int) -> None:
    begun = time.perf_counter()
    with (
        database(kind) as url,
        tempfile.TemporaryDirectory() as folder,
        pair(url, Path(folder)) as both,
        _leaking(leak),
    ):
        found = compared(*both, requests, seed=7)
    took = time.perf_counter() - begun
    print(
        f"{kind}: {what}: {found.asked} requests, {found.well} answered 200, "
        f"{len(found.differing)} differ, {took:.0f} s",
        flush=True,
    )


@contextmanager
def _leaking(name: str | None) -> Iterator[None]:
    if name is None:
        yield
        return
    with patch.object(events, name, LEAKS[name](getattr(events, name))):
        yield
