"""How many events of a query there are in each cell of a table: grouped by the database."""

from typing import Any

from sqlalchemy import Connection, Select, and_, func, select

from app.domain.actor import ActorKind
from app.domain.cells import By, Cell, Table
from app.domain.directory import Directory
from app.domain.query import EventQuery
from app.store.cells import column, text
from app.store.page import Found, found_by
from app.store.pins import Pin, at
from app.store.tables import event_actors, event_index

# The people, offices and countries of an event, whatever actor the query itself is driven by.
_actors = event_actors.alias("counted_actors")


def counts(
    connection: Connection,
    query: EventQuery,
    table: Table,
    directory: Directory,
    pin: Pin,
    limit: int,
) -> dict[Cell, int]:
    """The cells that have events, at most `limit` of them, in no order."""
    statement = grouped(query, table, directory, pin, sqlite=connection.dialect.name == "sqlite")
    found = connection.execute(statement.limit(limit))
    return {tuple(zip(table.by, map(text, table.by, row), strict=True)): row[-1] for row in found}


def grouped(
    query: EventQuery, table: Table, directory: Directory, pin: Pin, *, sqlite: bool
) -> Select[Any]:
    """A row a cell: what it is grouped by, in the order of the table, then the count."""
    found = found_by(query, directory, pin, sqlite=sqlite)
    source = found.source
    if By.ACTOR in table.by:
        source = _with_actors(found, table.actor_kinds, directory, pin)
    keys = [_key(by).label(by) for by in table.by]
    # Computed below and grouped above: an expression with parameters is not grouped by twice.
    rows = select(*keys).select_from(source).where(*found.conditions).subquery("cells")
    return select(*rows.c, func.count()).group_by(*rows.c)


def _key(by: By) -> Any:
    return _actors.c.actor if by is By.ACTOR else column(by)


def _with_actors(found: Found, kinds: frozenset[ActorKind], directory: Directory, pin: Pin) -> Any:
    """Each event with its actors; with none of them, unless only some kinds are counted."""
    same = and_(_actors.c.entity == event_index.c.entity, at(_actors, pin))
    same = and_(same, *found.where.in_role(_actors))
    if not kinds:
        return found.source.outerjoin(_actors, same)
    ids = sorted(id_ for id_, actor in directory.actors.items() if actor.kind in kinds)
    return found.source.join(_actors, and_(same, _actors.c.actor.in_(ids)))
