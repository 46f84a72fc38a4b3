"""A draft as JSON: what it would change, what keeps it back, and the thing as it would be."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.domain.change import Change
from app.domain.things import Thing
from app.errors import Fault
from app.render import refs

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Drafted:
    """A draft with what is told of it; `item` is the event or statement that it holds."""

    id: str
    thing: Thing
    target: str | None
    base_version: int | None
    version: int
    author: str
    created_at: datetime
    updated_at: datetime
    proposed: Json
    evidence: Sequence[Json]
    changes: Sequence[Change]
    obstacles: Sequence[Fault]
    item: Json


def draft_item(draft: Drafted, base_url: str) -> Json:
    """Every member present. `commit` is what its author would have said of the commit."""
    address = f"{base_url}/v1/drafts/{draft.id}"
    return {
        "id": draft.id,
        "thing": draft.thing,
        "target": draft.target,
        "base_version": draft.base_version,
        "version": draft.version,
        "author": draft.author,
        "created_at": refs.utc(draft.created_at),
        "updated_at": refs.utc(draft.updated_at),
        "commit": {name: draft.proposed.get(name) for name in ("reason", "source", "nature")},
        "evidence": list(draft.evidence),
        "changes": [change.model_dump(mode="json") for change in draft.changes],
        "obstacles": [{"pointer": f.pointer, "detail": f.detail} for f in draft.obstacles],
        "item": draft.item,
        "urls": {"self": address, "publish": f"{address}/publish"},
    }
