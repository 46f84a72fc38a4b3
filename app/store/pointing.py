"""The events and statements that point at an event, as they are now."""

from collections.abc import Iterator

from sqlalchemy import Connection, select

from app.domain.things import Thing
from app.store.steps import State, states
from app.store.tables import event_index, statement_events


def pointing_at(connection: Connection, event: str) -> Iterator[tuple[Thing, State]]:
    """Its parts, and the statements about it."""
    parts = select(event_index.c.entity).where(
        event_index.c.part_of == event, event_index.c.to_rev.is_(None)
    )
    said = select(statement_events.c.statement).where(
        statement_events.c.entity == event, statement_events.c.to_rev.is_(None)
    )
    for thing, wanted in ((Thing.EVENT, parts), (Thing.STATEMENT, said)):
        ids = sorted(set(connection.scalars(wanted)))
        for state in states(connection, ((thing, id_) for id_ in ids)).values():
            yield thing, state
