"""The difference of two answers as JSON."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import orjson

from app.domain.difference import Difference, Effect, State
from app.domain.listing import Related, View
from app.domain.resolve import Resolution
from app.render import refs
from app.render.event_item import event_item
from app.render.json_ import asked

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two moments: what its items point at, and how it is shown."""

    rev: int
    at: datetime
    view: View
    related: Related


@dataclass(frozen=True, slots=True)
class Page:
    """A page of differences from `a` to `b`, with how many there are in all where that is asked."""

    items: list[Difference]
    a: Side
    b: Side
    next: str | None = None
    count: Mapping[Effect, int] | None = None
    resolved: Mapping[str, list[Resolution]] = field(default_factory=dict)


def page(found: Page) -> bytes:
    """The envelope with its entries."""
    return orjson.dumps(
        {
            "items": [entry(difference, found.a, found.b) for difference in found.items],
            "next": found.next,
            "a": _moment(found.a),
            "b": _moment(found.b),
            "count": _count(found.count),
            "query": asked(found.resolved, found.b.view),
        }
    )


def entry(found: Difference, a: Side, b: Side) -> Json:
    """One event: as it was in the answer at `a`, and as it is in the answer at `b`."""
    return {
        "id": found.id,
        "effect": found.effect,
        "versions": {"a": _version(found.before), "b": _version(found.after)},
        "changes": [change.model_dump(mode="json") for change in found.changes],
        "before": None if found.effect is Effect.ENTERED else _item(found.before, a),
        "item": _item(found.after, b) if found.effect in _THERE else None,
    }


_THERE = (Effect.ENTERED, Effect.CHANGED)


def _item(state: State | None, side: Side) -> Json | None:
    return None if state is None else event_item(state.event, side.related, side.view)


def _version(state: State | None) -> int | None:
    return None if state is None else state.event.version


def _moment(side: Side) -> Json:
    return {"rev": side.rev, "at": refs.utc(side.at)}


def _count(count: Mapping[Effect, int] | None) -> Json | None:
    return None if count is None else {str(effect): count.get(effect, 0) for effect in Effect}
