"""A report as sentences for a person at a terminal."""

from collections.abc import Iterable, Iterator, Sequence

from app.importing.report import Changed, Conflict, Doubt, Likeness, Name, Report
from app.intake.draft import Trouble

_SHOWN = 20


def summary(report: Report, *, rehearsed: bool) -> Iterator[str]:
    """What was done first, then what needs a look; long lists are cut, and say so."""
    yield _counts(report, rehearsed=rehearsed)
    yield from _section("Refused, with all lines of their batches:", map(_trouble, report.troubles))
    yield from _section("Names that nothing in the record has:", map(_name, report.names))
    yield from _section(
        "Read as codes or ids, though names of others as well:", map(_doubt, report.doubts)
    )
    yield from _section("Changed:", map(_members, report.changes))
    yield from _section(
        "Changed here and in the file, left as here:", map(_members, report.conflicts)
    )
    yield from _section("Perhaps the same event twice:", map(_likeness, report.likenesses))


def _counts(report: Report, *, rehearsed: bool) -> str:
    held = f" and {report.holders} that hold them" if report.holders else ""
    parts = [
        f"{report.lines} lines",
        f"{report.created} new events{held}",
        f"{report.changed} changed",
        f"{report.unchanged} unchanged",
        *([f"{report.repeated} repeated lines left out"] if report.repeated else []),
        *([f"{report.retracted} retracted here, left out"] if report.retracted else []),
        *([f"{report.refused} lines refused"] if report.refused else []),
        "nothing kept" if rehearsed else _commits(report.revisions),
    ]
    return ("A dry run: " if rehearsed else "") + ", ".join(parts) + "."


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
    said = f"; it says “{shortened(trouble.said)}”" if trouble.said else ""
    return f"line {trouble.line}{at}: {trouble.detail}{said}"


def _name(name: Name) -> str:
    near = f"; near: {', '.join(name.near)}" if name.near else ""
    token = shortened(name.token)
    return f"{name.at} “{token}” ({name.wanted}), {_times(name.times, name.line)}{near}"


def _doubt(doubt: Doubt) -> str:
    ways = f"{doubt.at} “{shortened(doubt.token)}” as {doubt.id}, not {doubt.other}"
    return f'{ways}, {_times(doubt.times, doubt.line)}; by = ["name"] reads names alone'


def _times(times: int, line: int) -> str:
    return f"{times} times, first in line {line}" if times > 1 else f"in line {line}"


def _members(found: Conflict | Changed) -> str:
    return f"line {found.line}, {found.id}: {', '.join(found.members)}"


def _likeness(likeness: Likeness) -> str:
    other = f"line {likeness.like_line}" if likeness.like_line else likeness.like
    one = f"line {likeness.line}, “{shortened(likeness.title)}”"
    return f"{one}: like {other}, “{shortened(likeness.like_title)}”"


def shortened(text: str) -> str:
    """At most 60 characters, none of which a terminal would obey."""
    plain = "".join(c if c.isprintable() else "·" for c in text)
    return plain if len(plain) <= 60 else plain[:59] + "…"
