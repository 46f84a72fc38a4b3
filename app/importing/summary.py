"""A report as sentences for a person at a terminal."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

from app.importing.report import Conflict, Likeness, Name, Report
from app.intake.draft import Trouble

T = TypeVar("T")
_SHOWN = 20


def summary(report: Report, *, rehearsed: bool) -> Iterator[str]:
    """What was done first, then what needs a look; long lists are cut, and say so."""
    yield _counts(report, rehearsed=rehearsed)
    yield from _section("Refused, with all lines of their batches:", map(_trouble, report.troubles))
    yield from _section("Names that nothing in the record has:", map(_name, report.names))
    yield from _section(
        "Changed here and in the file, left as here:", map(_conflict, report.conflicts)
    )
    yield from _section("Perhaps the same event twice:", map(_likeness, report.likenesses))


def _counts(report: Report, *, rehearsed: bool) -> str:
    parts = [
        f"{report.lines} lines",
        f"{report.created} new events",
        *([f"{report.holders} new ones that hold them"] if report.holders else []),
        f"{report.changed} changed",
        f"{report.unchanged} unchanged",
        *([f"{report.retracted} retracted here, left out"] if report.retracted else []),
        *([f"{report.refused} lines refused"] if report.refused else []),
        _commits(report.revisions),
    ]
    return ("Would be: " if rehearsed else "") + ", ".join(part for part in parts if part) + "."


def _commits(revisions: Sequence[int]) -> str:
    if not revisions:
        return "no commit"
    if len(revisions) == 1:
        return f"revision {revisions[0]}"
    return f"revisions {revisions[0]} to {revisions[-1]}"


def _section(heading: str, sentences: Iterable[str]) -> Iterator[str]:
    listed = list(sentences)
    if listed:
        yield ""
        yield heading
        yield from (f"  {sentence}" for sentence in listed[:_SHOWN])
    if len(listed) > _SHOWN:
        yield f"  … and {len(listed) - _SHOWN} more; --report writes all of them."


def _trouble(trouble: Trouble) -> str:
    at = f", {trouble.at}" if trouble.at else ""
    return f"line {trouble.line}{at}: expected {trouble.expected}"


def _name(name: Name) -> str:
    near = f"; near: {', '.join(name.near)}" if name.near else ""
    times = f"{name.times} times, first in line" if name.times > 1 else "in line"
    return f"{name.at} “{name.token}”, {times} {name.line}{near}"


def _conflict(conflict: Conflict) -> str:
    return f"line {conflict.line}, {conflict.id}: {', '.join(conflict.members)}"


def _likeness(likeness: Likeness) -> str:
    other = f"line {likeness.like_line}, " if likeness.like_line else ""
    return f"line {likeness.line}, {likeness.id}: like {other}{likeness.like}"
