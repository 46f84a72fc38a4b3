"""CSV (RFC 4180): one row an event, lists as ids joined by semicolons."""

import csv
from collections.abc import Iterable, Iterator
from io import StringIO
from typing import Any

from app.domain.listing import View, Whole
from app.render import refs
from app.render.columns import COLUMNS, LISTS, rows
from app.render.form import Form

# A spreadsheet runs a cell that begins so; an apostrophe in front makes it text (OWASP, CSV
# injection). Tabs and line ends are here because some programs skip them to find the formula.
_FORMULA = frozenset("=+-@\t\r\n＝＋－＠")


def whole(all_: Whole, view: View) -> Iterator[bytes]:
    """The header, then a row an event, lines ended by CR LF."""
    if not all_.begun:
        yield lines([COLUMNS])
    row = rows(view)
    for items, _ in all_.batches:
        yield lines(_cells(row(item)) for item in items)


def _cells(row: list[Any]) -> list[Any]:
    """The row as text, harmless to a spreadsheet."""
    row[LISTS] = map(";".join, row[LISTS])
    row[-1] = refs.utc(row[-1])
    # As harmless() does it; a call for each of so many cells would take as long as all the rest.
    return ["'" + cell if cell.__class__ is str and cell[:1] in _FORMULA else cell for cell in row]


def harmless(value: str | None) -> str:
    """The cell, with an apostrophe in front where a spreadsheet would run it."""
    return "'" + value if value and value[0] in _FORMULA else value or ""


def lines(rows: Iterable[Iterable[object]]) -> bytes:
    """The rows as RFC 4180 writes them."""
    out = StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue().encode()


FORM = Form(
    "text/csv; charset=utf-8",
    losses="One language; roles other than party, levels, positions, statements, notes, "
    "identifiers and earlier dates are left out. A cell that a spreadsheet would run as a formula "
    "begins with '.",
    whole=whole,
    needs=frozenset(),
)
