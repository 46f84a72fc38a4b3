"""The picture: what its marks say, that nothing overlaps, that the record alone decides it."""

import re
from itertools import combinations, pairwise
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.listing import Listing
from app.domain.query import EventQuery
from app.domain.window import parse_window
from app.render import svg
from app.render.picture.entries import entries
from app.render.picture.layout import Picture, picture
from app.render.picture.marks import Look, mark
from app.render.picture.scale import TICK_SIZE, Scale, axis
from app.render.picture.style import STYLES, policy_hash
from app.render.picture.widths import shortened, width, wrapped
from tests.render.pictures import LONG, SCENES, drawn, recorded
from tests.support import awkward
from tests.support.world import event

NS = "{http://www.w3.org/2000/svg}"
DAY = 738_000.0


def read(data: bytes) -> ET.Element:
    return ET.fromstring(data)  # noqa: S314 - we have written it ourselves


def texts(data: bytes, kind: str) -> list[str]:
    found = read(data).iter(f"{NS}text")
    return ["".join(element.itertext()) for element in found if element.get("class") == kind]


def laid_out(scene: str, wide: int, lanes: str = "forum", lang: str = "en") -> Picture:
    listing = Listing(SCENES[scene], awkward.related(), awkward.REV, awkward.AT)
    return picture(listing, awkward.view(lang), wide, lanes)


@pytest.mark.parametrize("scene", SCENES)
@pytest.mark.parametrize("wide", [320, 360, 800, 1200, 2400])
@pytest.mark.parametrize(("lanes", "lang"), [("forum", "en"), ("actor", "fr"), ("none", "en")])
def test_nothing_overlaps_and_nothing_is_cut(scene: str, wide: int, lanes: str, lang: str) -> None:
    found = laid_out(scene, wide, lanes, lang)
    left, right = found.margin, wide - found.margin
    rows = list(found.rows)
    for row in rows:
        assert all(left <= cell.left and cell.right <= right + 0.01 for cell in row.cells)
        assert all(cell.label.height <= row.height for cell in row.cells)
        assert all(one.clears(other) for one, other in combinations(row.cells, 2))
    assert all(above.top + above.height <= below.top for above, below in pairwise(rows))


@pytest.mark.parametrize(
    ("edtf", "looks"),
    [
        ("2022-03-10", [Look.EXACT]),
        ("2022-03-10?", [Look.POSSIBLE]),
        ("2022-03-10~", [Look.POSSIBLE]),
        ("2022-03-05/2022-04-12", [Look.SURE]),
        ("2022-03", [Look.POSSIBLE]),
        ("2022-21", [Look.POSSIBLE]),
        ("2022", [Look.POSSIBLE]),
        ("[2022-03-08..2022-03-11]", [Look.POSSIBLE]),
        ("2022-03/2022-05", [Look.POSSIBLE, Look.SURE]),
        ("2022-03-24/..", [Look.TO_RIGHT, Look.SURE]),
        ("../2022-03-05", [Look.TO_LEFT, Look.SURE]),
        ("[2022-03-03..]", [Look.TO_RIGHT]),
        ("[..2022-03-09]", [Look.TO_LEFT]),
    ],
)
def test_a_mark_says_how_exactly_a_date_is_known(edtf: str, looks: list[Look]) -> None:
    (entry,) = entries(recorded([event(1, edtf)]), awkward.view())
    drawn_mark = mark(entry, Scale(DAY + 100, DAY + 500, 20, 780))
    assert [part.look for part in drawn_mark.parts] == looks


@pytest.mark.parametrize(
    ("edtf", "among_hours", "among_days"),
    [
        ("2022-01-10", Look.SURE, Look.EXACT),
        ("2022-01-10~", Look.POSSIBLE, Look.POSSIBLE),
        ("2022-01-10?", Look.POSSIBLE, Look.POSSIBLE),
    ],
)
def test_a_day_is_a_dot_among_days_and_a_bar_among_hours(
    edtf: str, among_hours: Look, among_days: Look
) -> None:
    (entry,) = entries(recorded([event(1, edtf)]), awkward.view())
    assert entry.extent is not None
    first = entry.extent.known[0]
    among = {days: mark(entry, Scale(first - days, first + days, 0, 800)) for days in (1, 30)}
    looks = [[part.look for part in among[days].parts] for days in (1, 30)]
    assert looks == [[among_hours], [among_days]]


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize("wide", [320, 800, 2400])
@pytest.mark.parametrize("days", [0.25, 1, 3, 7, 31, 90, 400, 1500, 9000, 60_000, 700_000])
def test_ticks_have_room_from_hours_to_centuries(days: float, wide: int, lang: str) -> None:
    scale = Scale(DAY - days, DAY, 20, wide - 20)
    found = axis(scale, lang, timed=True)
    assert 1 <= len(found.ticks) <= 120
    for ticks in (found.ticks, found.above):
        places = [(scale.x(tick.day), width(tick.label, TICK_SIZE)) for tick in ticks]
        assert all(here + wide_ < there for (here, wide_), (there, _) in pairwise(places))
        assert all(scale.left <= here and here + wide_ <= wide for here, wide_ in places)


