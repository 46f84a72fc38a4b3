"""The grammar of dates as a table of cases: what each text means, and what is said of the rest."""

import time as clock
from datetime import date, time

import pytest
from hypothesis import given

from app.domain.edtf import DateProblem, Shape, Unit, parse
from app.domain.zones import FIRST_DAY, LAST_DAY
from tests.domain.edtf_texts import ACCEPTED, ANY_TEXT


@pytest.mark.parametrize(
    ("text", "unit", "first", "last"),
    [
        ("2022", Unit.YEAR, "2022-01-01", "2022-12-31"),
        ("0002", Unit.YEAR, "0002-01-01", "0002-12-31"),
        ("9998", Unit.YEAR, "9998-01-01", "9998-12-31"),
        ("2022-01", Unit.MONTH, "2022-01-01", "2022-01-31"),
        ("2022-02", Unit.MONTH, "2022-02-01", "2022-02-28"),
        ("2024-02", Unit.MONTH, "2024-02-01", "2024-02-29"),
        ("1900-02", Unit.MONTH, "1900-02-01", "1900-02-28"),
        ("2000-02", Unit.MONTH, "2000-02-01", "2000-02-29"),
        ("2022-01-13", Unit.DAY, "2022-01-13", "2022-01-13"),
        ("2024-02-29", Unit.DAY, "2024-02-29", "2024-02-29"),
        ("0001-01-03", Unit.DAY, "0001-01-03", "0001-01-03"),
        ("9999-12-29", Unit.DAY, "9999-12-29", "9999-12-29"),
        ("2022-01-10T09:30", Unit.MINUTE, "2022-01-10", "2022-01-10"),
        ("2022-21", Unit.SEASON, "2022-03-01", "2022-05-31"),
        ("2022-22", Unit.SEASON, "2022-06-01", "2022-08-31"),
        ("2022-23", Unit.SEASON, "2022-09-01", "2022-11-30"),
        ("2022-24", Unit.SEASON, "2022-12-01", "2023-02-28"),
        ("2023-24", Unit.SEASON, "2023-12-01", "2024-02-29"),
        ("201X", Unit.DECADE, "2010-01-01", "2019-12-31"),
        ("20XX", Unit.CENTURY, "2000-01-01", "2099-12-31"),
    ],
)
def test_a_date_is_a_unit_of_days(text: str, unit: Unit, first: str, last: str) -> None:
    found = parse(text)
    assert found.shape is Shape.DATE
    assert found.start == found.end
    [point, _] = found.points
    assert (point.unit, point.part, point.qualifier) == (unit, None, "")
    assert (point.first.isoformat(), point.last.isoformat()) == (first, last)


@pytest.mark.parametrize(
    ("text", "unit", "part", "whole"),
    [
        ("2004-XX", Unit.YEAR, Unit.MONTH, "2004"),
        ("1985-XX-XX", Unit.YEAR, Unit.DAY, "1985"),
        ("1985-04-XX", Unit.MONTH, Unit.DAY, "1985-04"),
    ],
)
def test_unspecified_digits_are_a_part_of_the_unit(
    text: str, unit: Unit, part: Unit, whole: str
) -> None:
    [point, _] = parse(text).points
    assert (point.unit, point.part) == (unit, part)
    assert parse(text).bounds == parse(whole).bounds


@pytest.mark.parametrize("date_text", ["2022", "2022-01", "2022-01-13", "2022-21", "201X"])
@pytest.mark.parametrize(
    ("qualifier", "approximate", "uncertain"),
    [("", False, False), ("?", False, True), ("~", True, False), ("%", True, True)],
)
def test_a_qualifier_is_of_the_whole_date(
    date_text: str, qualifier: str, approximate: bool, uncertain: bool
) -> None:
    found = parse(date_text + qualifier)
    [point, _] = found.points
    assert (point.approximate, point.uncertain) == (approximate, uncertain)
    assert found.approximate is approximate
    assert found.bounds == parse(date_text).bounds


