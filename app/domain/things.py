"""The six kinds of thing the ledger holds, and the model of each."""

from enum import StrEnum
from typing import Any

from app.domain.actor import Actor
from app.domain.event import Event
from app.domain.forum import Forum, Topic
from app.domain.source import Source, Statement


class Thing(StrEnum):
    """What a version in the ledger is a state of."""

    ACTOR = "actor"
    FORUM = "forum"
    TOPIC = "topic"
    SOURCE = "source"
    EVENT = "event"
    STATEMENT = "statement"


Model = Actor | Forum | Topic | Source | Event | Statement

MODELS: dict[Thing, type[Model]] = {
    Thing.ACTOR: Actor,
    Thing.FORUM: Forum,
    Thing.TOPIC: Topic,
    Thing.SOURCE: Source,
    Thing.EVENT: Event,
    Thing.STATEMENT: Statement,
}

# Small, and needed to put names to ids: kept in memory at each revision that touched them.
DIRECTORY = (Thing.ACTOR, Thing.FORUM, Thing.TOPIC)


def dump(document: Model) -> dict[str, Any]:
    """The document as the ledger stores it: every member present, dates as text."""
    return document.model_dump(mode="json", by_alias=True)
