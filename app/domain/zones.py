"""Time zones from the pinned tzdata package, and local times to instants."""

import zoneinfo
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

# The machine's own zone files differ from one machine to the next: the pinned package rules.
zoneinfo.reset_tzpath(to=())

_LONGEST = 64


@lru_cache(maxsize=1024)
def zone(name: str) -> ZoneInfo:
    """The IANA zone of that name; ValueError for any other text."""
    if name not in _names():
        raise ValueError("not an IANA time zone; write one as Europe/Paris")
    return ZoneInfo(name)


def known(name: str) -> bool:
    """Whether there is a zone of that name."""
    return len(name) <= _LONGEST and name in _names()


def instant(local: datetime, zone_name: str) -> datetime:
    """A local time as a UTC instant.

    Of a time that comes twice, the earlier, as RFC 5545, section 3.3.5 reads it; ValueError for a
    time that the clocks skip.
    """
    found = local.replace(tzinfo=zone(zone_name), fold=0)
    utc = found.astimezone(UTC)
    if utc.astimezone(zone(zone_name)).replace(tzinfo=None) != local:
        raise ValueError(f"{local:%Y-%m-%dT%H:%M} does not exist in {zone_name}: clocks skip it")
    return utc


def midnight(local: datetime, zone_name: str) -> datetime:
    """The first instant of a local day, also where clocks skip its midnight."""
    found = local.replace(tzinfo=zone(zone_name), fold=0).astimezone(UTC)
    if found.astimezone(zone(zone_name)).date() < local.date():
        return _after_gap(found, local, zone_name)
    return found


def _after_gap(found: datetime, local: datetime, zone_name: str) -> datetime:
    while found.astimezone(zone(zone_name)).date() < local.date():
        found += timedelta(minutes=15)
    return found


@lru_cache(maxsize=1)
def _names() -> frozenset[str]:
    return frozenset(zoneinfo.available_timezones())
