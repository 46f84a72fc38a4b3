"""The instants that a date spans: at its venue, or anywhere on Earth where the zone is unknown."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given

from app.domain.dates import When
from tests.domain.edtf_texts import whens

ZURICH = "Europe/Zurich"


def when(edtf: str | None, timezone: str | None) -> When:
    return When.model_validate({"edtf": edtf, "timezone": timezone})


def at(text: str) -> datetime | None:
    return None if text == "-" else datetime.fromisoformat(f"{text}Z")


@pytest.mark.parametrize(
    ("edtf", "timezone", "expected"),
    [
        ("2022-01-10T09:30/2022-01-10T12:00", ZURICH, "10T08:30 10T08:30 10T11:00 10T11:00"),
        ("2022-01-10T09:30", ZURICH, "10T08:30 10T08:30 10T08:30 10T23:00"),
        ("2022-01-10T09:30/..", ZURICH, "10T08:30 10T08:30 10T08:30 -"),
        ("2022-01-10", ZURICH, "09T23:00 09T23:00 10T23:00 10T23:00"),
        ("2022-01-10/2022-01-12", ZURICH, "09T23:00 09T23:00 12T23:00 12T23:00"),
        ("2022-01-10/..", ZURICH, "09T23:00 09T23:00 10T23:00 -"),
        ("../2022-01-10", ZURICH, "- 09T23:00 10T23:00 10T23:00"),
        ("2022-01-10", None, "09T10:00 10T12:00 10T10:00 11T12:00"),
        ("[2022-01-10..2022-01-12]", None, "09T10:00 12T12:00 10T10:00 13T12:00"),
        (None, ZURICH, "- - - -"),
    ],
)
def test_instants(edtf: str | None, timezone: str | None, expected: str) -> None:
    found = when(edtf, timezone).instants()
    times = [time if time == "-" else f"2022-01-{time}" for time in expected.split()]
    assert [
        found.earliest_start,
        found.latest_start,
        found.earliest_end,
        found.latest_end,
    ] == [at(time) for time in times]


@pytest.mark.parametrize(
    ("day", "hours"), [("2022-03-27", 23), ("2022-10-30", 25), ("2022-03-28", 24)]
)
def test_a_day_at_the_venue_has_the_hours_its_clocks_give_it(day: str, hours: int) -> None:
    found = when(day, ZURICH).instants()
    assert found.earliest_start is not None
    assert found.latest_end is not None
    assert found.latest_end - found.earliest_start == timedelta(hours=hours)


def test_a_time_shown_twice_is_the_first() -> None:
    assert when("2022-10-30T02:30", ZURICH).starts_at == at("2022-10-30T00:30")


@given(whens())
def test_instants_are_in_order_and_known_where_the_bounds_are(value: When) -> None:
    found = value.instants()
    pairs = [
        (found.earliest_start, found.latest_start),
        (found.earliest_end, found.latest_end),
        (found.earliest_start, found.earliest_end),
        (found.latest_start, found.latest_end),
    ]
    assert all(first <= last for first, last in pairs if first and last)
    assert all(one.tzinfo is UTC for pair in pairs for one in pair if one)
    if value.starts_at is None:
        assert (found.latest_end is None) == (value.latest_end is None)
        assert (found.earliest_start is None) == (value.earliest_start is None)
