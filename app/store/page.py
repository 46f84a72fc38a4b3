"""A question to one `SELECT`: which table drives, in which order, after which row."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Integer,
    Select,
    Table,
    and_,
    bindparam,
    cast,
    func,
    literal,
    or_,
    select,
    union_all,
)

from app.domain.facts import UNDATED_KEY
from app.domain.query import Sort
from app.store.prepared import Statement
from app.store.shape import Shape
from app.store.tables import commits, event_actors, event_index, statement_events, versions
from app.store.where import Where

Condition = ColumnElement[bool]
Columns = list[ColumnElement[Any]]

# So many statements are kept of each sort: a session of someone who looks around has some dozens.
KEPT = 512


@dataclass(frozen=True, slots=True)
class Found:
    """A way to the rows of a shape: the table whose order drives, and its conditions."""

    source: Any
    keys: Table
    conditions: list[Condition]
    where: Where


@lru_cache(KEPT)
def page(shape: Shape) -> Select[Any]:
    """The next rows in order, with their documents: asked with the question's values and `limit`.

    Columns: part, first, second, entity (the key), rev, version, at, document.
    """
    keys = _keys(shape).subquery("keys")
    joined = keys.join(versions, versions.c.id == keys.c.version_id).join(
        commits, commits.c.rev == keys.c.rev
    )
    columns = (versions.c.version, commits.c.at, versions.c.document)
    return select(keys, *columns).select_from(joined).order_by(*_order(shape, keys))


@lru_cache(KEPT)
def keys(shape: Shape) -> Statement:
    """The same rows without what they hold: part, first, second, entity, rev, version_id.

    With what a reader's question decides: how many statements there are about the event and, where
    the rows of one actor drive, how that one is in it: roles, named, sure.
    """
    return _keys(shape, _beside)


def _keys(shape: Shape, beside: Callable[[Found], Columns] = lambda _: []) -> Statement:
    found = found_by(shape)
    arms = _arms(found, beside(found))
    if len(arms) == 1:
        return _cut(arms[0], shape)
    if shape.sqlite and shape.sort is Sort.DATE:
        return _merged(arms, shape)
    return _united(arms, shape)


@lru_cache(KEPT)
def count(shape: Shape) -> Select[int]:
    """How many events there are, asked with the question's values."""
    found = found_by(shape)
    counted = select(func.count()).select_from(found.source)
    parts = [counted.where(*found.conditions, *more) for more in ranges(found)]
    return select(sum((part.scalar_subquery() for part in parts), literal(0)))


def found_by(shape: Shape) -> Found:
    """Driven from the rows of one actor where a single one is asked by name, else from events."""
    where = Where(shape)
    alive = where.believed(event_index)
    if shape.lone is None:
        return Found(event_index, event_index, [alive, *where.conditions()], where)
    joined = event_index.join(event_actors, event_actors.c.entity == event_index.c.entity)
    (actor,) = where.each(f"{shape.lone}_span0")
    named = [event_actors.c.actor == actor, where.believed(event_actors)]
    role = where.in_role(event_actors)
    conditions = [alive, *named, *role, *where.conditions(but_actor=shape.lone)]
    return Found(joined, event_actors, conditions, where)


def _beside(found: Found) -> Columns:
    about = statement_events.c.entity == event_index.c.entity
    counted = select(func.count()).where(about, found.where.believed(statement_events))
    statements = counted.correlate(event_index).scalar_subquery().label("statements")
    stood = event_actors.c
    return [statements, *([stood.roles, stood.named, stood.sure] if found.where.shape.lone else [])]


def _arms(found: Found, beside: Columns) -> list[Select[Any]]:
    """Parts of the answer that are each a range of an index; their union is the answer."""
    after = found.where.shape.part
    return [
        _arm(found, more, part, beside)
        for part, more in _parts(found)
        if after is None or part >= after
    ]


