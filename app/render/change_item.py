"""One entry of the feed of changes as JSON: the same in a list, a stream and a webhook."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from app.domain.feed import Entry
from app.domain.listing import Related, View
from app.render import refs
from app.render.event_item import event_item

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Page:
    """Some entries, oldest first. `rev` is told in full; `since` is how to ask for what follows."""

    items: Sequence[Json]
    next: str | None
    rev: int
    since: str
    query: Json | None = None


def page(found: Page) -> bytes:
    """The envelope with its entries."""
    return orjson.dumps(found)


def change_item(entry: Entry, related: Related, view: View) -> Json:
    """What a commit did to an event; `item` is the event as a list at that revision shows it.

    So `related` is what that item points at, and the view has the directory of that revision.
    """
    item = entry.item and event_item(entry.item, related, view)
    return {**_commit(entry), "item": item}


def recorded_item(entry: Entry) -> Json:
    """What a commit did to anything; `item` is the document as the record keeps it."""
    return {**_commit(entry), "item": entry.document}


def _commit(entry: Entry) -> Json:
    return {
        "rev": entry.rev,
        "at": refs.utc(entry.at),
        "nature": entry.nature,
        "reason": entry.reason,
        "source": entry.source,
        "thing": entry.thing,
        "id": entry.id,
        "effect": entry.effect,
        "changes": [change.model_dump(mode="json") for change in entry.changes],
    }
