"""CSV (RFC 4180): one row an event, lists as ids joined by semicolons."""

import csv
from collections.abc import Iterable, Iterator
from io import StringIO
from typing import Any

from app.domain.listing import Recorded, Related, View, Whole
from app.domain.text import chosen
from app.render import refs
from app.render.form import Form

Json = dict[str, Any]

COLUMNS = (
    "id", "slug", "title", "kind", "status", "agreement", "forum", "forum_name", "edtf",
    "precision", "earliest_start", "latest_start", "earliest_end", "latest_end", "starts_at",
    "ends_at", "timezone", "city", "country", "parties", "participants", "topics", "sources",
    "url", "rev", "changed_at",
)  # fmt: skip
_WHEN = COLUMNS[8:17]
# A spreadsheet runs a cell that begins so; an apostrophe in front makes it text (OWASP, CSV
# injection). Tabs and line ends are here because some programs skip them to find the formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def whole(all_: Whole, view: View) -> Iterator[bytes]:
    """The header, then a row an event, lines ended by CR LF."""
    if not all_.begun:
        yield lines([COLUMNS])
    for items, related in all_.batches:
        yield lines(row(item, related, view) for item in items)


def row(item: Recorded, _related: Related, view: View) -> list[str]:
    """The cells of an event, harmless to a spreadsheet."""
    stored = item.document
    place = stored["place"] or {}
    cells = {
        **{member: stored[member] for member in ("slug", "kind", "status", "agreement", "forum")},
        **{member: stored["when"][member] for member in _WHEN},
        "id": item.id,
        "title": chosen(stored["title"], view.lang)[1],
        "forum_name": view.names.forums[stored["forum"] or ""],
        "city": refs.text(place.get("city"), view),
        "country": place.get("country"),
        "parties": _ids(row["actor"] for row in stored["participants"] if row["role"] == "party"),
        "participants": _ids(row["actor"] for row in stored["participants"]),
        "topics": _ids(stored["topics"]),
        "sources": _ids(stored["sources"]),
        "url": f"{view.base_url}/v1/events/{item.id}",
        "rev": item.rev,
        "changed_at": refs.utc(item.changed_at),
    }
    return [harmless(cells[column]) for column in COLUMNS]


def _ids(ids: Iterable[str]) -> str:
    return ";".join(dict.fromkeys(ids))


def harmless(value: object) -> str:
    """The cell, with an apostrophe in front where a spreadsheet would run it."""
    text = "" if value is None else str(value)
    return "'" + text if text.startswith(_FORMULA) else text


def lines(rows: Iterable[Iterable[str]]) -> bytes:
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
