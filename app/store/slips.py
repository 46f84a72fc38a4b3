"""How the events of a query were moved, by the cells of a table: read from their typed changes."""

from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import orjson
from sqlalchemy import Connection, Select, and_, bindparam, literal_column, select, union_all

from app.domain.cells import By, Cell, Table
from app.domain.change import ChangeType, Nature
from app.domain.directory import Directory
from app.domain.query import EventQuery
from app.domain.slips import Slip
from app.domain.things import Thing
from app.store.cells import text
from app.store.counts import counted, key, with_actors
from app.store.page import KEPT, found_by, ranges
from app.store.pins import Pin
from app.store.rarity import shaped_on
from app.store.shape import Shape
from app.store.tables import changes, commits, event_index


def slips(
    connection: Connection, query: EventQuery, table: Table, directory: Directory, pin: Pin
) -> Mapping[Cell, list[Slip]]:
    """The moves of the events that are in the answer, up to the revision, in each cell.

    A correction is none: then we were wrong, and the event stood where it stands.
    """
    shape, values = shaped_on(connection, query, directory, pin)
    statement = moves(shape, table.by, of_some=bool(table.actor_kinds))
    asked = {**values, "counted": counted(table, directory), "until": pin.rev}
    found: defaultdict[Cell, list[Slip]] = defaultdict(list)
    for *cell, event, payload in connection.execute(statement, asked):
        shown = tuple(zip(table.by, map(text, table.by, cell), strict=True))
        found[shown].append(Slip(event, orjson.loads(payload)["days"]))
    return found


@lru_cache(KEPT)
def moves(shape: Shape, by: tuple[By, ...], *, of_some: bool) -> Select[Any]:
    """A row a move and cell: what is grouped by, in the order of the table, the event, the change.

    Asked as `counts.grouped` is, and with `until`, the last revision that counts.
    """
    found = found_by(shape)
    source = with_actors(found, of_some=of_some) if By.ACTOR in by else found.source
    moved = and_(
        # Our own words, spelt out: SQLite would prepare the statement anew for a parameter.
        changes.c.thing == literal_column(f"'{Thing.EVENT}'"),
        changes.c.entity == event_index.c.entity,
        changes.c.type == literal_column(f"'{ChangeType.RESCHEDULED}'"),
        changes.c.rev <= bindparam("until"),
    )
    meant = and_(commits.c.rev == changes.c.rev, commits.c.nature != Nature.CORRECTION)
    source = source.join(changes, moved).join(commits, meant)
    columns = (*(key(one).label(one) for one in by), event_index.c.entity, changes.c.payload)
    listed = select(*columns).select_from(source)
    arms = [listed.where(*found.conditions, *more) for more in ranges(found)]
    return select(union_all(*arms).subquery("moves"))
