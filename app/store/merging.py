"""What was merged into what: written with the commit, followed whenever a token is read."""

from collections.abc import Sequence

from sqlalchemy import Connection, and_, insert, select

from app.domain.things import Thing
from app.store import rows
from app.store.pins import Pin, at
from app.store.steps import Step
from app.store.tables import merges


def write(connection: Connection, rev: int, made: Sequence[Step]) -> None:
    """From this revision on what a commit merges means another, and what it restores itself."""
    for step in made:
        if step.restored and step.before is not None and step.before.merged:
            rows.close(connection, merges, [_row(connection, step)], rev)
    values = [
        {"thing": step.thing, "loser": step.id, "winner": step.into, "from_rev": rev}
        for step in made
        if step.into is not None
    ]
    if values:
        connection.execute(insert(merges), values)


def survivor(connection: Connection, thing: Thing, id_: str, pin: Pin) -> str:
    """What a thing goes on as at this revision: itself, unless it was merged."""
    found: str | None = id_
    while found is not None:
        id_ = found
        merged = and_(merges.c.thing == thing, merges.c.loser == id_, at(merges, pin))
        found = connection.scalar(select(merges.c.winner).where(merged))
    return id_


def _row(connection: Connection, step: Step) -> int:
    its = and_(merges.c.thing == step.thing, merges.c.loser == step.id, merges.c.to_rev.is_(None))
    row: int = connection.scalars(select(merges.c.id).where(its)).one()
    return row
