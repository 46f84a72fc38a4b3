"""The arithmetic of months is that of the calendar, on every day there is."""

from datetime import date

import pytest

from app.domain.cells import By, days_of, is_value, month_number, started


def test_the_month_of_every_day_is_the_calendars() -> None:
    days = range(1, date.max.toordinal() + 1)
    known = {year * 12 + month: date(year, month + 1, 1).toordinal()
             for year in range(1, 10_000) for month in range(12)}  # fmt: skip
    firsts = sorted(known.items(), key=lambda pair: pair[1])
    expected = iter([*firsts[1:], (0, days.stop)])
    current, following = firsts[0], next(expected)
    for day in days:
        if day == following[1]:
            current, following = following, next(expected)
        assert month_number(day) == current[0], date.fromordinal(day)


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        ("2022-01", date(2022, 1, 1), date(2022, 1, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2022", date(2022, 1, 1), date(2022, 12, 31)),
        ("9999-12", date(9999, 12, 1), date(9999, 12, 31)),
    ],
)
def test_the_days_of_a_month_and_of_a_year(value: str, first: date, last: date) -> None:
    days = first.toordinal(), last.toordinal()

    assert days_of(value) == days
    assert started(By.MONTH, *days) == value


@pytest.mark.parametrize(
    ("by", "text", "is_one"),
    [
        (By.MONTH, "2022-01", True), (By.MONTH, "2022", True), (By.MONTH, "2022-13", False),
        (By.MONTH, "0000", False), (By.MONTH, "٢٠٢٢", False), (By.YEAR, "2022", True),
        (By.YEAR, "2022-01", False), (By.YEAR, "22", False),
    ],
)  # fmt: skip
def test_what_can_be_a_month_or_a_year(by: By, text: str, is_one: bool) -> None:
    assert is_value(by, text) is is_one
