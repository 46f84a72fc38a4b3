"""A window of the filter in words: a whole month or year by its name, else its ends."""

from calendar import monthrange
from datetime import date, datetime

from app.domain.datewords import Told, stored_text
from app.domain.window import Window


def window_text(window: Window, lang: str) -> str:
    """The window as a reader would say it, in French or English."""
    if window.by_instant:
        return f"{_instant(window.after)} – {_instant(window.before)}"
    return stored_text(Told(_edtf(window.first, window.last), None, None, None), lang)


def _edtf(first: date | None, last: date | None) -> str:
    if first is None or last is None:
        return f"{first or '..'}/{last or '..'}"
    if first == last:
        return first.isoformat()
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31) and first.year == last.year:
        return f"{first.year:04}"
    whole = first.day == 1 and last.day == monthrange(last.year, last.month)[1]
    if whole and (first.year, first.month) == (last.year, last.month):
        return first.isoformat()[:7]  # Not strftime, which writes the year 50 in two digits.
    return f"{first}/{last}"


def _instant(instant: datetime | None) -> str:
    return "…" if instant is None else f"{instant:%Y-%m-%d %H:%M} UTC"
