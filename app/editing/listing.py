"""Drafts under the filter of events, by its meaning in plain Python: there is no second one."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.domain.dates import When
from app.domain.drafts import EventDraft
from app.domain.event import Event
from app.domain.facts import UNDATED_KEY, end_key, start_key
from app.domain.query import EventQuery, Sort
from app.domain.source import Statement
from app.domain.things import Thing
from app.editing.reading import Desk
from app.store import documents, drafts
from app.store.drafts import Draft
from app.store.pins import micros

# Where a draft stands in its list: part, first, second, id, all rising.
Key = tuple[int, int, int, str]
_LAST = 2**61


@dataclass(frozen=True, slots=True)
class Listed:
    """A draft that belongs to the answer, and where it stands."""

    draft: Draft
    key: Key


def matching(desk: Desk, query: EventQuery, things: Collection[Thing]) -> list[Listed]:
    """The drafts of a filter in its order.

    One of an event belongs to the answer as the event that it would make; one of a statement if an
    event does that it is about, or if nothing is asked of events.
    """
    events = drafts.all_of(desk.connection, Thing.EVENT)
    said = drafts.all_of(desk.connection, Thing.STATEMENT)
    found = list(_events(desk, query, events, said)) if Thing.EVENT in things else []
    if Thing.STATEMENT in things:
        found += _statements(desk, query, events, said)
    return sorted(found, key=lambda listed: listed.key)


def _events(
    desk: Desk, query: EventQuery, events: Sequence[Draft], said: Sequence[Draft]
) -> Iterator[Listed]:
    told = _told(desk, query, events, said)
    for draft in events:
        event = EventDraft.model_validate(draft.document)
        if query.matches(event, desk.directory, told.get(draft.entity, ())):
            yield Listed(draft, _key(query.sort, draft, event.when))


def _told(
    desk: Desk, query: EventQuery, events: Iterable[Draft], said: Iterable[Draft]
) -> Mapping[str, list[Statement]]:
    """By event, what is said of it, published or not: a filter by words asks for that."""
    if not query.words:
        return {}
    found: dict[str, list[Statement]] = {}
    published = documents.about_any(desk.connection, [d.entity for d in events], desk.pin)
    for document in (*published, *(draft.document for draft in said)):
        statement = Statement.model_validate(document)
        for about in statement.about:
            found.setdefault(about.event, []).append(statement)
    return found


def _statements(
    desk: Desk, query: EventQuery, events: Sequence[Draft], said: Sequence[Draft]
) -> Iterator[Listed]:
    everything = query.fingerprint() == EventQuery(sort=query.sort).fingerprint()
    wanted = {about["event"] for draft in said for about in draft.document["about"]}
    fitting = set[str]() if everything else set(_fitting(desk, query, wanted, events))
    for draft in said:
        statement = Statement.model_validate(draft.document)
        if everything or not fitting.isdisjoint(about.event for about in statement.about):
            yield Listed(draft, _key(query.sort, draft, When.model_validate(statement.date)))


def _fitting(
    desk: Desk, query: EventQuery, wanted: set[str], events: Iterable[Draft]
) -> Iterator[str]:
    """Those of these events that the filter admits, as they are published, else as drafted."""
    drafted = {draft.entity: draft.document for draft in events if draft.target is None}
    published = documents.current(desk.connection, Thing.EVENT, wanted, desk.pin)
    known: dict[str, Any] = {**drafted, **published}
    for id_ in wanted & known.keys():
        event: Event = EventDraft.model_validate(known[id_])
        if query.matches(event, desk.directory):
            yield id_


def _key(sort: Sort, draft: Draft, when: When) -> Key:
    """A number that falls as the order rises is written as what is left to the last."""
    if sort is Sort.CHANGED:
        return 0, _LAST - micros(draft.updated_at), 0, draft.id
    first, last = start_key(when), end_key(when)
    if sort is Sort.DATE:
        return 0, first, last, draft.id
    return int(first >= UNDATED_KEY), _LAST - first, _LAST - last, draft.id
