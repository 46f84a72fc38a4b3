"""The statements of transactions as they were made, and made again by the driver alone."""

import threading
import time
from collections.abc import Sequence
from typing import Any, NamedTuple

import psycopg
from sqlalchemy import Engine, event

from app.store.sessions import Database

# What is said to the driver, its values, and whether they are those of many rows.
Statement = tuple[str, Any, bool]


class Took(NamedTuple):
    """Seconds by the clock, and those of a core in this process: PostgreSQL's own are not in it."""

    wall: float
    core: float


def now() -> Took:
    """What the clock says, and how long this process has had a core."""
    return Took(time.perf_counter(), time.process_time())


def since(begun: Took) -> Took:
    """What passed since then."""
    ended = now()
    return Took(ended.wall - begun.wall, ended.core - begun.core)


def note(writer: Engine, noted: list[list[Statement]]) -> None:
    """The statements of each transaction that wrote and was committed, with their values.

    On PostgreSQL those who read are heard of as well: whose key it is is no part of a commit.
    """
    pending: list[Statement] = []

    def execute(
        _c: Any, _cursor: Any, statement: str, values: Any, _context: Any, many: bool
    ) -> None:
        if not (statement.startswith("BEGIN") or _apart()):
            pending.append((statement, values, many))

    def ended(_connection: Any) -> None:
        if _apart():
            return
        if any(is_write(statement) for statement, *_ in pending):
            noted.append([*pending])
        pending.clear()

    event.listen(writer, "before_cursor_execute", execute)
    event.listen(writer, "commit", ended)


def _apart() -> bool:
    """When a key was last used is written beside the requests, and is none of them."""
    return threading.current_thread().name.startswith("uses")


def is_write(statement: str) -> bool:
    """Whether it is more than a question."""
    return not statement.lstrip().upper().startswith("SELECT")


def replay(url: str, noted: Sequence[Sequence[Statement]]) -> Took:
    """The same by the driver alone, over one connection that is as safe as ours."""
    if url.startswith("sqlite"):
        return _replay_sqlite(url, noted)
    with psycopg.connect(url) as connection:
        begun = now()
        for statements in noted:
            with connection.cursor() as cursor:
                for statement, values, many in statements:
                    _executed(cursor, statement, values, many=many)
            connection.commit()
        return since(begun)


def _replay_sqlite(url: str, noted: Sequence[Sequence[Statement]]) -> Took:
    database = Database(url)
    pooled = database.writer.raw_connection()
    cursor = pooled.cursor()
    begun = now()
    for statements in noted:
        cursor.execute("BEGIN IMMEDIATE")
        for statement, values, many in statements:
            _executed(cursor, statement, values, many=many)
        cursor.execute("COMMIT")
    took = since(begun)
    pooled.close()
    database.close()
    return took


def _executed(cursor: Any, statement: str, values: Any, *, many: bool) -> None:
    """Of rows written one by one to have their ids, SQLAlchemy says that they are many."""
    many = many and isinstance(values, list)
    (cursor.executemany if many else cursor.execute)(statement, values)
    if cursor.description is not None:
        cursor.fetchall()
