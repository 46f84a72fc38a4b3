"""Time zones of the pinned tzdata package, and local times at a venue as instants."""

import zoneinfo
from bisect import bisect_left
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import cache
from zoneinfo import ZoneInfo

# Servers carry tz databases of different ages, and clients would see an event move from one to
# the next: with an empty search path only the tzdata package rules, whose version is pinned.
zoneinfo.reset_tzpath(to=())

# Days outside could leave the calendar of `datetime` when a zone shifts them: offsets reach
# 15:56 (local mean time in Manila), and the end of a day is the start of the next.
FIRST_DAY = date(1, 1, 3)
LAST_DAY = date(9999, 12, 29)


@cache
def _names() -> dict[str, str]:
    """Every name by its lower case; without Factory, which says that no zone was chosen."""
    return {name.lower(): name for name in zoneinfo.available_timezones() - {"Factory"}}


def known(name: str) -> bool:
    """Whether it is a name of the IANA database, spelt as there."""
    # Asking the list and not the file system: paths, NUL and over-long names are just unknown.
    return _names().get(name.lower()) == name


# ZoneInfo itself keeps only the zones last used: reading one anew costs more than all else here.
@cache
def zone(name: str) -> ZoneInfo:
    """The zone of that name; ValueError for any other text."""
    if not known(name):
        meant = _names().get(name.lower())
        hint = f"write {meant}" if meant else "write a name such as Europe/Zurich"
        raise ValueError(f"this time zone is not in the IANA database: {hint}")
    return ZoneInfo(name)


def instant(local: datetime, zone_name: str) -> datetime:
    """The UTC instant of a local time without offset.

    Of a time that the clock shows twice it is the first (RFC 5545, section 3.3.5). A time that
    the clock skips is refused, where RFC 5545 would shift it: no source can mean that time.
    """
    _require_local(local)
    there = local.replace(tzinfo=zone(zone_name), fold=0)
    found = there.astimezone(UTC)
    if found.astimezone(there.tzinfo).replace(tzinfo=None) != local:
        shown = f"{local:%H:%M} on {local.date()}"
        raise ValueError(f"{shown} does not exist in {zone_name}: the clocks go forward over it")
    return found


def _require_local(local: datetime) -> None:
    if local.tzinfo is not None:
        raise ValueError("a time is local at the venue, without offset: write 2022-01-10T09:30")
    if not FIRST_DAY <= local.date() <= LAST_DAY:
        raise ValueError(f"dates run from {FIRST_DAY.isoformat()} to {LAST_DAY.isoformat()}")


def day_start(day: date, zone_name: str) -> datetime:
    """The UTC instant at which a day begins there.

    Where the clock skips midnight it is the first instant after the gap; where it shows midnight
    twice, the first.
    """
    midnight = datetime.combine(day, time(), zone(zone_name))
    late, early = (midnight.replace(fold=fold).astimezone(UTC) for fold in (0, 1))
    # PEP 495: only in a gap does fold=1, read with the offset after it, give the earlier instant.
    return _transition(early, late, midnight.tzinfo) if early < late else late


def _transition(early: datetime, late: datetime, tz: tzinfo | None) -> datetime:
    """The instant, to the second, at which the offset becomes what it is at `late`."""
    after = late.astimezone(tz).utcoffset()
    seconds = range(int((late - early).total_seconds()))

    def passed(second: int) -> bool:
        return (early + timedelta(seconds=second)).astimezone(tz).utcoffset() == after

    return early + timedelta(seconds=bisect_left(seconds, True, key=passed))
