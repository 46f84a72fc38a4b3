"""`RESULTS.md`: goals first, then figures, what is not equal, and the machine; charts beside it."""

import os
import platform
import re
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from app.store.sessions import Database
from benchmarks import charts, goals
from benchmarks.figures import Figures, uncached
from benchmarks.goals import Goal
from benchmarks.peers.installed import versions
from benchmarks.peers.table import PEERS
from benchmarks.turns import Target

_HEAD = """\
# What was measured

Written by `python -m benchmarks.results`; [how, and of what](README.md). Servers are on one core,
the load comes from the other; they take turns, so that what else the machine does meets them all.
A ratio is made of the turns of one round, and the median of the rounds is shown. It is that of the
time of a core for an answer, of which the client and other programs are no part; those of exports
are of events a second. On PostgreSQL it is the web server's time, without the database's.
"""


def write(found: Figures, targets: Sequence[Target], folder: Path) -> None:
    """The page and its charts, into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, chart in _charts(found).items():
        (folder / name).write_text(chart)
    (folder / "RESULTS.md").write_text("\n".join(_page(found, targets)) + "\n")


def _page(found: Figures, targets: Sequence[Target]) -> Iterator[str]:
    yield _HEAD
    yield "## Goals\n"
    yield from _table(
        ("work", "goal", "reached", "least to most", "prototype", ""),
        map(_goal, goals.goals(found)),
    )
    for name in _charts(found):
        yield f"\n![{name.removesuffix('.svg')}]({name})"
    yield "\n## Figures\n"
    yield "Medians of the rounds. p50 and p99 are at 70 % of the answers that it can give.\n"
    yield from _all_figures(found, targets)
    yield "\n## What is not equal\n"
    yield f"All are asked for five years of an actor, of {found.compared:,} events.\n"
    yield from _table(
        ("who", "as", "what is not equal"),
        ((peer.name, peer.how, peer.not_equal) for peer in PEERS),
    )
    yield "\n## The machine\n"
    yield from _table(("what", ""), _machine(found))


def _all_figures(found: Figures, targets: Sequence[Target]) -> Iterator[str]:
    columns = ("what", "answers/s", "µs of a core", "p50, ms", "p99, ms", "RSS, MiB", "PSS, MiB")
    yield from _table(columns, (_figures(found, target.name) for target in targets))
    yield ""
    yield from _table(
        ("what", "median"),
        ((name, f"{median(values):,.2f}") for name, values in found.series.items()),
    )


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield _row(head)
    yield _row(["---"] * len(head))
    yield from map(_row, rows)


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _goal(goal: Goal) -> Sequence[str]:
    wanted = f"{'≥' if goal.least else '≤'} {goal.goal:g}"
    if goal.median is None:
        return goal.work, wanted, "not measured", "", goal.prototype, ""
    spread = f"{_short(min(goal.reached))} to {_short(max(goal.reached))}"
    missed = "" if goal.met else "**missed**"
    return goal.work, wanted, _short(goal.median), spread, goal.prototype, missed


def _short(value: float) -> str:
    return f"{value:.2f}" if value < 10 else f"{value:.1f}" if value < 100 else f"{value:.0f}"


def _figures(found: Figures, name: str) -> Sequence[str]:
    rates, costs = (median(values) for values in zip(*found.turns[name], strict=True))
    p50, p99 = (median(values) for values in zip(*found.waits[name], strict=True))
    rss, pss = found.memory[name]
    waits = f"{p50:.2f}", f"{p99:.2f}"
    return name, f"{rates:,.0f}", f"{costs:,.1f}", *waits, f"{rss:.0f}", f"{pss:.0f}"


def _charts(found: Figures) -> dict[str, str]:
    """By the names of their files; those whose targets were not measured are left out."""
    sizes = found.sizes
    lines = {"a page of ours": [(size, found.microseconds(uncached(size))) for size in sizes]}
    for name, kind in (("bare ASGI", "bare"), ("FastAPI, a constant", "constant")):
        lines[name] = [(size, found.microseconds(kind)) for size in sizes]
    ours = uncached(found.compared)
    times = {peer.name: found.times(peer.name, ours) for peer in PEERS}
    ratios = {name: median(each) for name, each in times.items() if each}
    title = f"How many times our time of a core each takes for a page, {found.compared:,} events"
    return {
        "growth.svg": charts.growth("Time of a core for a page, over events in the record", lines),
        "peers.svg": charts.bars(title, ratios),
    }


def _machine(found: Figures) -> Iterator[Sequence[str]]:
    yield "date", f"{datetime.now(UTC):%Y-%m-%d}"
    yield "cores", f"{os.cpu_count()}, {_processor()}"
    yield "Python", f"{platform.python_version()}, {platform.system()} {platform.machine()}"
    database = Database("sqlite://")
    ours = database.reader.dialect.loaded_dbapi.sqlite_version
    database.close()
    yield "SQLite", f"{ours} in ours, {sqlite3.sqlite_version} in Python's own module"
    yield from found.facts.items()
    installed = versions()
    for package in dict.fromkeys(peer.package for peer in PEERS if peer.package):
        yield package, installed.get(package, "not installed")


def _processor() -> str:
    """As Linux names it."""
    told = Path("/proc/cpuinfo")
    known = re.search(r"model name\s*: (.+)", told.read_text()) if told.exists() else None
    return known[1] if known else platform.processor()