@pytest.mark.parametrize(
    ("text", "bounds"),
    [
        ("2022-01-13", "2022-01-13 2022-01-13 2022-01-13 2022-01-13"),
        ("2020-12-01/2020-12-02", "2020-12-01 2020-12-01 2020-12-02 2020-12-02"),
        ("2022-01", "2022-01-01 2022-01-31 2022-01-01 2022-01-31"),
        ("[2022-04-05..2022-04-07]", "2022-04-05 2022-04-07 2022-04-05 2022-04-07"),
        ("[2022-04..2022-06]", "2022-04-01 2022-06-30 2022-04-01 2022-06-30"),
        ("[2022-04-05..2022-04-05]", "2022-04-05 2022-04-05 2022-04-05 2022-04-05"),
        ("[..2016-02-25]", "- 2016-02-25 - -"),
        ("[2016-02-25..]", "2016-02-25 - 2016-02-25 -"),
        ("[2016-02..]", "2016-02-01 - 2016-02-01 -"),
        ("../2016-02-05", "- 2016-02-05 2016-02-05 2016-02-05"),
        ("/2016-02-05", "- 2016-02-05 2016-02-05 2016-02-05"),
        ("../2016-02", "- 2016-02-29 2016-02-01 2016-02-29"),
        ("2022-01-24/..", "2022-01-24 2022-01-24 2022-01-24 -"),
        ("2022-01-24/", "2022-01-24 2022-01-24 2022-01-24 -"),
        ("2022-01/..", "2022-01-01 2022-01-31 2022-01-01 -"),
        ("2026-12/..", "2026-12-01 2026-12-31 2026-12-01 -"),
        ("2022-01/2022-03", "2022-01-01 2022-01-31 2022-03-01 2022-03-31"),
        ("2022-01/2022-01", "2022-01-01 2022-01-31 2022-01-01 2022-01-31"),
        ("2022-01/2022-01-20", "2022-01-01 2022-01-20 2022-01-20 2022-01-20"),
        ("2022-01-20/2022-01", "2022-01-20 2022-01-20 2022-01-20 2022-01-31"),
        ("2022/2022-03", "2022-01-01 2022-03-31 2022-03-01 2022-03-31"),
        ("2022-24/2023-01", "2022-12-01 2023-01-31 2023-01-01 2023-01-31"),
        ("2022-01-10T09:00/2022-01-12", "2022-01-10 2022-01-10 2022-01-12 2022-01-12"),
    ],
)
def test_the_four_bounds(text: str, bounds: str) -> None:
    expected = tuple(None if day == "-" else date.fromisoformat(day) for day in bounds.split())
    assert parse(text).bounds == expected


@pytest.mark.parametrize(
    ("text", "unknown"),
    [("2022/..", False), ("2022/", True), ("../2022", False), ("/2022", True), ("2022", False)],
)
def test_an_unknown_end_is_told_from_an_open_one(text: str, unknown: bool) -> None:
    assert parse(text).unknown is unknown


def test_seconds_that_are_zero_are_left_out() -> None:
    found = parse("2022-01-10T09:30:00/2022-01-10T12:00:00")
    assert found == parse("2022-01-10T09:30/2022-01-10T12:00")
    assert [point.clock for point in found.points] == [time(9, 30), time(12)]


