"""Events in which an actor is named that begin on a day: among them are those told twice."""

from collections.abc import Iterable, Iterator
from typing import Any

import orjson
from sqlalchemy import Connection, and_, or_, select

from app.domain.facts import first_key
from app.store.rows import chunks
from app.store.tables import event_actors, event_index, versions

Document = dict[str, Any]


def neighbours(connection: Connection, wanted: Iterable[tuple[str, int]]) -> Iterator[Document]:
    """The documents of the events of these actors that begin on these days (ordinals), once each.

    An event without a known start is near to nothing.
    """
    named = event_actors.join(event_index, event_index.c.entity == event_actors.c.entity).join(
        versions, versions.c.id == event_index.c.version_id
    )
    current = and_(event_actors.c.to_rev.is_(None), event_index.c.to_rev.is_(None))
    found: set[str] = set()
    for some in chunks(sorted(set(wanted)), 100):
        rows = select(event_actors.c.entity, versions.c.document).select_from(named)
        for row in connection.execute(rows.where(current, or_(*map(_on, some)))):
            if row.entity not in found:
                found.add(row.entity)
                yield orjson.loads(row.document)


def _on(wanted: tuple[str, int]) -> Any:
    actor, day = wanted
    start = event_actors.c.start_key
    return and_(event_actors.c.actor == actor, start >= first_key(day), start < first_key(day + 1))
