"""The dates of schema.org: days and instants, given only where they are known to be so."""

from datetime import datetime
from typing import Any

from app.domain.dates import Precision
from app.domain.zones import zone

Json = dict[str, Any]

_EXACT = (Precision.MINUTE, Precision.DAY, Precision.RANGE)
# EDTF's marks of what is uncertain, approximate, or both.
_DOUBT = "?~%"


def start_and_end(when: Json) -> Json:
    """`startDate` and `endDate`, each only where that very day or instant is known."""
    found = {"startDate": start_of(when), "endDate": _known(when, "end")}
    return {name: value for name, value in found.items() if value is not None}


def start_of(when: Json) -> str | None:
    """When it starts; None for a month, for anything vaguer, and for what is in doubt."""
    return _known(when, "start")


def _known(when: Json, end: str) -> str | None:
    if when["precision"] not in _EXACT or any(mark in when["edtf"] for mark in _DOUBT):
        return None
    if when["precision"] == Precision.MINUTE:
        return _instant(when[f"{end}s_at"], when["timezone"])
    first, last = when[f"earliest_{end}"], when[f"latest_{end}"]
    return first if first == last else None


def _instant(stored: str | None, zone_name: str) -> str | None:
    """On the venue's clocks, with their offset (ISO 8601); in UTC where that has seconds."""
    if stored is None:
        return None
    there = datetime.fromisoformat(stored).astimezone(zone(zone_name))
    offset = there.utcoffset()
    # Before zones had whole minutes; xsd:dateTime cannot say +00:09:21.
    if offset is None or offset.seconds % 60:
        return stored
    return there.isoformat()
