"""Dates as tables of people have them: 14–15 November 2008, mars 2022, June 30 – July 1, 2013."""

import re

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan janvier janv", "february feb février fevrier févr", "march mar mars",
            "april apr avril avr", "may mai", "june jun juin", "july jul juillet juil",
            "august aug août aout", "september sept sep septembre", "october oct octobre",
            "november nov novembre", "december dec décembre decembre déc",
        ),
        1,
    )
    for name in names.split()
}  # fmt: skip
_D, _M, _Y = (
    r"(?P<d{0}>\d{{1,2}})(?:er|st|nd|rd|th)?",
    r"(?P<m{0}>[^\W\d_]+)\.?",
    r"(?P<y{0}>\d{{4}})",
)
_DAY_FIRST = rf"{_D} {_M} {_Y}"
_TO = " ?(?:-|to|au|à) ?"


def _pattern(*parts: str) -> "re.Pattern[str]":
    return re.compile("".join(parts), re.IGNORECASE)


# Of two dates the first may leave out what the second says.
_PATTERNS = (
    _pattern(_DAY_FIRST.format(1)),
    _pattern(f"{_M} {_D},? {_Y}".format(1)),
    _pattern(f"{_M} {_Y}".format(1)),
    _pattern(_Y.format(1)),
    _pattern(_D.format(1), _TO, _DAY_FIRST.format(2)),
    _pattern(f"{_D} {_M}".format(1), _TO, _DAY_FIRST.format(2)),
    _pattern(_DAY_FIRST.format(1), _TO, _DAY_FIRST.format(2)),
    _pattern(f"{_M} {_D}".format(1), _TO, rf"{_D},? {_Y}".format(2)),
    _pattern(f"{_M} {_D}".format(1), _TO, f"{_M} {_D},? {_Y}".format(2)),
    _pattern(f"{_M} {_D},? {_Y}".format(1), _TO, f"{_M} {_D},? {_Y}".format(2)),
    _pattern(_M.format(1), _TO, f"{_M} {_Y}".format(2)),
)


def words_to_edtf(text: str) -> str:
    """The date or interval that French or English words name, as EDTF; ValueError for others."""
    plain = re.sub(r"\s+", " ", re.sub("[‐‑–—−]", "-", text)).strip()
    plain = re.sub("^(?:le|du|on|from) ", "", plain, flags=re.IGNORECASE)
    for pattern in _PATTERNS:
        found = pattern.fullmatch(plain)
        if found:
            return _edtf({name: value for name, value in found.groupdict().items() if value})
    raise ValueError(text)


def _edtf(found: dict[str, str]) -> str:
    if not any(name.endswith("2") for name in found):
        return _point(found, "1")
    start, end = (
        _point({**_shared(found), **found}, "1"),
        _point({**_shared_back(found), **found}, "2"),
    )
    return start if start == end else f"{start}/{end}"


def _shared(found: dict[str, str]) -> dict[str, str]:
    """What the first date leaves to the second: its month, its year."""
    return {f"{unit}1": found[f"{unit}2"] for unit in "my" if f"{unit}2" in found}


def _shared_back(found: dict[str, str]) -> dict[str, str]:
    """In `November 14-15, 2008` the month stands with the first."""
    return {"m2": found["m1"]} if "m1" in found and "m2" not in found else {}


def _point(found: dict[str, str], which: str) -> str:
    year, month, day = (found.get(f"{unit}{which}") for unit in "ymd")
    text = f"{int(year or ''):04}"
    if month is not None:
        text += f"-{_MONTHS[month.lower()]:02}" if month.lower() in _MONTHS else _no_month(month)
    return f"{text}-{int(day):02}" if day is not None else text


def _no_month(name: str) -> str:
    raise ValueError(name)
