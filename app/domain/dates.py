"""When an event is: EDTF text as told, four bounds derived from it, instants where it has times."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from enum import StrEnum
from typing import Any

from pydantic import BaseModel, ConfigDict, model_validator

from app.domain.edtf import Bounds, Edtf, Point, Shape, Unit, parse, parse_point
from app.domain.zones import FIRST_DAY, LAST_DAY, day_start, instant, zone


class Precision(StrEnum):
    """How exactly a date is known: by the coarsest of the dates told."""

    MINUTE = "minute"
    DAY = "day"
    RANGE = "range"
    MONTH = "month"
    SEASON = "season"
    YEAR = "year"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Instants:
    """The bounds as UTC instants; an end by days is the midnight after its day."""

    earliest_start: datetime | None = None
    latest_start: datetime | None = None
    earliest_end: datetime | None = None
    latest_end: datetime | None = None


class When(BaseModel):
    """Read from EDTF text, null (undated), or an object with `edtf`.

    Bounds are civil days at the venue; `starts_at` and `ends_at` are UTC, only with precision
    minute, and `ends_at` is null where no end time is known. Of an object everything but `edtf`
    and `timezone` is derived anew, so that an answer can be edited and sent back; only an
    approximate date (`~`, `%`) keeps the bounds that are given with it.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    edtf: str | None
    precision: Precision
    earliest_start: date | None
    latest_start: date | None
    earliest_end: date | None
    latest_end: date | None
    starts_at: datetime | None
    ends_at: datetime | None
    timezone: str | None

    @model_validator(mode="before")
    @classmethod
    def _read(cls, value: object) -> object:
        if isinstance(value, When):
            return value
        if value is None or isinstance(value, str):
            return _derived({"edtf": value})
        if isinstance(value, Mapping):
            return _derived(value)
        raise ValueError(f"a date is EDTF text such as 2022-01-10, null, or an object {_WITH}")

    @property
    def dated(self) -> bool:
        """Whether any bound is known."""
        return any((self.earliest_start, self.latest_start, self.earliest_end, self.latest_end))

    @property
    def widest(self) -> tuple[date | None, date | None]:
        """The first and last day on which it may take place; None where nothing is known."""
        return self.earliest_start, self.latest_end

    @property
    def local_start(self) -> time | None:
        """The time at which it starts at the venue, when the precision is minute."""
        if self.starts_at is None or self.timezone is None:
            return None
        return self.starts_at.astimezone(zone(self.timezone)).time()

    def instants(self) -> Instants:
        """The bounds as instants.

        An event by days takes its venue's days whole; where the zone is unknown, the widest
        reading of UTC+14 to UTC-12 counts.
        """
        if self.starts_at is not None:
            return self._timed(self.starts_at)
        after = _next(self.earliest_end), _next(self.latest_end)
        return Instants(
            _midnight(self.earliest_start, self.timezone, _FIRST_ZONE),
            _midnight(self.latest_start, self.timezone, _LAST_ZONE),
            _midnight(after[0], self.timezone, _FIRST_ZONE),
            _midnight(after[1], self.timezone, _LAST_ZONE),
        )

    def _timed(self, starts_at: datetime) -> Instants:
        if self.ends_at is not None:
            return Instants(starts_at, starts_at, self.ends_at, self.ends_at)
        # It ends at some time of its last day, or nobody knows when.
        end = _midnight(_next(self.latest_end), self.timezone, _LAST_ZONE)
        return Instants(starts_at, starts_at, starts_at, end)


_WITH = "with the member edtf (null when no date is known)"
_DERIVED = frozenset({"precision", *Bounds._fields, "starts_at", "ends_at", "text"})
# Where a day begins first on Earth, and where it begins last.
_FIRST_ZONE = timezone(timedelta(hours=14))
_LAST_ZONE = timezone(timedelta(hours=-12))
_PRECISIONS = {
    Unit.MONTH: Precision.MONTH,
    Unit.SEASON: Precision.SEASON,
    Unit.YEAR: Precision.YEAR,
    Unit.DECADE: Precision.YEAR,
    Unit.CENTURY: Precision.YEAR,
}


def _derived(given: Mapping[str, Any]) -> dict[str, Any]:
    """All members from those that count; unknown ones stay, for pydantic to refuse by name."""
    if "edtf" not in given:
        raise ValueError(f"a date is an object {_WITH}")
    text, zone_name = _text(given, "edtf"), _text(given, "timezone")
    if zone_name is not None:
        zone(zone_name)
    told = None if text is None else parse(text)
    return {
        **{name: value for name, value in given.items() if name not in _DERIVED},
        **_members(told, zone_name, given),
        "timezone": zone_name,
    }


