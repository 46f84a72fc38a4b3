"""The iCalendar form: dates, standing, age and lines as the RFCs want them."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.listing import Recorded, Related
from app.domain.vocabulary import Status
from app.render import ical
from app.render.contentlines import folded, text
from tests.support import awkward
from tests.support.awkward import ZURICH
from tests.support.world import event

SPAN = "span"


def unfolded(data: bytes) -> list[str]:
    """The content lines of a calendar (RFC 5545, section 3.1)."""
    return data.decode().replace("\r\n ", "").removesuffix("\r\n").split("\r\n")


def entry(when: Any = "2022-01-10", imprecise: str = "omit", **more: Any) -> dict[str, str]:
    """The properties of the one entry of an event, with their parameters; nothing without one."""
    stored = awkward.stored(event(1, when, **more))
    item = Recorded(stored["id"], 1, 2, awkward.AT, stored)
    lines = unfolded(ical.one(item, Related(), awkward.view(options={"imprecise": imprecise})))
    if "BEGIN:VEVENT" not in lines:
        return {}
    inner = lines[lines.index("BEGIN:VEVENT") + 1 : lines.index("END:VEVENT")]
    return dict(line.split(":", 1) for line in inner)


def times(when: Any, imprecise: str = "omit") -> tuple[str, ...]:
    """Start, end and standing of an entry, as far as it has them."""
    found = entry(when, imprecise, status="confirmed")
    names = ("DTSTART", "DTEND", "DTSTART;VALUE=DATE", "DTEND;VALUE=DATE", "STATUS")
    return tuple(found[name] for name in names if name in found)


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ("2022-01-10", ("20220110", "20220111", "CONFIRMED")),
        ("2022-01-30/2022-02-01", ("20220130", "20220202", "CONFIRMED")),
        ("2022-12-31", ("20221231", "20230101", "CONFIRMED")),
        ("0001-01-03", ("00010103", "00010104", "CONFIRMED")),
        ("2022-01-10?", ("20220110", "20220111", "TENTATIVE")),
        ("2022-01-10~", ("20220110", "20220111", "TENTATIVE")),
        ("2022-01-10T09:30", ("20220110T083000Z", "CONFIRMED")),
        ("2022-01-10T09:30/..", ("20220110T083000Z", "CONFIRMED")),
        ("2022-07-10T09:30/2022-07-10T11:00",
         ("20220710T073000Z", "20220710T090000Z", "CONFIRMED")),
        # RFC 5545, section 3.8.2.2: an end is later than the start.
        ("2022-01-10T09:30/2022-01-10T09:30", ("20220110T083000Z", "CONFIRMED")),
        # The hour that comes twice is the first (section 3.3.5); an hour of work in the gap is one.
        ("2022-10-30T02:30", ("20221030T003000Z", "CONFIRMED")),
        ("2022-03-27T01:30/2022-03-27T03:30",
         ("20220327T003000Z", "20220327T013000Z", "CONFIRMED")),
        ("2022-01-10T09:30/2022-01-12", ("20220110", "20220113", "CONFIRMED")),
    ],
)  # fmt: skip
def test_an_exact_date_is_shown_as_it_is(when: str, expected: tuple[str, ...]) -> None:
    assert times({"edtf": when, "timezone": ZURICH}) == expected


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ("2022-06", ("20220601", "20220701", "TENTATIVE")),
        ("2022-24", ("20221201", "20230301", "TENTATIVE")),
        ("2022", ("20220101", "20230101", "TENTATIVE")),
        ("202X", ("20200101", "20300101", "TENTATIVE")),
        ("[2022-07-04..2022-07-06]", ("20220704", "20220707", "TENTATIVE")),
        ("2022-07-01/2022-08", ("20220701", "20220901", "TENTATIVE")),
        ({"edtf": "2022-01-21~", "latest_end": "2022-01-25"},
         ("20220121", "20220126", "TENTATIVE")),
        ("2022-07-08/..", ()),
        ("../2022-07-09", ()),
        (None, ()),
    ],
)  # fmt: skip
def test_an_imprecise_one_only_where_asked_and_tentative(
    when: Any, expected: tuple[str, ...]
) -> None:
    assert times(when) == ()
    assert times(when, SPAN) == expected


def test_a_span_says_in_its_title_what_it_is() -> None:
    assert entry("2022-06", SPAN)["SUMMARY"] == "Meeting 1 (June 2022)"


@pytest.mark.parametrize(
    ("status", "expected", "title"),
    [
        (Status.PROPOSED, "TENTATIVE", ""),
        (Status.ANNOUNCED, "TENTATIVE", ""),
        (Status.CONFIRMED, "CONFIRMED", ""),
        (Status.UNDER_WAY, "CONFIRMED", ""),
        (Status.SUSPENDED, "TENTATIVE", ""),
        (Status.HELD, "CONFIRMED", ""),
        (Status.POSTPONED, "CANCELLED", "Postponed: "),
        (Status.CANCELLED, "CANCELLED", "Cancelled: "),
    ],
)
def test_each_status_has_its_standing(status: Status, expected: str, title: str) -> None:
    found = entry(status=status)
    assert found["STATUS"] == expected
    assert found["SUMMARY"] == f"{title}Meeting 1"


def test_every_status_is_in_that_table() -> None:
    (mark,) = test_each_status_has_its_standing.pytestmark  # type: ignore[attr-defined]
    assert {row[0] for row in mark.args[1]} == set(Status)


@pytest.mark.parametrize(("days", "shown"), [(0, True), (90, True), (90.001, False)])
def test_what_was_called_off_stays_for_90_days(days: float, shown: bool) -> None:
    stored = awkward.stored(event(1, status="cancelled"))
    # Corrected today: what counts is when it was called off.
    item = Recorded(stored["id"], 3, 40, awkward.AT, stored)
    related = Related(called_off={item.id: awkward.AT - timedelta(days=days)})
    view = awkward.view(options={"imprecise": "omit"})
    all_ = replace(awkward.whole(), batches=[([item], related)])
    assert (b"BEGIN:VEVENT" in b"".join(ical.whole(all_, view))) is shown
    assert b"BEGIN:VEVENT" in ical.one(item, related, view)


def test_an_entry_says_its_age_by_the_ledger() -> None:
    view = awkward.view(options={"imprecise": "omit"})
    moved = next(item for item in awkward.items() if item.id == "ev_00000010")
    lines = unfolded(ical.one(moved, awkward.related(), view))
    assert "UID:ev_00000010@pourparlers" in lines
    assert "SEQUENCE:2" in lines
    stamp = f"{moved.changed_at:%Y%m%dT%H%M%SZ}"
    assert {f"DTSTAMP:{stamp}", f"LAST-MODIFIED:{stamp}"} < set(lines)


def test_what_invites_or_answers_is_left_out() -> None:
    names = {line.partition(":")[0].partition(";")[0] for line in unfolded(_all())}
    assert names.isdisjoint({"ORGANIZER", "ATTENDEE", "METHOD", "VALARM", "CREATED"})
    assert {"NAME", "REFRESH-INTERVAL", "X-PUBLISHED-TTL", "SOURCE", "COLOR", "GEO"} < names


def test_it_goes_on_where_it_was_interrupted() -> None:
    view = awkward.view(options={"imprecise": SPAN})
    pieces = list(ical.whole(awkward.whole(), view))
    rest = ical.whole(awkward.whole(awkward.items()[10:], begun=True), view)
    assert pieces[:3] + list(rest) == pieces


def _all(imprecise: str = "omit") -> bytes:
    view = awkward.view(options={"imprecise": imprecise})
    return b"".join(ical.whole(awkward.whole(), view))


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=400))
def test_a_line_is_folded_within_75_octets_and_no_character(line: str) -> None:
    pieces = folded(line).split(b"\r\n ")
    assert b"".join(pieces).decode() == line
    assert len(pieces[0]) <= 75
    assert all(0 < len(piece) <= 74 for piece in pieces[1:])
    assert all(piece.decode() for piece in pieces if line)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("a,b;c\\d\ne", "a\\,b\\;c\\\\d\\ne"),
        ("a\r\nb\rc\u2028d\u2029e\x85f\x0bg\x0ch", "a\\nb\\nc\\nd\\ne\\nf\\ng\\nh"),
        ("a\x00b\x1bc\x7fd\x9fe\tf", "abcde\tf"),
        ("a\\nb", "a\\\\nb"),
        ("é\xa0: «\u202f»", "é\xa0: «\u202f»"),
        ("\ud800", ""),
    ],
)
def test_text_is_escaped(value: str, expected: str) -> None:
    assert text(value) == expected
