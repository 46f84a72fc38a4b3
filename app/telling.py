"""Entries of the feed as JSON, each at its own revision: for lists, streams and webhooks alike."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from app.domain.feed import Entry
from app.domain.listing import Related, View
from app.render.change_item import change_item
from app.store.pointed import pointed_at
from app.store.touches import Touches

_NOTHING = Related()


def told(touches: Touches, entries: Sequence[Entry], view: View) -> list[dict[str, Any]]:
    """Entries of a filter, in order of revisions, with names, titles and counts as of each.

    `view` is how the reader wants them, and the filter; its directory is not used.
    """
    related = pointed_at(touches, entries)
    views = {rev: _as_of(touches, view, rev) for rev in {entry.rev for entry in entries}}
    return [
        change_item(entry, related.get(entry.rev, _NOTHING), views[entry.rev]) for entry in entries
    ]


def _as_of(touches: Touches, view: View, rev: int) -> View:
    return replace(view, directory=touches.moment(rev).directory)