def _text(given: Mapping[str, Any], name: str) -> str | None:
    value = given.get(name)
    if not isinstance(value, str | None):
        raise ValueError(f"{name} is text or null")  # noqa: TRY004 - pydantic takes ValueError.
    return value


def _members(
    told: Edtf | None, zone_name: str | None, given: Mapping[str, Any]
) -> dict[str, object]:
    if told is None:
        return {"precision": Precision.UNKNOWN, **Bounds()._asdict(), **_NO_TIMES}
    bounds = _given_bounds(told, given) if told.approximate else told.bounds
    precision, times = _precision(told), _times(told, zone_name)
    if precision is not Precision.MINUTE:
        times = _NO_TIMES
    return {"edtf": told.text, "precision": precision, **bounds._asdict(), **times}


_NO_TIMES: dict[str, datetime | None] = {"starts_at": None, "ends_at": None}


def _precision(told: Edtf) -> Precision:
    if told.start and told.start.clock and (told.end is None or told.end.clock):
        return Precision.MINUTE
    coarsest = max(point.unit for point in told.points)
    one_day = told.start and told.end and told.start.first == told.end.first
    return _PRECISIONS.get(coarsest, Precision.DAY if one_day else Precision.RANGE)


def _times(told: Edtf, zone_name: str | None) -> dict[str, datetime | None]:
    """Both instants; of a single date the end is not known. Times not used are checked as well."""
    start, end = _instant(told.start, zone_name), _instant(told.end, zone_name)
    return {"starts_at": start, "ends_at": None if told.shape is Shape.DATE else end}


def _instant(point: Point | None, zone_name: str | None) -> datetime | None:
    if point is None or point.clock is None:
        return None
    if zone_name is None:
        raise ValueError("a time needs the venue's time zone: add timezone, as Europe/Zurich")
    return instant(datetime.combine(point.first, point.clock), zone_name)


def _given_bounds(told: Edtf, given: Mapping[str, Any]) -> Bounds:
    """The explicit window of an approximate date; bounds that are null or missing are derived."""
    explicit = {name: _day(name, given[name]) for name in Bounds._fields if given.get(name)}
    if not explicit:
        return told.bounds
    bounds = _completed(told.bounds, explicit)
    _require_overlap(told, bounds)
    _require_order(bounds)
    return bounds


def _completed(derived: Bounds, explicit: Mapping[str, date]) -> Bounds:
    """A start is not later than the end given, nor an end earlier than the start given."""
    start, latest_start, earliest_end, end = derived._replace(**explicit)
    if "latest_start" not in explicit and latest_start and end:
        latest_start = min(latest_start, end)
    if "earliest_end" not in explicit and earliest_end and start:
        earliest_end = max(earliest_end, start)
    return Bounds(start, latest_start, earliest_end, end)


def _day(name: str, value: object) -> date:
    if isinstance(value, str):
        point = parse_point(value)
        if point.unit is Unit.DAY and not point.qualifier:
            return point.first
    if type(value) is date and FIRST_DAY <= value <= LAST_DAY:
        return value
    raise ValueError(f"{name} is a day: write 2022-01-21")


def _require_order(bounds: Bounds) -> None:
    for earlier, later in _ORDER:
        first, last = getattr(bounds, earlier), getattr(bounds, later)
        if first and last and first > last:
            raise ValueError(f"{earlier} {first} is after {later} {last}")


_ORDER = (
    ("earliest_start", "latest_start"),
    ("earliest_end", "latest_end"),
    ("earliest_start", "earliest_end"),
    ("latest_start", "latest_end"),
)


def _require_overlap(told: Edtf, bounds: Bounds) -> None:
    """Bounds left over from an answer whose `edtf` was then edited must not pass as explicit."""
    first, last = told.bounds.earliest_start, told.bounds.latest_end
    before = first and bounds.latest_end and bounds.latest_end < first
    after = last and bounds.earliest_start and bounds.earliest_start > last
    if before or after:
        raise ValueError(f"the bounds lie outside {told.text}: leave them out to have them derived")


def _next(day: date | None) -> date | None:
    return day and day + timedelta(days=1)


def _midnight(day: date | None, zone_name: str | None, otherwise: timezone) -> datetime | None:
    """When the day begins at the venue, or in the other zone where the venue's is unknown."""
    if day is None:
        return None
    if zone_name is not None:
        return day_start(day, zone_name)
    return datetime.combine(day, time(), otherwise).astimezone(UTC)
