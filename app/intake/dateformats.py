"""Which formats of dates a mapping may give, and how precise each is."""

import re

EPOCHS = {"unix": 1.0, "unix_ms": 1000.0}
NAMED = ("iso", "edtf", "words", *EPOCHS)
_DIRECTIVE = re.compile("%(.?)")
# Codes of strptime: those that tell the year, the month, the day, the time.
_YEAR, _MONTH, _DAY, _TIME = "Yy", "mbB", "dj", "HIpMSfz"
_KNOWN = {*_YEAR, *_MONTH, *_DAY, *_TIME, "A", "a", "%"}


def checked(form: str) -> str:
    """The format; ValueError where no date could be read by it."""
    if form in NAMED:
        return form
    codes = [code for code in _DIRECTIVE.findall(form) if code != "%"]
    unknown = sorted(set(codes) - _KNOWN)
    if not codes or unknown:
        said = f"%{unknown[0]} is not known" if unknown else f"“{form}” has no code in it"
        raise ValueError(f"{said}; write {', '.join(NAMED)}, or codes as %d/%m/%Y %H:%M")
    if len(codes) > len(set(codes)):
        raise ValueError(f"{form} has a code twice; a range in one cell is read by words or edtf")
    _require_parts(form, set(codes))
    return form


def _require_parts(form: str, codes: set[str]) -> None:
    """Without its year a date would be one of 1900."""
    if not codes & set(_YEAR):
        raise ValueError(f"{form} has no year: put columns together, as start = '{{day}} {{year}}'")
    if codes & {"d"} and not codes & set(_MONTH):
        raise ValueError(f"{form} has a day without a month")
    if codes & set(_TIME) and not codes & set(_DAY):
        raise ValueError(f"{form} has a time without a day")


def precision_of(form: str, text: str) -> str:
    """How precise a date is that was read by this format."""
    if form in EPOCHS:
        return "minute"
    if form == "iso":
        return "minute" if len(text) > 10 else "day"
    codes = set(_DIRECTIVE.findall(form))
    if codes & set(_TIME):
        return "minute"
    if codes & set(_DAY):
        return "day"
    return "month" if codes & set(_MONTH) else "year"