WRONG = [
    ("", 0, "the date is empty"),
    (" 2022", 0, "write dates as 2022-01-10"),
    ("2022 ", 4, "write dates as 2022-01-10"),
    ("today", 0, "write dates as 2022-01-10"),
    ("January 2022", 0, "write dates as 2022-01-10"),
    ("10/01/2022", 5, "write dates as 2022-01-10"),
    ("10.01.2022", 0, "write dates as 2022-01-10"),
    ("10-01-2022", 0, "write dates as 2022-01-10"),
    ("2022-1-5", 4, "write dates as 2022-01-10"),
    ("2022-01-5", 7, "write dates as 2022-01-10"),
    ("2022-1", 4, "months and days have two digits"),
    ("20220110", 4, "with hyphens"),
    ("12022", 4, "years have four digits"),
    ("22", 0, "write dates as"),
    ("2022-02-30", 8, "February 2022 has 28 days"),
    ("2023-02-29", 8, "February 2023 has 28 days"),
    ("1900-02-29", 8, "February 1900 has 28 days"),
    ("2022-04-31", 8, "April 2022 has 30 days"),
    ("2022-01-00", 8, "days begin at 01"),
    ("2022-00", 5, "months run from 01 to 12"),
    ("2022-13", 5, "months run from 01 to 12"),
    ("2022-20", 5, "seasons from 21 to 24"),
    ("2022-25", 5, "seasons from 21 to 24"),
    ("2022-21-01", 8, "a season has no days"),
    ("2022-21-XX", 8, "a season has no days"),
    ("0000", 0, "dates run from 0001-01-03"),
    ("0000-02-29", 0, "dates run from 0001-01-03"),
    ("000X", 0, "dates run from 0001-01-03"),
    ("0001", 0, "dates run from 0001-01-03"),
    ("0001-01-02", 0, "dates run from 0001-01-03"),
    ("9999", 0, "to 9999-12-29"),
    ("9999-12-30", 0, "to 9999-12-29"),
    ("9999-24", 0, "to 9999-12-29"),
    ("99XX", 0, "to 9999-12-29"),
    ("-0044", 0, "without a sign"),
    ("Y17000", 0, "without Y"),
    ("Y-17000", 0, "without Y"),
    ("2022-W02", 4, "weeks are not kept"),
    ("2022-01-10T09:30Z", 16, "without offset"),
    ("2022-01-10T09:30+01:00", 16, "without offset"),
    ("2022-01-10T09:30 01:00", 16, "without offset"),
    ("2022-01-10T09:30-05:00", 16, "without offset"),
    ("2022-01-10T09:30:15", 17, "kept to the minute"),
    ("2022-01-10T9:30", 10, "write times as"),
    ("2022-01-10 09:30", 10, "write times as"),
    ("2022-01-10t09:30", 10, "write times as"),
    ("2022-01T09:30", 7, "write times as"),
    ("2022-01-10T09", 10, "write times as"),
    ("2022-01-10T24:00", 11, "from 00:00 to 23:59"),
    ("2022-01-10T09:60", 14, "from 00:00 to 23:59"),
    ("2022-01-10T09:30~", 16, "needs an exact day"),
    ("2022-01-XXT09:30", 8, "needs an exact day"),
    ("2022~-01", 5, "at the end of the whole date"),
    ("?2022", 0, "at the end of the whole date"),
    ("2022?~", 5, "at the end of the whole date"),
    ("201x", 0, "write 201X"),
    ("XXXX", 0, "write 201X"),
    ("2X22", 0, "write 201X"),
    ("201X-01", 4, "write 201X"),
    ("2022-1X", 4, "write 201X"),
    ("1985-XX-10", 5, "X stands at the right"),
    ("/", 0, "an interval names a start or an end"),
    ("../..", 0, "an interval names a start or an end"),
    ("/..", 0, "an interval names a start or an end"),
    ("2022/2023/2024", 9, "an interval has two ends"),
    ("2022-02/2022-01", 8, "write 2022-01/2022-02"),
    ("2022-02/2022-01-31", 8, "ends before it starts"),
    ("2022-01-10T10:00/2022-01-10T09:59", 17, "ends before it starts"),
    ("2022-01-10/2022-02-30", 19, "February 2022 has 28 days"),
    ("2022-01-10/12", 11, "write dates as"),
    ("2022-01-10/P3D", 11, "durations are not kept"),
    ("..2022", 0, r"one of several days as \[2022-04-05..2022-04-07\]"),
    ("[..]", 0, "brackets hold one range"),
    ("[]", 0, "brackets hold one range"),
    ("[", 0, "brackets hold one range"),
    ("[2022-04-05]", 0, "brackets hold one range"),
    ("[2022-04-05..2022-04-07", 0, "brackets hold one range"),
    ("[2022-04-05,2022-04-07]", 0, "brackets hold one range"),
    ("[2022-04-05..2022-04-07]~", 0, "brackets hold one range"),
    ("2022-04-05,2022-04-07", 10, "lists are not kept"),
    ("[2020..2022]", 1, "plain days or months"),
    ("[2022-21..2022-22]", 1, "plain days or months"),
    ("[2022-04-05..2022-04-07~]", 13, "plain days or months"),
    ("[2022-04-05T09:00..2022-04-07]", 1, "plain days or months"),
    ("[2022-04-XX..2022-06]", 1, "plain days or months"),
    ("[2022-04..2022-06-01]", 10, "write both ends as days or both as months"),
    ("[2022-04-07..2022-04-05]", 13, r"write \[2022-04-05..2022-04-07\]"),
    ("[2022-04-05..2022-04-31]", 21, "April 2022 has 30 days"),
    ("[2022-04-05..2022-04-06..2022-04-07]", 23, "one of several days"),
    ("{2022-04-05,2022-04-07}", 0, "has no place in a date"),
    ("٢٠٢٢", 0, "has no place in a date"),
    ("2022–01", 4, "character 5 has no place"),
    ("2022\0", 4, "has no place in a date"),
    ("2022\n", 4, "has no place in a date"),
    ("<b>2022", 0, "has no place in a date"),
    ("\ud800", 0, "has no place in a date"),
    ("2" * 65, 64, "at most 64 characters"),
]


@pytest.mark.parametrize(("text", "position", "sentence"), WRONG)
def test_every_other_text_is_refused_with_the_right_form(
    text: str, position: int, sentence: str
) -> None:
    with pytest.raises(DateProblem, match=sentence) as refused:
        parse(text)
    assert refused.value.position == position


@given(ANY_TEXT)
def test_any_text_is_a_date_or_a_problem(text: str) -> None:
    try:
        found = parse(text)
    except DateProblem as problem:
        assert 0 <= problem.position <= len(text)  # noqa: PT017 - some texts are dates.
        assert str(problem).isascii()  # noqa: PT017
    else:
        assert found.points
        assert parse(found.text) == found


@given(ACCEPTED)
def test_bounds_are_in_order_and_within_the_limits(text: str) -> None:
    start, latest_start, earliest_end, end = bounds = parse(text).bounds
    assert all(FIRST_DAY <= day <= LAST_DAY for day in bounds if day)
    pairs = [(start, latest_start), (earliest_end, end), (start, earliest_end), (latest_start, end)]
    assert all(first <= last for first, last in pairs if first and last)


def test_hostile_texts_take_no_longer() -> None:
    texts = ["2" * 1_000_000, "T" * 64, "[" * 64, "." * 64, "X-" * 32, "2022-01-10T" + "9:" * 26]
    started = clock.perf_counter()
    for text in texts:
        with pytest.raises(DateProblem):
            parse(text)
    assert clock.perf_counter() - started < 0.5
