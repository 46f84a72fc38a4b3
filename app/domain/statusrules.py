"""What a status may say, and when: held only on somebody's word, begun only once it may have.

They judge what is written now. What the record holds already may be sent back as it is.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from app.domain.change import Nature
from app.domain.event import Event
from app.domain.vocabulary import Status
from app.errors import Fault

Stored = Mapping[str, Any]

_BEGUN = (Status.UNDER_WAY, Status.SUSPENDED, Status.HELD)
_DATED = (Status.ANNOUNCED, Status.CONFIRMED)
# Where a day begins first on Earth: what may be there already may have begun.
_FIRST_ZONE = timedelta(hours=14)


def latest_day(now: datetime) -> date:
    """The day that it is where days begin first; `now` is in UTC."""
    return (now + _FIRST_ZONE).date()


def refusals(
    before: Stored | None, after: Event, nature: Nature, today: date, *, cited: bool
) -> Iterator[Fault]:
    """What the rules say against a change of an event, as it is stored; None where it is new.

    `cited` where the commit names a source.
    """
    entered = before is None or before["status"] != after.status
    if entered and after.status is Status.HELD and not (cited or _newly_cited(before, after)):
        yield _of_status(
            "held is said by a source, not by a date that is past: name it in commit.source, "
            "or add it to sources."
        )
    if entered or _moved(before, after):
        yield from _untimely(after, today)
    if before is not None and before["status"] == Status.HELD and nature is Nature.WORLD:
        yield from _after_held(before, after)


def _untimely(after: Event, today: date) -> Iterator[Fault]:
    """A status and a date that say the contrary of each other, whichever is the newer."""
    start = after.when.earliest_start
    if after.status in _BEGUN and start is not None and start > today:
        yield _of_status(f"{after.status} says that it has begun, and its date is to come.")
    if after.status in _DATED and not after.when.dated:
        yield _of_status(f"{after.status} says that a date is published: give when, or proposed.")


def _newly_cited(before: Stored | None, after: Event) -> bool:
    return before is None or not set(after.sources) <= set(before["sources"])


def _after_held(before: Stored, after: Event) -> Iterator[Fault]:
    if after.status is not Status.HELD:
        yield _of_status("it was held, which the world does not undo: commit a correction.")
    if _moved(before, after):
        detail = "it was held then, and does not move: commit a correction."
        yield Fault(detail, pointer="/when")


def _moved(before: Stored | None, after: Event) -> bool:
    was = before and before["when"]
    return was is None or (was["edtf"], was["timezone"]) != (after.when.edtf, after.when.timezone)


def _of_status(detail: str) -> Fault:
    return Fault(detail, pointer="/status")
