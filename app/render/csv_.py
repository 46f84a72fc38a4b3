"""CSV (RFC 4180): one row an event, lists as ids joined by semicolons."""

import csv
from collections.abc import Iterable, Iterator
from io import StringIO
from operator import itemgetter
from typing import Any

from app.domain.listing import Recorded, View, Whole
from app.domain.text import chosen
from app.render import refs
from app.render.form import Form

COLUMNS = (
    "id", "slug", "title", "kind", "status", "agreement", "forum", "forum_name", "edtf",
    "precision", "earliest_start", "latest_start", "earliest_end", "latest_end", "starts_at",
    "ends_at", "timezone", "city", "country", "parties", "participants", "topics", "sources",
    "url", "rev", "changed_at",
)  # fmt: skip
_WHEN = itemgetter(*COLUMNS[8:17])
# A spreadsheet runs a cell that begins so; an apostrophe in front makes it text (OWASP, CSV
# injection). Tabs and line ends are here because some programs skip them to find the formula.
_FORMULA = frozenset("=+-@\t\r\n＝＋－＠")


def whole(all_: Whole, view: View) -> Iterator[bytes]:
    """The header, then a row an event, lines ended by CR LF."""
    if not all_.begun:
        yield lines([COLUMNS])
    for items, _ in all_.batches:
        yield lines(_row(item, view) for item in items)


def _row(item: Recorded, view: View) -> list[object]:
    """The cells of an event, in the order of the columns, harmless to a spreadsheet."""
    stored = item.document
    place, forum, participants = stored["place"], stored["forum"], stored["participants"]
    cells: list[Any] = [
        item.id,
        stored["slug"],
        chosen(stored["title"], view.lang)[1],
        stored["kind"],
        stored["status"],
        stored["agreement"],
        forum,
        view.names.forums[forum or ""],
        *_WHEN(stored["when"]),
        refs.text(place["city"], view) if place else None,
        place["country"] if place else None,
        _ids([row["actor"] for row in participants if row["role"] == "party"]),
        _ids([row["actor"] for row in participants]),
        _ids(stored["topics"]),
        _ids(stored["sources"]),
        f"{view.base_url}/v1/events/{item.id}",
        item.rev,
        refs.utc(item.changed_at),
    ]
    # As harmless() does it; a call for each of so many cells would take as long as all the rest.
    return [
        "'" + cell if cell.__class__ is str and cell[:1] in _FORMULA else cell for cell in cells
    ]


def _ids(ids: list[str]) -> str:
    return ids[0] if len(ids) == 1 else ";".join(dict.fromkeys(ids))


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
