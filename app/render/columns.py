"""An event as the columns of a table: what CSV and Parquet have in common."""

from collections.abc import Callable
from operator import itemgetter
from typing import Any

from app.domain.listing import Recorded, View
from app.domain.text import chosen
from app.render import refs

COLUMNS = (
    "id", "slug", "title", "kind", "status", "agreement", "forum", "forum_name", "edtf",
    "precision", "earliest_start", "latest_start", "earliest_end", "latest_end", "starts_at",
    "ends_at", "timezone", "city", "country", "parties", "participants", "topics", "sources",
    "url", "rev", "changed_at",
)  # fmt: skip
LISTS = slice(19, 23)
_WHEN = itemgetter(*COLUMNS[8:17])

Row = Callable[[Recorded], list[Any]]


def rows(view: View) -> Row:
    """What makes a row of an event: ids as lists, the instant of its change as one."""
    forums = view.names.forums

    def row(item: Recorded) -> list[Any]:
        stored = item.document
        place, forum, participants = stored["place"], stored["forum"], stored["participants"]
        return [
            item.id,
            stored["slug"],
            chosen(stored["title"], view.lang)[1],
            stored["kind"],
            stored["status"],
            stored["agreement"],
            forum,
            forums[forum or ""],
            *_WHEN(stored["when"]),
            refs.text(place["city"], view) if place else None,
            place["country"] if place else None,
            _once([part["actor"] for part in participants if part["role"] == "party"]),
            _once([part["actor"] for part in participants]),
            stored["topics"],
            stored["sources"],
            f"{view.base_url}/v1/events/{item.id}",
            item.rev,
            item.changed_at,
        ]

    return row


def _once(ids: list[str]) -> list[str]:
    return ids if len(ids) < 2 else list(dict.fromkeys(ids))
