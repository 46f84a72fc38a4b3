"""What a status may say, and when: held only on somebody's word, begun only once it may have.

They judge what is written now. What the record holds already may be sent back as it is.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from app.domain.change import Nature
from app.domain.event import Event
from app.domain.vocabulary import Status
from app.errors import Fault

_BEGUN = (Status.UNDER_WAY, Status.SUSPENDED, Status.HELD)
_DATED = (Status.ANNOUNCED, Status.CONFIRMED)
# Where a day begins first on Earth: what may be there already may have begun.
_FIRST_ZONE = timedelta(hours=14)


def latest_day(now: datetime) -> date:
    """The day that it is where days begin first; `now` is in UTC."""
    return (now + _FIRST_ZONE).date()


def refusals(
    before: Event | None, after: Event, nature: Nature, today: date, *, cited: bool
) -> Iterator[Fault]:
    """What the rules say against a change of an event; `cited` where the commit names a source."""
    if before is None or before.status is not after.status:
        yield from _entered(before, after, today, cited=cited)
    if before is not None and before.status is Status.HELD and nature is Nature.WORLD:
        yield from _after_held(before, after)


def _entered(before: Event | None, after: Event, today: date, *, cited: bool) -> Iterator[Fault]:
    start = after.when.earliest_start
    if after.status is Status.HELD and not (cited or _newly_cited(before, after)):
        yield _of_status(
            "held is said by a source, not by a date that is past: name it in commit.source, "
            "or add it to sources."
        )
    if after.status in _BEGUN and start is not None and start > today:
        yield _of_status(f"{after.status} says that it has begun, and its date is to come.")
    if after.status in _DATED and not after.when.dated:
        yield _of_status(f"{after.status} says that a date is published: give when, or proposed.")


def _newly_cited(before: Event | None, after: Event) -> bool:
    return before is None or not set(after.sources) <= set(before.sources)


def _after_held(before: Event, after: Event) -> Iterator[Fault]:
    if after.status is not Status.HELD:
        yield _of_status("it was held, which the world does not undo: commit a correction.")
    if (before.when.edtf, before.when.timezone) != (after.when.edtf, after.when.timezone):
        detail = "it was held then, and does not move: commit a correction."
        yield Fault(detail, pointer="/when")


def _of_status(detail: str) -> Fault:
    return Fault(detail, pointer="/status")
