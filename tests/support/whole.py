"""Nothing is left out by accident: where it counts, a skipped test is a failed one."""

import os
from collections.abc import Generator

import pytest

FORBIDDING = "CI", "POURPARLERS_NO_SKIP"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Tests on the shared files belong to checkouts that have them, and are required there."""
    if (config.rootpath.parent / "shared" / "data").is_dir():
        return
    elsewhere = [item for item in items if item.get_closest_marker("shared")]
    items[:] = [item for item in items if not item.get_closest_marker("shared")]
    if elsewhere:
        config.hook.pytest_deselected(items=elsewhere)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    expected_to_fail = hasattr(report, "wasxfail")
    if report.skipped and not expected_to_fail and nothing_may_be_skipped():
        report.outcome, report.longrepr = "failed", _complaint(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    if report.skipped and nothing_may_be_skipped():
        report.outcome, report.longrepr = "failed", _complaint(report)
    return report


def nothing_may_be_skipped() -> bool:
    return any(os.environ.get(name) not in {None, "", "0", "false"} for name in FORBIDDING)


def _complaint(report: pytest.TestReport | pytest.CollectReport) -> str:
    reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    return f"{reason} (nothing may be skipped while CI or POURPARLERS_NO_SKIP is set)"
