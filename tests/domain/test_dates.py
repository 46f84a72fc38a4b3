"""When: what it takes, what it derives, which instants it spans, and that it survives its dump."""

import json
from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from app.domain.dates import Precision, When
from tests.domain.edtf_texts import ANY_TEXT, ZONES, whens

MEMBERS = [
    "edtf",
    "precision",
    "earliest_start",
    "latest_start",
    "earliest_end",
    "latest_end",
    "starts_at",
    "ends_at",
    "timezone",
]
ZURICH = "Europe/Zurich"


def when(edtf: str | None, timezone: str | None = None, **members: Any) -> When:
    return When.model_validate({"edtf": edtf, "timezone": timezone, **members})


def bounds(value: When) -> list[str]:
    return [str(getattr(value, name) or "-") for name in MEMBERS[2:6]]


def refusal(value: Any) -> str:
    with pytest.raises(ValidationError) as refused:
        When.model_validate(value)
    return str(refused.value)


@pytest.mark.parametrize(
    ("edtf", "precision"),
    [
        ("2022-01-10T09:30", "minute"),
        ("2022-01-10T09:30/2022-01-10T12:00", "minute"),
        ("2022-01-10T09:30/..", "minute"),
        ("2022-01-10T09:30/", "minute"),
        ("../2022-01-10T09:30", "range"),
        ("2022-01-10T09:30/2022-01-12", "range"),
        ("2022-01-10T09:30/2022-02", "month"),
        ("2022-01-10", "day"),
        ("2022-01-10~", "day"),
        ("2022-01-10/2022-01-10", "day"),
        ("2022-01-10/2022-01-11", "range"),
        ("2022-01-10/..", "range"),
        ("../2022-01-10", "range"),
        ("[2022-01-10..2022-01-11]", "range"),
        ("[..2022-01-10]", "range"),
        ("2022-01", "month"),
        ("2022-01-XX", "month"),
        ("[2022-01..2022-02]", "month"),
        ("2022-01-10/2022-02", "month"),
        ("2022-21", "season"),
        ("2022-01/2022-22", "season"),
        ("2022", "year"),
        ("2022-XX", "year"),
        ("2022-21/2023", "year"),
        ("201X", "year"),
        ("20XX", "year"),
    ],
)
def test_precision_is_that_of_the_coarsest_end(edtf: str, precision: str) -> None:
    value = when(edtf, ZURICH)
    assert value.precision == precision
    assert (value.starts_at is not None) == (value.precision is Precision.MINUTE)


def test_text_null_and_object_say_the_same() -> None:
    assert When.model_validate("2022-01-10") == when("2022-01-10")
    assert When.model_validate(None) == when(None)
    assert When.model_validate({"edtf": "2022-01-10"}) == when("2022-01-10")
    assert When.model_validate(when("2022-01-10", ZURICH)) == when("2022-01-10", ZURICH)


def test_an_undated_event_knows_no_bound_but_may_know_its_zone() -> None:
    value = when(None, ZURICH)
    assert value.precision is Precision.UNKNOWN
    assert bounds(value) == ["-"] * 4
    assert (value.dated, value.widest, value.local_start) == (False, (None, None), None)
    assert value.timezone == ZURICH


@pytest.mark.parametrize(
    ("edtf", "widest"),
    [
        ("2022-01", (date(2022, 1, 1), date(2022, 1, 31))),
        ("2022-01-24/..", (date(2022, 1, 24), None)),
        ("../2016-02-05", (None, date(2016, 2, 5))),
    ],
)
def test_widest_is_from_the_earliest_start_to_the_latest_end(
    edtf: str, widest: tuple[date | None, date | None]
) -> None:
    assert when(edtf).dated
    assert when(edtf).widest == widest


def test_members_are_dumped_in_their_order_dates_as_days_and_instants_with_z() -> None:
    value = when("2022-01-10T09:30/2022-01-10T12:00", ZURICH)
    dumped = json.loads(value.model_dump_json())
    assert dumped == value.model_dump(mode="json")
    assert list(dumped) == MEMBERS
    assert dumped == {
        "edtf": "2022-01-10T09:30/2022-01-10T12:00",
        "precision": "minute",
        "earliest_start": "2022-01-10",
        "latest_start": "2022-01-10",
        "earliest_end": "2022-01-10",
        "latest_end": "2022-01-10",
        "starts_at": "2022-01-10T08:30:00Z",
        "ends_at": "2022-01-10T11:00:00Z",
        "timezone": ZURICH,
    }
    assert value.local_start == time(9, 30)


def test_early_years_are_dumped_with_four_digits() -> None:
    dumped = when("0005-03-01T00:00", "UTC").model_dump(mode="json")
    assert dumped["starts_at"] == "0005-03-01T00:00:00Z"
    assert dumped["latest_end"] == "0005-03-01"


def test_no_end_time_is_no_end_instant() -> None:
    assert when("2022-01-10T09:30", ZURICH).ends_at is None
    assert when("2022-01-10T09:30/..", ZURICH).ends_at is None
    same = when("2022-01-10T09:30/2022-01-10T09:30", ZURICH)
    assert same.starts_at == same.ends_at


