"""A thousand and one events in five zones, most of them near a change of clocks, and when each is.

The instants come first and the local times are made from them by the standard library, so that
they are true whatever our own reading of local times does.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from tests.support.world import event

ZONES = ("Europe/Zurich", "America/New_York", "Australia/Lord_Howe", "America/Sao_Paulo",
         "Asia/Tehran")  # fmt: skip
COUNT = 1_001


def thousand() -> Iterator[tuple[dict[str, Any], datetime]]:
    """Documents, each with the instant at which its event starts."""
    chance = Random(11)
    for number in range(COUNT):
        zone = ZoneInfo(ZONES[number % len(ZONES)])
        start = _told_once(chance, zone)
        local, end = (_local(moment, zone) for moment in (start, start + timedelta(hours=30)))
        when = {"edtf": f"{local}/{end}" if number % 3 else local, "timezone": zone.key}
        yield event(number, when, status="confirmed"), start


def _local(moment: datetime, zone: ZoneInfo) -> str:
    return f"{moment.astimezone(zone):%Y-%m-%dT%H:%M}"


def _told_once(chance: Random, zone: ZoneInfo) -> datetime:
    """An instant whose local time means no other, and whose end is such a one as well."""
    while True:
        start = _near_a_change(chance, zone)
        ends = (start, start + timedelta(hours=30))
        if not any(moment.astimezone(zone).fold for moment in ends):
            return start


def _near_a_change(chance: Random, zone: ZoneInfo) -> datetime:
    """Within two days of a change of clocks, where the zone has one in that year."""
    first = datetime(chance.randrange(2016, 2027), 1, 1, tzinfo=UTC)
    days = [first + timedelta(days=n) for n in range(365)]
    changes = [day for day in days if _offset(day, zone) != _offset(day + timedelta(1), zone)]
    day = chance.choice(changes or days)
    return day + timedelta(minutes=15 * chance.randrange(-4 * 48, 4 * 48))


def _offset(moment: datetime, zone: ZoneInfo) -> timedelta | None:
    return moment.astimezone(zone).utcoffset()
