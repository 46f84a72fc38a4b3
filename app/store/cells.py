"""The cells of a table of counts in SQL: what a row of `event_index` counts under."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Integer, and_, case, null

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


def in_cell(by: By, known: By | None, asked: Sequence[BindParameter[Any]]) -> Condition:
    """The events that count under a value, asked with what `sought` says of it."""
    if by not in (By.MONTH, By.YEAR):
        counted = column(by)
        return counted.is_(None) if known is None else counted == asked[0]
    if known is None:
        return ~_SAME_YEAR
    span = _starts(*asked)
    return span if known is by else and_(span, ~_SAME_MONTH)


def sought(by: By, value: str | None) -> tuple[str | int, ...]:
    """What a cell is asked with: months and years as a range of starts, and of their sort keys."""
    if value is None:
        return ()
    if by not in (By.MONTH, By.YEAR):
        return (value,)
    first, last = days_of(value)
    return first, last, first_key(first), first_key(last + 1)


def _starts(first: Any, last: Any, key: Any, beyond: Any) -> Condition:
    """Surely started from the first to the last day; the sort key, which has an index, says so."""
    start = _events.start_key
    return and_(start >= key, start < beyond, _first >= first, _last <= last)
