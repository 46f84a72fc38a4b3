"""Dates as files write them, to EDTF no more precise than told."""

from typing import Any

import pytest

from app.intake.celldates import UnreadableDate, told
from app.intake.mapping import Dates


def edtf(start: str, end: str | None = None, **how: Any) -> tuple[str | None, str | None]:
    columns: dict[str, Any] = {"start": "from", "end": None if end is None else "to"}
    venue = how.pop("venue", None)
    found = told({"from": start, "to": end or ""}, Dates(**columns, **how), venue)
    return found.edtf, found.timezone


@pytest.mark.parametrize(
    ("start", "end", "how", "expected"),
    [
        ("2022-01-10", None, {}, ("2022-01-10", None)),
        ("2022-01-10", "2022-01-10", {}, ("2022-01-10", None)),
        ("2022-01-10", "2022-01-12", {}, ("2022-01-10/2022-01-12", None)),
        ("2022-01-10", "", {}, ("2022-01-10", None)),
        ("", "2022-01-12", {}, ("../2022-01-12", None)),
        ("", None, {}, (None, None)),
        ("31/01/2022", None, {"format": "%d/%m/%Y"}, ("2022-01-31", None)),
        ("1/2022", None, {"format": "%m/%Y"}, ("2022-01", None)),
        ("1866", None, {"format": "%Y"}, ("1866", None)),
        ("1866", None, {"format": ["%Y-%m-%d", "%Y"]}, ("1866", None)),
        ("January 2022", None, {"format": "%B %Y"}, ("2022-01", None)),
        ("2022-01~", None, {"format": "edtf"}, ("2022-01~", None)),
        ("[2022-04-05..2022-04-07]", None, {"format": "edtf"}, ("[2022-04-05..2022-04-07]", None)),
        ("2022-01-10 09:30", None, {"format": "%Y-%m-%d %H:%M", "zone": "Europe/Zurich"},
         ("2022-01-10T09:30", "Europe/Zurich")),
        ("2022-01-10T08:30Z", None, {"format": "iso", "zone": "Europe/Zurich"},
         ("2022-01-10T09:30", "Europe/Zurich")),
        ("2022-01-10", None, {"format": "iso"}, ("2022-01-10", None)),
        ("2022-01-10 09:30", None, {"format": "%Y-%m-%d %H:%M", "precision": "day"},
         ("2022-01-10", None)),
        # A midnight in Paris is an instant of the day before in UTC, in summer and in winter.
        ("1.1167992e+12", None, {"format": "unix_ms", "zone": "Europe/Paris", "precision": "day"},
         ("2005-05-23", None)),
        ("1.22895e+12", None, {"format": "unix_ms", "zone": "Europe/Paris", "precision": "day"},
         ("2008-12-11", None)),
        ("1.22895e+12", None, {"format": "unix_ms", "precision": "day"}, ("2008-12-10", None)),
        # A time is kept as the venue's clock shows it, whatever clock the file is of.
        ("2022-04-05 15:00", None,
         {"format": "%Y-%m-%d %H:%M", "zone": "Europe/Paris", "venue": "America/New_York"},
         ("2022-04-05T09:00", "America/New_York")),
        ("2022-04-05 15:00", None, {"format": "%Y-%m-%d %H:%M", "venue": "America/New_York"},
         ("2022-04-05T15:00", "America/New_York")),
        ("2022-04-06T01:00Z", None, {"format": "iso", "venue": "America/New_York"},
         ("2022-04-05T21:00", "America/New_York")),
        ("1.22895e+12", None, {"format": "unix_ms", "zone": "Europe/Paris", "precision": "day",
                               "venue": "America/New_York"}, ("2008-12-11", None)),
        ("14–15 November 2008", None, {"format": "words"}, ("2008-11-14/2008-11-15", None)),
        ("2008-11-14/2008-11-15", None, {"format": "edtf"}, ("2008-11-14/2008-11-15", None)),
        ("0", None, {"format": "unix", "zone": "UTC"}, ("1970-01-01T00:00", "UTC")),
    ],
)  # fmt: skip
def test_cells_become_edtf(
    start: str, end: str | None, how: dict[str, Any], expected: tuple[str | None, str | None]
) -> None:
    assert edtf(start, end, **how) == expected


@pytest.mark.parametrize(
    ("start", "end", "how", "column", "says"),
    [
        ("31/12/2022", None, {}, "from", "a date as 2022-01-31 (%Y-%m-%d)"),
        ("2022-02-30", None, {}, "from", "2022-01-31"),
        ("2022-01-10", "2022-01-09", {}, "to", "not before its start"),
        ("2022-01-10", "soon", {}, "to", "a date as"),
        ("nan", None, {"format": "unix_ms"}, "from", "milliseconds since 1970"),
        ("1e300", None, {"format": "unix"}, "from", "seconds since 1970"),
        ("2022-13", None, {"format": "edtf"}, "from", "EDTF"),
        ("x", None, {"format": ["%d.%m.%Y", "%Y"]}, "from", "31.01.2022 (%d.%m.%Y) or 2022 (%Y)"),
        ("2022-01-10 09:30", None, {"format": "%Y-%m-%d %H:%M"}, "from", "zone is known"),
        ("31 November 2008", None, {"format": "words"}, "from", "14–15 November 2008"),
    ],
)  # fmt: skip
def test_what_is_no_date_is_said_with_its_column(
    start: str, end: str | None, how: dict[str, Any], column: str, says: str
) -> None:
    with pytest.raises(UnreadableDate) as refused:
        edtf(start, end, **how)
    assert refused.value.column == column
    assert says in str(refused.value)
