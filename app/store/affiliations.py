"""Index rows follow relations: who acts for whom changes which events an actor is in."""

from collections.abc import Iterable

from sqlalchemy import Connection, select

from app.domain.directory import UPWARD, Directory
from app.domain.event import Event
from app.store.rows import AFFILIATION_ROWS, affiliation_rows, chunks, replace
from app.store.tables import event_actors, event_index, versions


def reindex(
    connection: Connection, rev: int, before: Directory, after: Directory, skip: set[str]
) -> None:
    """Opens and closes, at this revision, the rows of events whose actors' relations changed.

    The events keep their versions, and reads as of earlier revisions keep the former belief.
    """
    if before is after:
        return
    found = _events_of(connection, touched(before, after))
    for some in chunks(sorted(found - skip)):
        events = [Event.model_validate_json(text) for text in _documents(connection, some)]
        wanted = {event.id: affiliation_rows(event, after) for event in events}
        for owned in AFFILIATION_ROWS:
            rows = {id_: tables[owned.table] for id_, tables in wanted.items()}
            replace(connection, rev, owned, rows)


def touched(before: Directory, after: Directory) -> frozenset[str]:
    """Those who act for others than before, and all who act through them, then or now."""
    ids = before.actors.keys() | after.actors.keys()
    changed = [id_ for id_ in ids if _standing(before, id_) != _standing(after, id_)]
    return frozenset[str]().union(
        *(directory.below(id_) for directory in (before, after) for id_ in changed)
    )


def _standing(directory: Directory, id_: str) -> object:
    actor = directory.actors.get(id_)
    if actor is None:
        return None
    # Memberships are expanded by the query: no index row follows from one.
    return actor.kind, [r for r in actor.relations if r.relation in UPWARD]


def _events_of(connection: Connection, actors: Iterable[str]) -> set[str]:
    found: set[str] = set()
    for some in chunks(sorted(actors)):
        wanted = event_actors.c.actor.in_(some) & event_actors.c.to_rev.is_(None)
        found |= set(connection.scalars(select(event_actors.c.entity).where(wanted).distinct()))
    return found


def _documents(connection: Connection, events: Iterable[str]) -> Iterable[str]:
    current = event_index.c.entity.in_(events) & event_index.c.to_rev.is_(None)
    joined = select(versions.c.document).join(
        event_index, event_index.c.version_id == versions.c.id
    )
    return connection.scalars(joined.where(current))