def _parts(found: Found) -> list[tuple[int, list[Condition]]]:
    start, sort = found.keys.c.start_key, found.where.shape.sort
    if sort is Sort.CHANGED:
        return [(0, [])]
    if sort is Sort.DATE:
        return [(0, more) for more in ranges(found)]
    # Reversed, those without a start would come first: they are a part of their own.
    known = [(0, [*more, start < UNDATED_KEY]) for more in ranges(found)]
    return [*known, (1, [*ranges(found)[-1], start >= UNDATED_KEY])]


def ranges(found: Found) -> list[list[Condition]]:
    """The short events and the long ones, where a window makes the first few of many."""
    reaching = found.where.reaching(found.keys)
    return [[]] if reaching is None else [*reaching]


def _arm(found: Found, more: list[Condition], part: int, beside: Columns) -> Select[Any]:
    shape = found.where.shape
    first, second, entity = _key_columns(shape, found.keys)
    columns = (
        literal(part, Integer).label("part"),
        first.label("first"),
        second.label("second"),
        entity.label("entity"),
        event_index.c.changed_rev.label("rev"),
        event_index.c.version_id,
    )
    if shape.part == part:
        more = [*more, _beyond(shape, (first, second, entity))]
    return select(*columns, *beside).select_from(found.source).where(*found.conditions, *more)


# SQLite looks into a bare parameter of a limit for its plan (where it is built with STAT4, as that
# of pysqlite3 is), and so would prepare the statement again for each question: twice its cost.
LIMIT = cast(bindparam("limit"), Integer)


def _key_columns(
    shape: Shape, keys: Table
) -> tuple[ColumnElement[int], ColumnElement[int], ColumnElement[str]]:
    if shape.sort is Sort.CHANGED:
        return event_index.c.changed_rev, literal(0, Integer), event_index.c.entity
    return keys.c.start_key, keys.c.end_key, keys.c.entity


def _beyond(shape: Shape, columns: tuple[Any, ...]) -> Condition:
    """The rows after a key, spelt out: row values compare in one direction on both databases."""
    keys: list[Any] = [bindparam(f"after_{name}") for name in ("first", "second", "id")]
    pairs = list(zip(columns, keys, strict=True))
    ahead = [c > key if shape.sort is Sort.DATE else c < key for c, key in pairs]
    first, second = (c == key for c, key in pairs[:2])
    bound = columns[0] >= keys[0] if shape.sort is Sort.DATE else columns[0] <= keys[0]
    return and_(bound, or_(ahead[0], and_(first, or_(ahead[1], and_(second, ahead[2])))))


def _directed(shape: Shape, columns: tuple[Any, ...]) -> list[Any]:
    if shape.sort is Sort.CHANGED:
        first, _, entity = columns  # The second is the same for all: no index has it.
        columns = (first, entity)
    return [c.asc() if shape.sort is Sort.DATE else c.desc() for c in columns]


def _order(shape: Shape, keys: Any) -> list[Any]:
    return [keys.c.part, *_directed(shape, (keys.c.first, keys.c.second, keys.c.entity))]


def _cut(arm: Select[Any], shape: Shape) -> Select[Any]:
    """The first rows of an arm, in the order of its index."""
    _, *columns = arm.selected_columns
    return arm.order_by(*_directed(shape, tuple(columns[:3]))).limit(LIMIT)


def _united(arms: list[Select[Any]], shape: Shape) -> Select[Any]:
    """Each arm sorted and cut by its own index first: what is merged is never more than needed."""
    cut = [select(_cut(arm, shape).subquery()) for arm in arms]
    united = union_all(*cut).subquery("united")
    return select(united).order_by(*_order(shape, united)).limit(LIMIT)


def _merged(arms: list[Select[Any]], shape: Shape) -> CompoundSelect[Any]:
    """SQLite merges arms that are in order as it goes: none gives a row more than is needed.

    Only where all are of one part: it would sort by that column first.
    """
    united = union_all(*arms)
    _, first, second, entity, *_ = united.selected_columns
    return united.order_by(*_directed(shape, (first, second, entity))).limit(LIMIT)
