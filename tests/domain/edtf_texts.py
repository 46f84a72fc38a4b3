"""Strategies for the grammar of dates: texts that it takes, and texts that look as if it did."""

from datetime import date

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from app.domain.dates import When
from app.domain.edtf import DateProblem, parse
from app.domain.zones import FIRST_DAY, LAST_DAY

DAYS = st.dates(FIRST_DAY, LAST_DAY)


def _month(day: date) -> str:
    return day.isoformat()[:7]


_QUALIFIERS = st.sampled_from(["", "?", "~", "%"])
_YEARS = DAYS.map(lambda day: day.isoformat()[:4])
_COARSE = st.one_of(
    DAYS.map(date.isoformat),
    DAYS.map(_month),
    _YEARS,
    st.builds("{}-{}".format, _YEARS, st.integers(21, 24)),
    _YEARS.map(lambda year: f"{year[:3]}X"),
    _YEARS.map(lambda year: f"{year[:2]}XX"),
    _YEARS.map(lambda year: f"{year}-XX"),
    DAYS.map(lambda day: f"{_month(day)}-XX"),
)
_CLOCKS = st.times().map(lambda time: f"T{time:%H:%M}")
TIMES = st.builds("{}{}".format, DAYS.map(date.isoformat), _CLOCKS)
POINTS = st.one_of(st.builds("{}{}".format, _COARSE, _QUALIFIERS), TIMES)
_ENDS = st.one_of(POINTS, st.sampled_from(["", ".."]))
_MEMBERS = st.one_of(st.tuples(DAYS, DAYS), DAYS.map(lambda day: (day, day)))


def _set(ends: tuple[date, date]) -> SearchStrategy[str]:
    first, last = sorted(ends)
    whole = f"[{first}..{last}]", f"[{_month(first)}..{_month(last)}]"
    return st.sampled_from([*whole, f"[..{last}]", f"[{first}..]", f"[{_month(first)}..]"])


_LIKELY = st.one_of(POINTS, st.builds("{}/{}".format, _ENDS, _ENDS), _MEMBERS.flatmap(_set))


def taken(text: str) -> bool:
    """Whether the grammar takes it."""
    try:
        parse(text)
    except DateProblem:
        return False
    return True


ACCEPTED = _LIKELY.filter(taken)
ANY_TEXT = st.one_of(st.text(), st.text("0129-/.[]T:X?~%Z+ ", max_size=30), _LIKELY)
ZONES = st.sampled_from(
    [None, "UTC", "Europe/Zurich", "Asia/Beirut", "Pacific/Apia", "America/New_York"]
)


@st.composite
def whens(draw: st.DrawFn) -> When:
    """Any date the grammar takes, at a venue; one with times in a zone that skips none."""
    edtf = draw(st.none() | ACCEPTED)
    timed = edtf is not None and any(point.clock for point in parse(edtf).points)
    zone = "Etc/GMT+12" if timed else draw(ZONES)
    return When.model_validate({"edtf": edtf, "timezone": zone})
