"""What is to be reached, and what of it a run has reached."""

from collections.abc import Iterator
from statistics import median
from typing import NamedTuple

from benchmarks.figures import Figures, uncached
from benchmarks.peers.table import PEERS

EXPORTED, PRINTED, GROWN = "export, events/s", "sqlite3 printing, events/s", "export, MiB grown"
STARTED, IDLE, CHANCE = "start, s", "idle, MiB", "p99 : p50 by chance"
IMPORTED = "bare rows : import"
ROW, ON_POSTGRES, ORM_ON_POSTGRES = "row 50,000", "uncached, PostgreSQL", "ORM, PostgreSQL"
# Of those that there are goals for: at least so many times our time, and what the prototype had.
_PEERS = {
    "FastAPI + SQLAlchemy ORM": (70, "98"),
    "pygeoapi": (20, "25"),
    "PocketBase, expert": (35, "44"),
    "Datasette, our documents": (5, "7.1"),
}
_SORTS = {
    "two popular actors": (2, "1.5"),
    "two rare actors": (4, "23"),
    "actor and forum": (1.5, "48"),
    "text search": (4, ""),
    "old revision": (2, "1"),
}


class Goal(NamedTuple):
    """A row: what, whether at least or at most, how much, the prototype's, and ours each round."""

    work: str
    least: bool
    goal: float
    prototype: str
    reached: list[float]

    @property
    def median(self) -> float | None:
        """None where it was not measured."""
        return median(self.reached) if self.reached else None

    @property
    def met(self) -> bool | None:
        """Whether the median reaches it; None where it was not measured."""
        if self.median is None:
            return None
        return self.median >= self.goal if self.least else self.median <= self.goal


def goals(found: Figures) -> list[Goal]:
    """All of them, in the order in which they were set."""
    return [*_cached(found), *_pages(found), *_beside(found), *_growth(found), *_bulk(found)]


def _cached(found: Figures) -> Iterator[Goal]:
    rows = [
        ("cached page", "bare, cached page", "cached", 0.88, "0.90"),
        ("cached page, brotli", "bare, brotli", "cached, brotli", 0.84, "0.87"),
        ("304", "bare, cached page", "cached, 304", 1.1, "1.27"),
    ]
    for work, bare, ours, goal, prototype in rows:
        floor = "the same bytes from bare ASGI" if work != "304" else "the page from bare ASGI"
        yield Goal(f"{work} : {floor}", True, goal, prototype, found.times(bare, ours))


def _pages(found: Figures) -> Iterator[Goal]:
    for size in found.sizes:
        what = f"uncached page of {size:,} events"
        yield Goal(f"{what} : bare ASGI", True, 0.2, "0.22", found.times("bare", uncached(size)))
    constant = found.times("constant", uncached(found.compared))
    yield Goal("uncached page : FastAPI returning a constant", True, 1.1, "1.23", constant)


def _beside(found: Figures) -> Iterator[Goal]:
    ours = uncached(found.compared)
    for peer in PEERS:
        if peer.name in _PEERS:
            goal, prototype = _PEERS[peer.name]
            times = found.times(peer.name, ours)
            yield Goal(f"uncached page : {peer.name}", True, goal, prototype, times)
    times = found.times(ORM_ON_POSTGRES, ON_POSTGRES)
    yield Goal("uncached page on PostgreSQL : ordinary ORM on PostgreSQL", True, 40, "", times)


def _growth(found: Figures) -> Iterator[Goal]:
    small, large = min(found.sizes), found.largest
    what = f"page of {large:,} events : of {small:,}"
    grown = found.times(uncached(large), uncached(small)) if small < large else []
    yield Goal(what, False, 1.15, "1.03", grown)
    yield Goal("row 50,000 : first page", False, 1.05, "1.00", found.times(ROW, "first page"))
    for name, (goal, prototype) in _SORTS.items():
        times = found.times(name, "plain actor page")
        yield Goal(f"{name} : plain actor page", False, goal, prototype, times)
    at_load = "p99 : p50 uncached at 70 % load"
    evenly = found.spread(uncached(found.largest))
    yield Goal(f"{at_load}, requests evenly", False, 4, "2.5–3.7", evenly)
    yield Goal(f"{at_load}, by chance", False, 4, "2.5–3.7", found.series.get(CHANCE, []))


def _bulk(found: Figures) -> Iterator[Goal]:
    rates = zip(found.series.get(EXPORTED, []), found.series.get(PRINTED, []), strict=True)
    share = [ours / plain for ours, plain in rates]
    what = f"NDJSON export of {found.largest:,}"
    yield Goal(f"{what} : `sqlite3` printing the documents", True, 0.25, "0.29–0.35", share)
    yield Goal(f"{what}: growth of memory, MiB", False, 16, "7", found.series.get(GROWN, []))
    what = f"validated import of {found.compared:,} : bare `executemany`, time of a core"
    yield Goal(what, True, 0.4, "0.46", found.series.get(IMPORTED, []))
    yield Goal("start to first answer, s", False, 0.6, "0.25", found.series.get(STARTED, []))
    yield Goal("idle memory of a worker, MiB", False, 85, "54", found.series.get(IDLE, []))
