"""The window of the filter: whole days with both ends, or instants with an offset."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.edtf import DateProblem
from app.domain.window import Window, parse_window

NINE = datetime(2022, 1, 10, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "window"),
    [
        ("2022-01-10", Window(first=date(2022, 1, 10), last=date(2022, 1, 10))),
        ("2022-02", Window(first=date(2022, 2, 1), last=date(2022, 2, 28))),
        ("2022", Window(first=date(2022, 1, 1), last=date(2022, 12, 31))),
        ("2021-12/2022-01-10", Window(first=date(2021, 12, 1), last=date(2022, 1, 10))),
        ("2022-01/..", Window(first=date(2022, 1, 1))),
        ("../2022-01", Window(last=date(2022, 1, 31))),
        ("2022-01-10T09:00Z", Window(after=NINE, before=NINE)),
        ("2022-01-10T10:00+01:00/..", Window(after=NINE)),
        ("2022-01-10T10:00 01:00/..", Window(after=NINE)),
        ("../2022-01-10T09:00:00Z", Window(before=NINE)),
    ],
)
def test_what_a_date_of_the_filter_means(text: str, window: Window) -> None:
    assert parse_window(text) == window


@pytest.mark.parametrize(
    ("text", "why", "position"),
    [
        ("2022-13", "months are 01 to 12", 5),
        ("2022-02-30", "28 days", 8),
        ("2022-01/2022-02-30", "28 days", 16),
        ("2022-02/2022-01", "before it starts", 8),
        ("2022-01-10T09:00Z/2022-01-09T09:00Z", "before it starts", 18),
        ("../..", "open at both ends", 0),
        ("2022-01-10T09:00", "offset", 16),
        ("2022-01-10/2022-01-11T09:00Z", "both ends", 0),
        ("2022-21", "season", 5),
        ("2022-01~", "not a date", 0),
        ("[2022-01-01..2022-01-02]", "not a date", 0),
        ("0001-01-01T00:00+14:00", "no such date-time", 0),
        ("tomorrow", "not a date", 0),
        ("2022-01-1\x00", "not a date", 0),
        ("a/b/c", "two ends", 1),
    ],
)
def test_what_is_no_window_says_why_and_where(text: str, why: str, position: int) -> None:
    with pytest.raises(DateProblem, match=why) as problem:
        parse_window(text)
    assert problem.value.position == position


@given(st.text(max_size=60) | st.text("0123456789-/.T:Z+ ", max_size=40))
def test_any_text_is_a_window_or_a_problem(text: str) -> None:
    try:
        window = parse_window(text)
    except DateProblem:
        return
    assert window.by_instant is (window.first is None and window.last is None)
