"""What a commit did, or would do, as JSON: each thing with its typed changes and as it is then."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.domain.change import Change, Nature
from app.domain.things import Thing
from app.render import refs

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Written:
    """A thing that the commit touched: its version afterwards, and the item, None if it ended."""

    thing: Thing
    id: str
    version: int
    changes: Sequence[Change]
    item: Json | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """A commit. `rev` is its revision; where nothing changed, or nothing is kept, the head's."""

    rev: int
    at: datetime
    kept: bool
    nature: Nature
    reason: str | None
    source: str | None
    items: Sequence[Written]


def outcome(found: Outcome) -> Json:
    """The commit with its things in the order in which they were touched."""
    return {
        "rev": found.rev,
        "at": refs.utc(found.at),
        "dry_run": not found.kept,
        "nature": found.nature,
        "reason": found.reason,
        "source": found.source,
        "items": [_written(item) for item in found.items],
    }


def _written(item: Written) -> Json:
    return {
        "thing": item.thing,
        "id": item.id,
        "version": item.version,
        "changes": [change.model_dump(mode="json") for change in item.changes],
        "item": item.item,
    }
