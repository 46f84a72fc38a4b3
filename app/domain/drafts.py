"""Drafts: what is not published yet, or a change proposed to what is; and how the two meet."""

from collections.abc import Mapping

from app.domain.event import Event, Ids
from app.domain.source import Statement
from app.domain.things import Thing


class EventDraft(Event):
    """An event that may have no source yet; without one it cannot be published."""

    sources: Ids = ()


# What of a thing can be drafted, and what a draft must be in the meantime.
DRAFTED: Mapping[Thing, type[Event] | type[Statement]] = {
    Thing.EVENT: EventDraft,
    Thing.STATEMENT: Statement,
}
