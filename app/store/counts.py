"""How many events of a query there are in each cell of a table: grouped by the database."""

from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Select, and_, bindparam, func, select, union_all

from app.domain.cells import By, Cell, Table
from app.domain.directory import Directory
from app.domain.query import EventQuery
from app.store.cells import column, text
from app.store.page import KEPT, LIMIT, Found, found_by, ranges
from app.store.pins import Pin
from app.store.rarity import shaped_on
from app.store.shape import Shape
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
    shape, values = shaped_on(connection, query, directory, pin)
    statement = grouped(shape, table.by, of_some=bool(table.actor_kinds))
    asked = {**values, "counted": counted(table, directory), "limit": limit}
    found = connection.execute(statement, asked)
    return {tuple(zip(table.by, map(text, table.by, row), strict=True)): row[-1] for row in found}


@lru_cache(KEPT)
def grouped(shape: Shape, by: tuple[By, ...], *, of_some: bool) -> Select[Any]:
    """A row a cell: what it is grouped by, in the order of the table, then the count.

    Asked with the question's values, `limit`, and of some actors only, with those in `counted`.
    """
    found = found_by(shape)
    source = with_actors(found, of_some=of_some) if By.ACTOR in by else found.source
    keys = [key(one).label(one) for one in by]
    # Computed below and grouped above: an expression with parameters is not grouped by twice.
    listed = select(*keys).select_from(source)
    rows = union_all(*(listed.where(*found.conditions, *more) for more in ranges(found)))
    cells = rows.subquery("cells")
    return select(*cells.c, func.count()).group_by(*cells.c).limit(LIMIT)


def key(by: By) -> Any:
    """What a row counts under."""
    return _actors.c.actor if by is By.ACTOR else column(by)


def with_actors(found: Found, *, of_some: bool) -> Any:
    """Each event with its actors; with none of them, unless only some actors are counted."""
    same = and_(_actors.c.entity == event_index.c.entity, found.where.believed(_actors))
    same = and_(same, *found.where.in_role(_actors))
    if not of_some:
        return found.source.outerjoin(_actors, same)
    listed = _actors.c.actor.in_(bindparam("counted", expanding=True))
    return found.source.join(_actors, and_(same, listed))


def counted(table: Table, directory: Directory) -> list[str]:
    """The actors that have rows, where only those of some kinds have."""
    kinds = table.actor_kinds
    return sorted(id_ for id_, actor in directory.actors.items() if actor.kind in kinds)