@pytest.mark.parametrize(
    ("timed", "days", "labels"),
    [
        (True, 0.5, ["12:00", "13:00", "14:00"]),
        (False, 10, ["26", "27", "28"]),
        (False, 365, ["Mar", "Apr", "May"]),
        (False, 60_000, ["1860", "1870", "1880"]),
    ],
)
def test_ticks_are_those_of_a_calendar(timed: bool, days: float, labels: list[str]) -> None:
    found = axis(Scale(DAY - days, DAY, 20, 780), "en", timed=timed)
    said = [tick.label for tick in found.ticks]
    assert labels == [label for label in said if label in labels]


def test_the_picture_says_of_how_many_events_it_is() -> None:
    items = SCENES["a page"]
    assert (
        texts(drawn(items, count=132), "said")[0] == "50 of 132 events · revision 40, 1 June 2022"
    )
    assert texts(drawn(items[:1], lang="fr"), "said")[0].startswith("1 événement · révision 40")
    assert texts(drawn([]), "said") == [
        "0 events · revision 40, 1 June 2022",
        "Nothing in this filter",
    ]


def test_what_is_off_is_told_without_colour() -> None:
    off = recorded([event(1, status="cancelled"), event(2, status="postponed")])
    tree = read(drawn(off))
    links = list(tree.iter(f"{NS}a"))
    assert [link.get("class") for link in links] == ["off", "late"]
    assert [bool(link.findall(f"{NS}path")) for link in links] == [True, False]
    assert [text.rpartition("· ")[2] for text in texts(drawn(off), "said")[1:]] == [
        "cancelled",
        "postponed",
    ]


def test_every_event_is_a_link_with_its_whole_title() -> None:
    (link,) = read(drawn(recorded([event(7, title={"en": LONG})]))).iter(f"{NS}a")
    assert link.get("href") == f"{awkward.BASE_URL}/v1/events/ev_00000007"
    title = link.find(f"{NS}title")
    assert title is not None
    assert (title.text or "").startswith(" ".join(LONG.split()))


def test_lanes_by_actor_have_an_event_in_each() -> None:
    data = drawn(SCENES["a page"], lanes="actor")
    assert set(texts(data, "name")) == {"Russia", "France", "Nato"}
    assert len(list(read(data).iter(f"{NS}a"))) == 100
    assert "No forum" in texts(drawn(SCENES["a page"]), "name")
    assert texts(drawn(SCENES["a page"], lanes="none"), "name") == []


def test_the_window_asked_for_is_the_one_shown() -> None:
    items = recorded([event(1, "2015/2024", title={"en": "A process"}), event(2, "2022-01-10")])
    asked = EventQuery(window=parse_window("2022-01"))
    assert texts(drawn(items), "label")[0] == "2015"
    assert texts(drawn(items, query=asked), "label")[0] == "January 2022"


@pytest.mark.parametrize("scene", SCENES)
def test_one_style_for_all_so_that_its_hash_can_be_allowed(scene: str) -> None:
    data = drawn(SCENES[scene])
    (style,) = re.findall("<style>(.*?)</style>", data.decode(), re.DOTALL)
    assert svg.FORM.styles == (policy_hash(style),)
    assert style == STYLES["auto"]
    assert b"style=" not in data
    assert not re.search(r"https?://(?!www\.w3\.org/2000/svg|pourparlers\.example/)", data.decode())


def test_a_picture_of_everything_is_of_a_thousand_and_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(svg, "MOST", 3)
    view = awkward.view(options={"width": "800", "lanes": "none"})
    (data,) = svg.whole(awkward.whole(), view)
    assert texts(data, "said")[0].startswith(f"3 of {len(awkward.DOCUMENTS)} events")


def test_the_same_record_gives_the_same_bytes() -> None:
    assert drawn(awkward.items()) == drawn(awkward.items())


@settings(max_examples=500, deadline=None, derandomize=True)
@given(st.text(min_size=1, max_size=200), st.integers(40, 800), st.integers(1, 3))
def test_lines_fit_their_room(text: str, room: int, most: int) -> None:
    said: Any = " ".join(text.split()) or "–"
    lines = wrapped(said, 13, room, most)
    assert 1 <= len(lines) <= most
    # A single character may be wider than the room, and is not broken.
    assert all(width(line, 13) <= room or len(line) <= 12 for line in lines)
    assert width(shortened(said, 13, 200), 13) <= 200 or len(said) < 12
