"""What a run has measured is written down: no goal, no peer and no figure is left out."""

from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from benchmarks import charts, report
from benchmarks.figures import Figures, Memory, uncached
from benchmarks.goals import GROWN, ON_POSTGRES, goals
from benchmarks.peers.table import PEERS
from benchmarks.server import Server
from benchmarks.turns import Target, Turn, Waits

SIZES = [1_000, 100_000]
SERVER = Server(0, None)


def measured(**microseconds: float) -> Figures:
    """Three rounds in which each target took so long, the last one twice as long for all."""
    found = Figures(SIZES)
    for name, cost in microseconds.items():
        found.turns[name] = [Turn(1e6 / cost, cost)] * 2 + [Turn(5e5 / cost, 2 * cost)]
        found.waits[name] = [Waits(1.0, 3.0)] * 3
        found.memory[name] = Memory(80.0, 60.0)
    return found


def whole() -> Figures:
    """As of a run without PostgreSQL."""
    names = ["constant", *map(uncached, SIZES), *(peer.name for peer in PEERS)]
    return measured(bare=20.0, **dict.fromkeys(names, 100.0))


def reached(found: Figures) -> dict[str, float | None]:
    return {goal.work: goal.median for goal in goals(found)}


def test_a_ratio_is_made_of_the_turns_of_one_round() -> None:
    found = measured(bare=20.0, **dict.fromkeys(map(uncached, SIZES), 80.0))
    assert found.times("bare", uncached(1_000)) == [0.25, 0.25, 0.25]
    assert reached(found)["uncached page of 1,000 events : bare ASGI"] == 0.25


@pytest.mark.parametrize(("grown", "met"), [(15.9, True), (16.0, True), (16.1, False)])
def test_a_goal_is_met_or_missed(grown: float, met: bool) -> None:
    found = whole()
    found.note(GROWN, grown)
    [goal] = [goal for goal in goals(found) if "growth of memory" in goal.work]
    assert goal.met is met


def test_what_was_not_measured_is_neither_met_nor_missed() -> None:
    assert ON_POSTGRES not in whole().turns
    for goal in goals(Figures(SIZES)):
        assert goal.median is None
        assert goal.met is None


def test_the_page_says_all_of_it(tmp_path: Path) -> None:
    found = whole()
    report.write(found, [Target(name, SERVER, []) for name in found.turns], tmp_path)
    page = (tmp_path / "RESULTS.md").read_text()
    for goal in goals(found):
        assert f"| {goal.work} |" in page
    assert "| not measured |" in page
    for name in found.turns:
        assert f"\n| {name} |" in page, name
    for peer in PEERS:
        assert peer.not_equal in page
    for line in page.splitlines():
        assert not line.startswith("![") or (tmp_path / line[:-1].partition("](")[2]).exists()


def test_charts_show_each_value_in_words() -> None:
    lines = {"ours": [(1_000, 60.0), (1_000_000, 65.0)], "others & theirs": [(1_000, 64.0)]}
    for chart, said in (
        (charts.growth("Time", lines), ["Time", "ours: 65 µs", "others & theirs: 64 µs"]),
        (charts.bars("Ratios", {"a": 70.0, "b < c": 1.0}), ["Ratios", "70.0 ×", "b < c"]),
    ):
        texts = [element.text for element in ET.fromstring(chart).iter()]  # noqa: S314  Drawn by us.
        for text in said:
            assert text in texts


def test_names_at_the_ends_of_lines_do_not_lie_on_one_another() -> None:
    lines = {name: [(1_000, 60.0), (100_000, 60.0)] for name in ("first", "second", "third")}
    drawn = ET.fromstring(charts.growth("Time", lines))  # noqa: S314  Drawn by us.
    at = sorted(float(e.get("y", "")) for e in drawn.iter() if (e.text or "").endswith("60 µs"))
    assert len(at) == 3
    assert min(b - a for a, b in pairwise(at)) >= 18
