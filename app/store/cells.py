"""The cells of a table of counts in SQL: what a row of `event_index` counts under."""

from typing import Any

from sqlalchemy import ColumnElement, Integer, and_, case, null

from app.domain.cells import By, days_of, month_number
from app.domain.facts import first_key
from app.store.tables import event_index

Condition = ColumnElement[bool]

_events = event_index.c
_first, _last = _events.earliest_start_day, _events.latest_start_day
_early, _late = month_number(_first), month_number(_last)
_SAME_YEAR: Condition = _early // 12 == _late // 12
_SAME_MONTH: Condition = _early == _late


def column(by: By) -> ColumnElement[Any]:
    """What is grouped by; `text` makes the value of it. Actors are rows of their own."""
    return {
        By.MONTH: case(
            # Most events have their day, and then the sum is done once.
            (_first == _last, _early * 2 + 1),
            (_SAME_MONTH, _early * 2 + 1),
            (_SAME_YEAR, _early // 12 * 24),
            else_=null(),
        ).cast(Integer),
        By.YEAR: case((_SAME_YEAR, _early // 12), else_=null()).cast(Integer),
        By.FORUM: _events.forum,
        By.KIND: _events.kind,
        By.STATUS: _events.status,
        By.PLACE: _events.country,
    }[by]


def text(by: By, found: Any) -> str | None:
    """The value of a cell as it was grouped."""
    if found is None or by not in (By.MONTH, By.YEAR):
        return None if found is None else str(found)
    if by is By.YEAR:
        return f"{found:04}"
    number, is_month = divmod(found, 2)
    year, month = divmod(number, 12)
    return f"{year:04}-{month + 1:02}" if is_month else f"{year:04}"


def in_cell(by: By, value: str | None) -> Condition:
    """The events that count under the value; months and years as a range of starts."""
    if by not in (By.MONTH, By.YEAR):
        known = column(by)
        return known.is_(None) if value is None else known == value
    if value is None:
        return ~_SAME_YEAR
    span = _starts(*days_of(value))
    return and_(span, ~_SAME_MONTH) if by is By.MONTH and len(value) == 4 else span


def _starts(first: int, last: int) -> Condition:
    """Surely started from the first to the last day; the sort key, which has an index, says so."""
    key = _events.start_key
    ordered = and_(key >= first_key(first), key < first_key(last + 1))
    return and_(ordered, _first >= first, _last <= last)
