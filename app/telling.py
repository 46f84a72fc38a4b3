"""Entries of the feed as JSON, each at its own revision: for lists, streams and webhooks alike."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from app.domain.event import Event
from app.domain.facts import standings
from app.domain.feed import Entry
from app.domain.listing import Related, View, participants, unsaid
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
        change_item(entry, _stood(entry, related.get(entry.rev, _NOTHING), seen), seen)
        for entry, seen in ((entry, views[entry.rev]) for entry in entries)
    ]


def _stood(entry: Entry, related: Related, view: View) -> Related:
    """With those who are in the event, where it must be said how it matches.

    Worked out from the document: the rows that say it may have been of another revision.
    """
    document = entry.item.document if entry.item else None
    if document is None or not unsaid(participants(document), view.query):
        return related
    found = frozenset(standings(Event.model_validate(document), view.directory))
    return replace(related, standings={entry.id: found})


def _as_of(touches: Touches, view: View, rev: int) -> View:
    return replace(view, directory=touches.moment(rev).directory)
