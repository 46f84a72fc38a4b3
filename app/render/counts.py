"""A table of counts, as JSON and as CSV."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

import orjson

from app.domain.cells import By, Table
from app.domain.listing import Counted, Row, View
from app.render import refs
from app.render.csv_ import harmless, lines
from app.render.json_ import asked, coverage

Json = dict[str, Any]


class CountForm(NamedTuple):
    """One form of a table of counts, and what it cannot express."""

    media_type: str
    losses: str
    render: Callable[[Counted, View], bytes]


# The same small objects as in an item: what shows a forum there shows it here.
_REFS: Mapping[By, Callable[[str | None, View], Json | None]] = {
    By.FORUM: refs.forum,
    By.ACTOR: refs.actor,
    By.PLACE: refs.country,
}


def as_json(counted: Counted, view: View) -> bytes:
    """The envelope with its rows."""
    return orjson.dumps(
        {
            "items": [_item(row, view) for row in counted.rows],
            "total": counted.total,
            "by": [str(by) for by in counted.table.by],
            "exclusive": counted.table.exclusive,
            "rev": counted.rev,
            "at": refs.utc(counted.at),
            "query": asked(counted.resolved, view),
            "coverage": coverage(view),
        }
    )


def _item(row: Row, view: View) -> Json:
    return {"key": shown_key(row, view), "count": row.count, "url": row.url}


def shown_key(row: Row, view: View) -> Json:
    """What the row counts under, as an item would show it."""
    return {str(by): _shown(by, value, view) for by, value in row.cell}


def _shown(by: By, value: str | None, view: View) -> Json | str | None:
    return _REFS[by](value, view) if by in _REFS else value


def as_csv(counted: Counted, view: View) -> bytes:
    """A header, then a line a row: ids with their names beside them."""
    rows = ([*shown_cells(row, view), str(row.count), row.url] for row in counted.rows)
    return lines([[*columns(counted.table), "count", "url"]]) + lines(rows)


def columns(table: Table) -> list[str]:
    """The names of the columns that say what a row counts under."""
    pairs = ((by, f"{by}_name") if by in _REFS else (by,) for by in table.by)
    return [column for pair in pairs for column in pair]


def shown_cells(row: Row, view: View) -> Iterator[str]:
    """What stands in them."""
    for by, value in row.cell:
        yield harmless(value)
        if by in _REFS:
            yield harmless((_REFS[by](value, view) or {}).get("name"))


COUNT_FORMS = {
    "json": CountForm("application/json", "Nothing is lost.", as_json),
    "csv": CountForm(
        "text/csv; charset=utf-8",
        "The envelope: the total, the filter in words and the coverage are not said. A cell that "
        "a spreadsheet would run as a formula begins with '.",
        as_csv,
    ),
}
