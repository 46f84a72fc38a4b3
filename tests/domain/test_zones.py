"""Zones by name, and local times as instants across gaps, folds and skipped days."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.zones import FIRST_DAY, LAST_DAY, day_start, instant, known, zone

HOSTILE = [
    "",
    " ",
    ".",
    "..",
    "../x",
    "/etc/localtime",
    "Europe",
    "Europe/",
    "Europe/../Europe/Paris",
    "Europe\\Paris",
    "Europe/Paris\0",
    "\0",
    "\ud800",
    "é",
    "x" * 100_000,
    "a/" * 500,
    "zones",
    "tzdata.zi",
    "__init__",
    "Factory",
    "localtime",
    "UTC+2",
    "+02:00",
]


@pytest.mark.parametrize("name", ["UTC", "Europe/Zurich", "America/Argentina/Ushuaia", "Etc/GMT+5"])
def test_a_name_of_the_database_is_known(name: str) -> None:
    assert known(name)
    assert zone(name).key == name


@pytest.mark.parametrize("name", HOSTILE)
def test_any_other_text_is_refused_without_repeating_it(name: str) -> None:
    assert not known(name)
    with pytest.raises(ValueError, match="write a name such as Europe/Zurich") as refused:
        zone(name)
    assert len(str(refused.value)) < 100


def test_another_case_is_refused_with_the_right_one() -> None:
    assert not known("europe/PARIS")
    with pytest.raises(ValueError, match="write Europe/Paris"):
        zone("europe/PARIS")


@given(st.text())
def test_any_text_is_known_or_refused(name: str) -> None:
    if not known(name):
        with pytest.raises(ValueError, match="IANA"):
            zone(name)


@pytest.mark.parametrize(
    ("local", "name", "expected"),
    [
        ("2022-01-10T09:30", "Europe/Zurich", "2022-01-10T08:30:00"),
        ("2022-07-10T09:30", "Europe/Zurich", "2022-07-10T07:30:00"),
        ("2022-10-30T02:30", "Europe/Zurich", "2022-10-30T00:30:00"),  # twice: the first
        ("2022-03-27T03:00", "Europe/Zurich", "2022-03-27T01:00:00"),  # just after the gap
        ("1850-01-01T12:00", "Europe/Paris", "1850-01-01T11:50:39"),  # local mean time
        ("2022-01-01T00:00", "Pacific/Kiritimati", "2021-12-31T10:00:00"),
        ("0001-01-03T00:00", "America/Juneau", "0001-01-02T08:57:41"),
        ("9999-12-29T23:59", "Etc/GMT+12", "9999-12-30T11:59:00"),
    ],
)
def test_a_local_time_is_an_instant(local: str, name: str, expected: str) -> None:
    assert instant(datetime.fromisoformat(local), name).replace(tzinfo=None).isoformat() == expected


def test_the_fold_of_the_argument_does_not_count() -> None:
    local = datetime(2022, 10, 30, 2, 30)  # noqa: DTZ001 - local times are what it takes.
    assert instant(local.replace(fold=1), "Europe/Zurich") == instant(local, "Europe/Zurich")


@pytest.mark.parametrize(
    ("local", "name"),
    [
        ("2022-03-27T02:00", "Europe/Zurich"),
        ("2022-03-27T02:59", "Europe/Zurich"),
        ("2011-12-30T12:00", "Pacific/Apia"),  # a whole day skipped
        ("2022-09-11T00:30", "America/Santiago"),
    ],
)
def test_a_time_that_the_clocks_skip_is_refused(local: str, name: str) -> None:
    with pytest.raises(ValueError, match=rf"does not exist in {name}"):
        instant(datetime.fromisoformat(local), name)


@pytest.mark.parametrize("local", ["0001-01-02T23:59", "9999-12-30T00:00", "9999-12-31T23:59"])
def test_days_beyond_the_limits_are_refused(local: str) -> None:
    with pytest.raises(ValueError, match="dates run from 0001-01-03 to 9999-12-29"):
        instant(datetime.fromisoformat(local), "UTC")


def test_a_time_with_an_offset_is_refused() -> None:
    with pytest.raises(ValueError, match="without offset"):
        instant(datetime(2022, 1, 10, tzinfo=UTC), "UTC")


@pytest.mark.parametrize(
    ("day", "name", "expected"),
    [
        ("2022-01-10", "Europe/Zurich", "2022-01-09T23:00:00"),
        ("2022-03-27", "Asia/Beirut", "2022-03-26T22:00:00"),  # 00:00 skipped to 01:00
        ("1919-03-31", "America/Toronto", "1919-03-31T04:30:00"),  # 23:30 skipped to 00:30
        ("2011-12-30", "Pacific/Apia", "2011-12-30T10:00:00"),  # never was: starts with the next
        ("2011-12-31", "Pacific/Apia", "2011-12-30T10:00:00"),
        ("2022-11-06", "America/Havana", "2022-11-06T04:00:00"),  # 00:00 twice: the first
        ("9999-12-30", "Asia/Manila", "9999-12-29T16:00:00"),
    ],
)
def test_a_day_starts_at_its_first_instant(day: str, name: str, expected: str) -> None:
    found = day_start(date.fromisoformat(day), name)
    assert found.replace(tzinfo=None).isoformat() == expected
    assert found.tzinfo is UTC


NAMES = st.sampled_from(
    ["Europe/Paris", "Asia/Beirut", "Pacific/Apia", "America/Toronto", "Asia/Manila", "Etc/GMT+12"]
)


@given(st.dates(FIRST_DAY, LAST_DAY), NAMES)
def test_the_start_of_a_day_is_on_that_day_and_the_second_before_is_not(
    day: date, name: str
) -> None:
    started = day_start(day, name).astimezone(zone(name))
    assert started.date() == day or name == "Pacific/Apia"
    before = datetime.fromtimestamp(started.timestamp() - 1, UTC).astimezone(zone(name))
    assert before.date() < day


@given(st.datetimes(datetime(1, 1, 3), datetime(9999, 12, 29)), NAMES)  # noqa: DTZ001 - local.
def test_an_instant_shows_the_local_time_that_made_it(local: datetime, name: str) -> None:
    try:
        found = instant(local, name)
    except ValueError as refused:
        assert "does not exist" in str(refused)  # noqa: PT017 - most times do exist.
    else:
        assert found.astimezone(zone(name)).replace(tzinfo=None) == local