def test_what_is_derived_is_ignored_and_derived_anew() -> None:
    sent = when("2022-01-10", ZURICH).model_dump(mode="json") | {"text": "10 January 2022"}
    assert When.model_validate({**sent, "edtf": "2022-02"}) == when("2022-02", ZURICH)
    garbage = dict.fromkeys(("precision", "earliest_start", "starts_at", "text"), object())
    assert When.model_validate({**sent, **garbage}) == when("2022-01-10", ZURICH)


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ("2022-02-30", "February 2022 has 28 days"),
        (2022, "a date is EDTF text"),
        (True, "a date is EDTF text"),
        (["2022"], "a date is EDTF text"),
        ({}, "with the member edtf"),
        ({"timezone": ZURICH}, "with the member edtf"),
        ({"edtf": 2022}, "edtf is text or null"),
        ({"edtf": "2022", "timezone": 1}, "timezone is text or null"),
        ({"edtf": "2022", "timezone": "Zurich"}, "not in the IANA database"),
        ({"edtf": "2022", "timezone": ""}, "not in the IANA database"),
        ({"edtf": None, "timezone": "../x"}, "not in the IANA database"),
        ({"edtf": "2022", "date": "2022"}, "date\n  Extra inputs are not permitted"),
        ("2022-01-10T09:30", "a time needs the venue's time zone"),
        ("../2022-01-10T09:30", "a time needs the venue's time zone"),
        ({"edtf": "2022-03-27T02:30", "timezone": ZURICH}, "does not exist in Europe/Zurich"),
        ({"edtf": "2022-03-27T02:30/2022-04", "timezone": ZURICH}, "does not exist"),
    ],
)
def test_what_is_not_a_date_is_refused(value: Any, sentence: str) -> None:
    assert sentence in refusal(value)


@pytest.mark.parametrize(
    ("edtf", "given_bounds", "kept"),
    [
        ("2022-01~", "2022-01-21 2022-01-31 2022-01-21 2022-01-31", None),
        ("2022-01%", "2022-01-21 2022-01-31 2022-01-21 2022-01-31", None),
        ("2022-01~", "2021-12-28 2022-02-03 2021-12-28 2022-02-03", None),
        ("2022-01~", "2022-01-21 - - 2022-01-25", "2022-01-21 2022-01-25 2022-01-21 2022-01-25"),
        ("2022-01~", "2022-01-21 - - -", "2022-01-21 2022-01-31 2022-01-21 2022-01-31"),
        ("2022-01~/..", "2022-01-21 2022-01-25 2022-01-28 -", None),
        ("2022-01~", "- - - -", "2022-01-01 2022-01-31 2022-01-01 2022-01-31"),
        ("2022-01", "2022-01-21 2022-01-31 2022-01-21 2022-01-31", "2022-01-01 2022-01-31 " * 2),
        ("2022-01?", "2022-01-21 2022-01-31 2022-01-21 2022-01-31", "2022-01-01 2022-01-31 " * 2),
    ],
)
def test_only_an_approximate_date_keeps_an_explicit_window(
    edtf: str, given_bounds: str, kept: str | None
) -> None:
    days = [None if day == "-" else day for day in given_bounds.split()]
    value = when(edtf, None, **dict(zip(MEMBERS[2:6], days, strict=True)))
    assert bounds(value) == (kept or given_bounds).split()
    assert When.model_validate(value.model_dump(mode="json")) == value
    assert When.model_validate(value.model_dump()) == value


@pytest.mark.parametrize(
    ("members", "sentence"),
    [
        ({"earliest_start": "2022-01-31", "latest_start": "2022-01-21"}, "is after latest_start"),
        ({"earliest_end": "2022-01-31", "latest_end": "2022-01-21"}, "is after latest_end"),
        ({"earliest_start": "2022-01-21", "earliest_end": "2022-01-20"}, "is after earliest_end"),
        ({"latest_start": "2022-01-21", "latest_end": "2022-01-20"}, "is after latest_end"),
        ({"earliest_start": "2022-01"}, "earliest_start is a day"),
        ({"earliest_start": "2022-01-21~"}, "earliest_start is a day"),
        ({"earliest_start": 20220121}, "earliest_start is a day"),
        ({"earliest_start": datetime(2022, 1, 21, tzinfo=UTC)}, "earliest_start is a day"),
        ({"latest_end": date(9999, 12, 31)}, "latest_end is a day"),
        ({"latest_end": "2022-02-30"}, "February 2022 has 28 days"),
        ({"earliest_start": "2022-03-01", "latest_end": "2022-03-31"}, "the bounds lie outside"),
        ({"earliest_start": "2021-12-01", "latest_end": "2021-12-31"}, "the bounds lie outside"),
    ],
)
def test_a_window_out_of_order_or_beside_its_date_is_refused(
    members: dict[str, Any], sentence: str
) -> None:
    assert sentence in refusal({"edtf": "2022-01~", **members})


def test_bounds_of_an_edited_approximate_date_do_not_pass_as_its_window() -> None:
    sent = when("2022-01~").model_dump(mode="json") | {"edtf": "2022-03~"}
    assert "leave them out to have them derived" in refusal(sent)


@given(whens())
def test_a_dump_is_read_back_the_same(value: When) -> None:
    assert When.model_validate_json(value.model_dump_json()) == value
    assert When.model_validate(value.model_dump(mode="json")) == value
    assert When.model_validate(value.model_dump()) == value


@given(ANY_TEXT, st.none() | st.text(max_size=20) | ZONES)
def test_any_text_is_a_value_or_a_validation_error(edtf: str, timezone: str | None) -> None:
    try:
        value = when(edtf, timezone)
    except ValidationError:
        return
    assert value.dated
