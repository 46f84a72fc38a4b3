"""The filter's `date`: whole days or instants, and what is said of any other text."""

from datetime import UTC, date, datetime
from datetime import time as clock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.window import DateProblem, Window, parse_window
from tests.domain.edtf_texts import ANY_TEXT, DAYS


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2022-01-10", "2022-01-10", "2022-01-10"),
        ("2022-01", "2022-01-01", "2022-01-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2022", "2022-01-01", "2022-12-31"),
        ("2022-01-10/2022-01-12", "2022-01-10", "2022-01-12"),
        ("2022-01-10/2022-01-10", "2022-01-10", "2022-01-10"),
        ("2022-01/2022-02", "2022-01-01", "2022-02-28"),
        ("2022/2022-03-05", "2022-01-01", "2022-03-05"),
        ("2022-02-10/2022-02", "2022-02-10", "2022-02-28"),
        ("2022-01/..", "2022-01-01", None),
        ("../2022-01", None, "2022-01-31"),
        ("0001-01-03/9999-12-29", "0001-01-03", "9999-12-29"),
    ],
)
def test_days_are_whole_and_both_ends_count(text: str, first: str | None, last: str | None) -> None:
    window = parse_window(text)
    expected = (day and date.fromisoformat(day) for day in (first, last))
    assert (window.first, window.last) == tuple(expected)
    assert (window.after, window.before, window.by_instant) == (None, None, False)


@pytest.mark.parametrize(
    ("text", "after", "before"),
    [
        ("2022-01-10T09:00Z", "2022-01-10T09:00", "2022-01-10T09:00"),
        ("2022-01-10T09:00+01:00", "2022-01-10T08:00", "2022-01-10T08:00"),
        ("2022-01-10T09:00 01:00", "2022-01-10T08:00", "2022-01-10T08:00"),
        ("2022-01-10T09:00-05:00", "2022-01-10T14:00", "2022-01-10T14:00"),
        ("2022-01-10T09:00:30Z", "2022-01-10T09:00:30", "2022-01-10T09:00:30"),
        ("2022-01-10T09:00:30.250Z", "2022-01-10T09:00:30.250", "2022-01-10T09:00:30.250"),
        ("2022-01-10T09:00Z/..", "2022-01-10T09:00", None),
        ("../2022-01-10T09:00Z", None, "2022-01-10T09:00"),
        ("2022-01-10T09:00Z/2022-01-10T11:00 01:00", "2022-01-10T09:00", "2022-01-10T10:00"),
        ("2022-01-10T09:00+01:00/2022-01-10T08:00Z", "2022-01-10T08:00", "2022-01-10T08:00"),
    ],
)
def test_times_are_instants(text: str, after: str | None, before: str | None) -> None:
    window = parse_window(text)
    expected = (end and datetime.fromisoformat(f"{end}Z") for end in (after, before))
    assert (window.after, window.before) == tuple(expected)
    assert (window.first, window.last, window.by_instant) == (None, None, True)
    assert all(end.tzinfo is UTC for end in (window.after, window.before) if end)


@pytest.mark.parametrize(
    ("text", "position", "sentence"),
    [
        ("", 0, "the date is empty"),
        ("../..", 0, "leave `date` out"),
        ("/", 0, "an end is missing"),
        ("2022/", 5, "an end is missing"),
        ("/2022", 0, "an end is missing"),
        ("..", 0, "leave `date` out"),
        ("2022-01-31/2022-01-01", 11, "ends before it starts: write 2022-01-01/2022-01-31"),
        ("2022-02/2022-01-31", 8, "ends before it starts"),
        ("2022-01-10T09:00Z/2022-01-10T09:30+01:00", 18, "ends before it starts"),
        ("2022-01-10T09:00", 16, "needs an offset: write 2022-01-10T09:00Z"),
        ("2022-01-10/2022-01-11T09:00", 27, "needs an offset"),
        ("2022-01-10/2022-01-11T09:00Z", 11, "both ends as days, or both as times"),
        ("2022-01-10T09:00Z/2022-01-11", 18, "both ends as days, or both as times"),
        ("2022-01-10T09:00+0100", 16, "this is no date-time"),
        ("2022-01-10T09:00+25:00", 16, "this is no date-time"),
        ("2022-01-10T25:00Z", 10, "this is no date-time"),
        ("2022-01-10T09:00Zx", 17, "this is no date-time"),
        ("2022-02-30T09:00Z", 8, "February 2022 has 28 days"),
        ("Today", 0, "write dates as 2022-01-10"),
        ("0001-01-03T00:00+01:00", 0, "dates run from 0001-01-03"),
        ("9999-12-29T23:59-12:00", 0, "dates run from 0001-01-03"),
        ("9999-12-31T23:59Z", 0, "dates run from 0001-01-03"),
        ("2022-13", 5, "months run from 01 to 12"),
        ("2022-01/2022-13", 13, "months run from 01 to 12"),
        ("2022-02-30", 8, "February 2022 has 28 days"),
        ("10/01/2022", 5, "write dates as 2022-01-10"),
        ("2022-21", 0, "names days, months or years: write 2022-03-01/2022-05-31"),
        ("201X", 0, "write 2010-01-01/2019-12-31"),
        ("2022-XX", 0, "write 2022-01-01/2022-12-31"),
        ("2022-01~", 7, "a filter has no"),
        ("../2022-01?", 10, "a filter has no"),
        ("[2022-04-05..2022-04-07]", 0, "no brackets: write 2022-04-05/2022-04-07"),
        ("2022\0", 4, "has no place in a date"),
        ("\ud800", 0, "has no place in a date"),
        ("2" * 65, 64, "at most 64 characters"),
    ],
)
def test_every_other_text_is_refused_with_the_right_form(
    text: str, position: int, sentence: str
) -> None:
    with pytest.raises(DateProblem, match=sentence) as refused:
        parse_window(text)
    assert refused.value.position == position


@given(ANY_TEXT)
def test_any_text_is_a_window_of_one_kind_or_a_problem(text: str) -> None:
    try:
        window = parse_window(text)
    except DateProblem as problem:
        assert 0 <= problem.position <= len(text)  # noqa: PT017 - some texts are windows.
    else:
        assert window != Window()
        assert window.by_instant == (window.first is window.last is None)
        assert not window.reversed


@given(DAYS, DAYS)
def test_two_days_are_a_window_in_one_order(one: date, other: date) -> None:
    first, last = sorted((one, other))
    assert parse_window(f"{first}/{last}") == Window(first=first, last=last)


OFFSETS = st.integers(-14 * 60, 14 * 60)


@given(st.dates(date(1, 1, 5), date(9999, 12, 27)), st.times(), OFFSETS)
def test_an_offset_moves_the_instant_and_a_space_is_a_plus(
    day: date, time: clock, offset: int
) -> None:
    hours, minutes = divmod(abs(offset), 60)
    text = f"{day}T{time:%H:%M}{'-' if offset < 0 else '+'}{hours:02}:{minutes:02}"
    window = parse_window(text)
    assert window == parse_window(text.replace("+", " "))
    assert window.after == datetime.fromisoformat(text)
