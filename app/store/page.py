"""`EventQuery` to one `SELECT`: which table drives, in which order, after which row."""

from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    Table,
    and_,
    func,
    literal,
    or_,
    select,
    union_all,
)

from app.domain.directory import Directory
from app.domain.facts import UNDATED_KEY
from app.domain.query import EventQuery, Sort
from app.store.pins import Pin, at
from app.store.tables import commits, event_actors, event_index, versions
from app.store.where import Where

Condition = ColumnElement[bool]


class Key(NamedTuple):
    """Where a row stands in its order; ids break ties, so that no two rows stand together."""

    part: int
    first: int
    second: int
    id: str


@dataclass(frozen=True, slots=True)
class Found:
    """A way to the rows of a query: the table whose order drives, and its conditions."""

    source: Any
    keys: Table
    conditions: list[Condition]
    where: Where


def page(
    query: EventQuery,
    directory: Directory,
    pin: Pin,
    limit: int,
    after: Key | None = None,
    *,
    sqlite: bool,
) -> Select[Any]:
    """The next rows of the query in its order, with their documents.

    Columns: part, first, second, entity (the key), rev, version, at, document.
    """
    found = found_by(query, directory, pin, sqlite=sqlite)
    arms = _arms(query, found, after, limit)
    keys = (arms[0] if len(arms) == 1 else _united(arms, query, limit)).subquery("keys")
    joined = keys.join(versions, versions.c.id == keys.c.version_id).join(
        commits, commits.c.rev == keys.c.rev
    )
    columns = (versions.c.version, commits.c.at, versions.c.document)
    return select(keys, *columns).select_from(joined).order_by(*_order(query, keys))


def count(query: EventQuery, directory: Directory, pin: Pin, *, sqlite: bool) -> Select[int]:
    """How many events the query has."""
    found = found_by(query, directory, pin, sqlite=sqlite)
    return select(func.count()).select_from(found.source).where(*found.conditions)


def found_by(query: EventQuery, directory: Directory, pin: Pin, *, sqlite: bool) -> Found:
    """Driven from the rows of one actor where a single one is asked by name, else from events."""
    where = Where(query, directory, pin, sqlite=sqlite)
    lone = next((group[0] for group in query.actors if len(group) == 1), None)
    alive = at(event_index, pin)
    if lone is None or query.via or query.sort is Sort.CHANGED:
        return Found(event_index, event_index, [alive, *where.conditions()], where)
    joined = event_index.join(event_actors, event_actors.c.entity == event_index.c.entity)
    named = [event_actors.c.actor == lone, at(event_actors, pin), *where.in_role(event_actors)]
    conditions = [alive, *named, *where.conditions(but_actor=lone)]
    return Found(joined, event_actors, conditions, where)


def _arms(query: EventQuery, found: Found, after: Key | None, limit: int) -> list[Select[Any]]:
    """Parts of the answer that are each a range of an index; their union is the answer."""
    return [
        _arm(query, found, [*more], part, after, limit)
        for part, more in _parts(query, found)
        if after is None or part >= after.part
    ]


def _parts(query: EventQuery, found: Found) -> list[tuple[int, tuple[Condition, ...]]]:
    long, start = found.keys.c.long, found.keys.c.start_key
    if query.sort is Sort.CHANGED:
        return [(0, ())]
    short = found.where.short(found.keys)
    dated: list[tuple[int, tuple[Condition, ...]]] = [(0, ())]
    if short is not None:
        dated = [(0, (~long, short)), (0, (long,))]
    if query.sort is Sort.DATE:
        return dated
    # Reversed, those without a start would come first: they are a part of their own.
    known = [(0, (*more, start < UNDATED_KEY)) for _, more in dated]
    return [*known, (1, (start >= UNDATED_KEY,))]


def _arm(
    query: EventQuery,
    found: Found,
    more: list[Condition],
    part: int,
    after: Key | None,
    limit: int,
) -> Select[Any]:
    first, second, entity = _key_columns(query, found.keys)
    columns = (
        literal(part, Integer).label("part"),
        first.label("first"),
        second.label("second"),
        entity.label("entity"),
        event_index.c.changed_rev.label("rev"),
        event_index.c.version_id,
    )
    if after is not None and after.part == part:
        more = [*more, _beyond(query, (first, second, entity), after)]
    rows = select(*columns).select_from(found.source).where(*found.conditions, *more)
    return rows.order_by(*_directed(query, (first, second, entity))).limit(limit)


def _key_columns(
    query: EventQuery, keys: Table
) -> tuple[ColumnElement[int], ColumnElement[int], ColumnElement[str]]:
    if query.sort is Sort.CHANGED:
        return event_index.c.changed_rev, literal(0, Integer), event_index.c.entity
    return keys.c.start_key, keys.c.end_key, keys.c.entity


def _beyond(query: EventQuery, columns: tuple[Any, ...], after: Key) -> Condition:
    """The rows after a key, spelt out: row values compare in one direction on both databases."""
    first, second, entity = columns
    if query.sort is Sort.DATE:
        ahead = [first > after.first, second > after.second, entity > after.id]
    else:
        ahead = [first < after.first, second < after.second, entity < after.id]
    bound = first >= after.first if query.sort is Sort.DATE else first <= after.first
    tied = and_(first == after.first, or_(ahead[1], and_(second == after.second, ahead[2])))
    return and_(bound, or_(ahead[0], tied))


def _directed(query: EventQuery, columns: tuple[Any, ...]) -> list[Any]:
    return [c.asc() if query.sort is Sort.DATE else c.desc() for c in columns]


def _order(query: EventQuery, keys: Any) -> list[Any]:
    return [keys.c.part, *_directed(query, (keys.c.first, keys.c.second, keys.c.entity))]


def _united(arms: list[Select[Any]], query: EventQuery, limit: int) -> Select[Any]:
    """Each arm sorted and cut by its own index first: what is merged is never more than needed."""
    cut = [select(arm.subquery()) for arm in arms]
    united = union_all(*cut).subquery("united")
    return select(united).order_by(*_order(query, united)).limit(limit)
