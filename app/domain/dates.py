"""When: EDTF text to four bounds and a precision, as precise as the announcement."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, PlainSerializer, model_validator

from app.domain import zones
from app.domain.edtf import FIRST, LAST, DateProblem, Edtf, Extent, parse
from app.domain.window import Window, parse_window

__all__ = ["DateProblem", "Instants", "Precision", "When", "Window", "parse_window"]


class Precision(StrEnum):
    """How precisely a date is known."""

    MINUTE = "minute"
    DAY = "day"
    RANGE = "range"
    MONTH = "month"
    SEASON = "season"
    YEAR = "year"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Instants:
    """The four bounds as UTC instants."""

    earliest_start: datetime | None
    latest_start: datetime | None
    earliest_end: datetime | None
    latest_end: datetime | None


def _z(instant: datetime | None) -> str | None:
    return None if instant is None else f"{instant:%Y-%m-%dT%H:%M:%S}Z".rjust(20, "0")


Utc = Annotated[datetime | None, PlainSerializer(_z, when_used="json")]
_BOUNDS = ("earliest_start", "latest_start", "earliest_end", "latest_end")
_DERIVED = frozenset({"text", "precision", "starts_at", "ends_at", *_BOUNDS})
# The whole day where no zone is known: from its first hour anywhere to its last (ISO: UTC+14, −12).
_EASTMOST, _WESTMOST = timedelta(hours=14), timedelta(hours=-12)


class When(BaseModel):
    """A date as it was announced. The bounds are local civil dates; `…_at` are UTC instants."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    edtf: str | None = None
    precision: Precision = Precision.UNKNOWN
    earliest_start: date | None = None
    latest_start: date | None = None
    earliest_end: date | None = None
    latest_end: date | None = None
    starts_at: Utc = None
    ends_at: Utc = None
    timezone: str | None = None

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, given: Any) -> Any:
        """Derives what follows from the text; bounds are taken only of an approximate date."""
        if given is None or isinstance(given, str):
            given = {"edtf": given}
        if not isinstance(given, dict):
            return given
        edtf, timezone = given.get("edtf"), given.get("timezone")
        if not isinstance(edtf, str | None) or not isinstance(timezone, str | None):
            return given
        return {k: v for k, v in given.items() if k not in _DERIVED} | _derived(
            edtf, timezone, given
        )

    @property
    def dated(self) -> bool:
        """Whether any bound is known."""
        return any(getattr(self, name) is not None for name in _BOUNDS)

    @property
    def local_start(self) -> time | None:
        """The clock time at the venue, where one is known."""
        if self.starts_at is None or self.timezone is None:
            return None
        return self.starts_at.astimezone(zones.zone(self.timezone)).time()

    def instants(self) -> Instants:
        """The bounds as instants: a day without a time spans its venue's day.

        Where the venue's zone is unknown, that is any hour that is in the day somewhere.
        """
        if self.starts_at is not None:
            ends = self.ends_at
            last = ends or self._midnight(self.latest_end, 1, _WESTMOST)
            return Instants(self.starts_at, self.starts_at, ends or self.starts_at, last)
        return Instants(
            self._midnight(self.earliest_start, 0, _EASTMOST),
            self._midnight(self.latest_start, 0, _WESTMOST),
            self._midnight(self.earliest_end, 1, _EASTMOST),
            self._midnight(self.latest_end, 1, _WESTMOST),
        )

    def _midnight(self, day: date | None, after: int, offset: timedelta) -> datetime | None:
        if day is None:
            return None
        local = datetime.combine(day + timedelta(days=after), time())
        if self.timezone is None:
            return local.replace(tzinfo=UTC) - offset
        return zones.midnight(local, self.timezone)


def _derived(edtf: str | None, timezone: str | None, given: dict[str, Any]) -> dict[str, Any]:
    if timezone is not None:
        zones.zone(timezone)
    if edtf is None:
        return {}
    found = parse(edtf)
    bounds = _bounds(found)
    if found.approximate:
        bounds = _explicit(given) or bounds
    precision = _precision(found)
    starts, ends = found.start, None if found.shape == "date" else found.end
    timed = precision is Precision.MINUTE
    return {
        **dict(zip(_BOUNDS, bounds, strict=True)),
        "precision": precision,
        "starts_at": _instant(starts, timezone) if timed else None,
        "ends_at": _instant(ends, timezone) if timed else None,
    }


Bounds = tuple[date | None, date | None, date | None, date | None]


def _bounds(found: Edtf) -> Bounds:
    start, end = found.start, found.end
    first = start.first if start else None
    last = end.last if end else None
    if found.shape == "set" and start is None:
        # "Resumes no later than": it says when it starts, and nothing of how long it lasts.
        return None, last, None, None
    if found.shape in ("date", "set"):
        return first, last, first, last
    # It starts no later than it ends, and ends no earlier than it starts.
    latest_start = start.last if start else last
    earliest_end = end.first if end else first
    if start and end:
        latest_start, earliest_end = min(start.last, end.last), max(end.first, start.first)
    return first, latest_start, earliest_end, last


def _explicit(given: dict[str, Any]) -> Bounds | None:
    """The window given with an approximate date, as "around the end of January" has one."""
    es, ls, ee, le = (_day(given.get(name)) for name in _BOUNDS)
    if es is ls is ee is le is None:
        return None
    pairs = ((es, ls), (ee, le), (es, ee), (ls, le))
    if any(a is not None and b is not None and a > b for a, b in pairs):
        raise ValueError("the bounds of an approximate date are not in order")
    return es, ls, ee, le


def _day(value: Any) -> date | None:
    day = date.fromisoformat(value) if isinstance(value, str) else value
    if day is not None and not (type(day) is date and FIRST <= day <= LAST):
        raise ValueError("a bound is a date from 0001-01-03 to 9999-12-29")
    return day


def _precision(found: Edtf) -> Precision:
    """That of the coarser end; a start to the minute is to the minute, whatever its end."""
    if found.start is not None and found.start.clock is not None:
        return Precision.MINUTE
    unit = "day" if found.coarsest == "minute" else found.coarsest
    return Precision.RANGE if unit == "day" and found.shape != "date" else Precision(unit)


def _instant(extent: Extent | None, timezone: str | None) -> datetime | None:
    if extent is None or extent.clock is None:
        return None
    if timezone is None:
        raise ValueError("a time needs the venue's time zone: give timezone beside it")
    return zones.instant(datetime.combine(extent.first, extent.clock), timezone)
