"""Dates as precise as the announcement: the grammar, the four bounds, instants, words."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from app.domain.dates import When
from app.domain.datewords import when_text
from app.domain.edtf import DateProblem, parse

ZURICH = "Europe/Zurich"


def bounds(when: When) -> tuple[str | None, ...]:
    known = (when.earliest_start, when.latest_start, when.earliest_end, when.latest_end)
    return tuple(None if day is None else day.isoformat() for day in known)


SAID: tuple[tuple[str, tuple[str | None, ...], str], ...] = (
    ("2022-01-13", ("2022-01-13",) * 4, "day"),
    ("2020-12-01/2020-12-02", ("2020-12-01", "2020-12-01", "2020-12-02", "2020-12-02"), "range"),
    ("2022-01", ("2022-01-01", "2022-01-31", "2022-01-01", "2022-01-31"), "month"),
    ("2022-01-XX", ("2022-01-01", "2022-01-31", "2022-01-01", "2022-01-31"), "month"),
    ("2024-02", ("2024-02-01", "2024-02-29", "2024-02-01", "2024-02-29"), "month"),
    ("2022", ("2022-01-01", "2022-12-31", "2022-01-01", "2022-12-31"), "year"),
    ("2022-XX-XX", ("2022-01-01", "2022-12-31", "2022-01-01", "2022-12-31"), "year"),
    ("201X", ("2010-01-01", "2019-12-31", "2010-01-01", "2019-12-31"), "year"),
    ("20XX", ("2000-01-01", "2099-12-31", "2000-01-01", "2099-12-31"), "year"),
    ("2022-24", ("2022-12-01", "2023-02-28", "2022-12-01", "2023-02-28"), "season"),
    ("[2022-04-05..2022-04-07]", ("2022-04-05", "2022-04-07", "2022-04-05", "2022-04-07"), "range"),
    ("[..2016-02-25]", (None, "2016-02-25", None, None), "range"),
    ("[2022-01-05..]", ("2022-01-05", None, "2022-01-05", None), "range"),
    ("../2016-02-05", (None, "2016-02-05", "2016-02-05", "2016-02-05"), "range"),
    ("/2016-02-05", (None, "2016-02-05", "2016-02-05", "2016-02-05"), "range"),
    ("2022-01-24/..", ("2022-01-24", "2022-01-24", "2022-01-24", None), "range"),
    ("2022-01-24/", ("2022-01-24", "2022-01-24", "2022-01-24", None), "range"),
    ("2022-01/2022-03", ("2022-01-01", "2022-01-31", "2022-03-01", "2022-03-31"), "month"),
    ("2022-01/2022-01-10", ("2022-01-01", "2022-01-10", "2022-01-10", "2022-01-10"), "month"),
    ("2022-01~", ("2022-01-01", "2022-01-31", "2022-01-01", "2022-01-31"), "month"),
)


@pytest.mark.parametrize(("said", "expected", "precision"), SAID)
def test_the_four_bounds(said: str, expected: tuple[str | None, ...], precision: str) -> None:
    when = When.model_validate(said)

    assert bounds(when) == expected
    assert when.precision == precision
    assert (when.starts_at, when.ends_at) == (None, None)


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("2022-02-30", "28 days"), ("2023-02-29", "28 days"), ("2022-13", "months are 01 to 12"),
        ("10/01/2022", "write a date as"), ("2022-1-1", "not a date"), ("", "not a date"),
        ("2022-01-10T09:30Z", "offset"), ("2022-01-10T09:30+01:00", "offset"),
        ("2022-01-10T09:30:00", "in minutes"), ("2022-01-10T25:00", "hours are 00 to 23"),
        ("2022-02/2022-01", "ends before it starts"), ("../..", "open at both ends"),
        ("[2022-01-01,2022-01-03]", "one day of several"), ("[2022-01-03..2022-01-01]", "before"),
        ("0000", "0001 to 9999"), ("-0044", "not a date"), ("Y17000", "not a date"),
        ("0001-01-02", "beyond the years"), ("9999-12-30", "beyond the years"),
        ("9999-24", "beyond the years"), ("2022-24-01", "a season has no day"),
        ("201X-05", "a decade has no month"), ("٢٠٢٢", "not a date"), ("2022" * 20, "longer than"),
        ("2022-01-10/2022-01-11/2022-01-12", "an interval as"), ("2022-01T09:30", "not a date"),
    ],
)  # fmt: skip
def test_what_is_no_date_says_why(said: str, why: str) -> None:
    with pytest.raises(DateProblem, match=why):
        parse(said)


@given(st.text(max_size=80) | st.text("0123456789-/.[]TX~?%:", max_size=30))
def test_any_text_is_a_date_or_a_problem_with_a_position(text: str) -> None:
    try:
        parse(text)
    except DateProblem as problem:
        position = problem.position
    else:
        return
    assert 0 <= position <= max(len(text), 64)


@given(st.sampled_from([said for said, _, _ in SAID]))
def test_a_date_read_back_is_the_same(said: str) -> None:
    when = When.model_validate(said)

    assert When.model_validate(when.model_dump(mode="json")) == when
    assert When.model_validate_json(when.model_dump_json()) == when


def test_a_window_of_its_own_is_kept_with_an_approximate_date_only() -> None:
    window = {"earliest_start": "2022-01-21", "latest_start": "2022-01-31",
              "earliest_end": "2022-01-21", "latest_end": "2022-01-31"}  # fmt: skip

    assert bounds(When.model_validate({"edtf": "2022-01~", **window})) == tuple(window.values())
    assert When.model_validate({"edtf": "2022-01", **window}) == When.model_validate("2022-01")
    with pytest.raises(ValidationError, match="not in order"):
        When.model_validate({"edtf": "2022-01~", **window, "latest_end": "2022-01-02"})


def test_a_time_is_local_at_the_venue_and_an_instant() -> None:
    when = When.model_validate({"edtf": "2022-01-10T09:30/2022-01-10T12:00", "timezone": ZURICH})

    assert when.precision == "minute"
    assert when.starts_at == datetime(2022, 1, 10, 8, 30, tzinfo=UTC)
    assert when.ends_at == datetime(2022, 1, 10, 11, 0, tzinfo=UTC)
    assert when.model_dump(mode="json")["starts_at"] == "2022-01-10T08:30:00Z"


@pytest.mark.parametrize(
    ("given_", "why"),
    [
        ({"edtf": "2022-01-10T09:30"}, "time zone"),
        ({"edtf": "2022-01-10", "timezone": "Mars/Olympus"}, "not an IANA time zone"),
        ({"edtf": "2022-01-10", "timezone": "../../etc/passwd"}, "not an IANA time zone"),
        ({"edtf": "2022-01-10", "timezone": "\x00"}, "not an IANA time zone"),
        ({"edtf": "2022-03-27T02:30", "timezone": ZURICH}, "does not exist"),
        ({"edtf": "2022-01-10", "zone": ZURICH}, "Extra inputs"),
        ({"edtf": 5}, "valid string"),
        (5, "valid dictionary"),
    ],
)
def test_what_is_no_moment_says_why(given_: Any, why: str) -> None:
    with pytest.raises(ValidationError, match=why):
        When.model_validate(given_)


def test_of_a_time_that_comes_twice_the_earlier() -> None:
    when = When.model_validate({"edtf": "2022-10-30T02:30", "timezone": ZURICH})

    assert when.starts_at == datetime(2022, 10, 30, 0, 30, tzinfo=UTC)


def test_a_day_spans_its_venues_day_or_any_where_the_venue_is_unknown() -> None:
    known = When.model_validate({"edtf": "2022-01-10", "timezone": ZURICH}).instants()
    unknown = When.model_validate("2022-01-10").instants()

    assert known.earliest_start == datetime(2022, 1, 9, 23, tzinfo=UTC)
    assert known.latest_end == datetime(2022, 1, 10, 23, tzinfo=UTC)
    assert unknown.earliest_start == datetime(2022, 1, 9, 10, tzinfo=UTC)
    assert unknown.latest_end == datetime(2022, 1, 11, 12, tzinfo=UTC)


def test_a_day_whose_midnight_is_skipped_begins_after_it() -> None:
    when = When.model_validate({"edtf": "2018-11-04", "timezone": "America/Sao_Paulo"})

    assert when.instants().earliest_start == datetime(2018, 11, 4, 3, tzinfo=UTC)


def test_the_limits_of_the_years_have_instants_in_every_zone() -> None:
    for edge in ("0001-01-03", "9999-12-29"):
        for zone in (None, "Pacific/Kiritimati", "Etc/GMT+12"):
            assert When.model_validate({"edtf": edge, "timezone": zone}).instants().latest_end
    assert date(1, 1, 3) == When.model_validate("0001-01-03").earliest_start


WORDS: tuple[tuple[Any, str, str], ...] = (
    ("2022-01-10", "10 January 2022", "10 janvier 2022"),
    ("2022-01-01", "1 January 2022", "1er janvier 2022"),
    ("2022-01", "January 2022", "janvier 2022"),
    ("2022", "2022", "2022"),
    ("201X", "the 2010s", "les années 2010"),
    ("2022-21", "spring 2022", "printemps 2022"),
    ("2020-12-01/2020-12-02", "1–2 December 2020", "1er–2 décembre 2020"),
    ("2020-11-28/2020-12-02", "28 November – 2 December 2020", "28 novembre – 2 décembre 2020"),
    ("[2022-04-05..2022-04-07]", "one day from 5 to 7 April 2022", "un jour du 5 au 7 avril 2022"),
    ("[..2016-02-25]", "by 25 February 2016", "au plus tard le 25 février 2016"),
    ("../2016-02-05", "until 5 February 2016", "jusqu’au 5 février 2016"),
    ("../2016-02", "until February 2016", "jusqu’à février 2016"),
    ("2022-01-24/..", "from 24 January 2022", "à partir du 24 janvier 2022"),
    ("2022-01~", "around January 2022", "vers janvier 2022"),
    ("2022-01?", "January 2022 (uncertain)", "janvier 2022 (incertain)"),
    (None, "date not announced", "date non annoncée"),
    ({"edtf": "2022-01-10T09:30", "timezone": ZURICH}, "10 January 2022, 09:30 (Europe/Zurich)",
     "10 janvier 2022, 09:30 (Europe/Zurich)"),
)  # fmt: skip


@pytest.mark.parametrize(("said", "english", "french"), WORDS)
def test_words_are_no_more_precise_than_known(said: Any, english: str, french: str) -> None:
    when = When.model_validate(said)

    assert (when_text(when, "en"), when_text(when, "fr-CA")) == (english, french)


def test_times_are_shown_in_the_readers_zone_when_asked() -> None:
    when = When.model_validate({"edtf": "2022-01-10T01:30", "timezone": ZURICH})

    assert when_text(when, "en", "America/New_York") == "9 January 2022, 19:30 (America/New_York)"
