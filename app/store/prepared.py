"""Statements that are kept, run by the driver.

What SQLAlchemy does for each execution (its parameters, its context, its rows) costs as much as a
small statement itself. For one that is kept it is done once: what is left is a tuple of values.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import (
    CompoundSelect,
    Connection,
    Dialect,
    Insert,
    Select,
    Table,
    Update,
    bindparam,
    insert,
)
from sqlalchemy.engine.interfaces import DBAPICursor
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.dml import ReturningInsert

Values = Mapping[str, Any]
Statement = Select[*tuple[Any, ...]] | CompoundSelect[*tuple[Any, ...]]
Numbering = ReturningInsert[*tuple[Any, ...]]


class _Compiled(NamedTuple):
    """SQL as a driver takes it, the order of its parameters where that counts, their defaults."""

    sql: str
    order: Sequence[str] | None
    defaults: Values

    def given(self, values: Values) -> Sequence[Any] | Values:
        """The values as the driver takes them."""
        everything = {**self.defaults, **values} if self.defaults else values
        return everything if self.order is None else [everything[name] for name in self.order]


class Prepared(NamedTuple):
    """A statement with its values, as the driver takes them."""

    sql: str
    given: Sequence[Any] | Values


def prepare(statement: Statement | Numbering, values: Values, dialect: Dialect) -> Prepared:
    """The values must be texts and whole numbers, as those read are."""
    compiled = _compiled(statement, dialect)
    return Prepared(compiled.sql, compiled.given(values))


def ask(
    connection: Connection, statement: Statement | Numbering, values: Values
) -> list[tuple[Any, ...]]:
    """All rows as plain tuples, as of `fetch`; the values are those of `prepare`."""
    return fetch(connection, prepare(statement, values, connection.dialect))


def fetch(connection: Connection, prepared: Prepared) -> list[tuple[Any, ...]]:
    """All rows. Errors are SQLAlchemy's; who listens for its statements hears of these."""
    sql, given = prepared
    cursor = _heard(connection, sql, given, many=False)
    try:
        cursor.execute(sql, given)
        return cursor.fetchall()  # type: ignore[return-value]  # A list, by PEP 249.
    except connection.dialect.loaded_dbapi.Error as error:
        raise _translated(connection, sql, error) from error
    finally:
        cursor.close()


def tell(connection: Connection, statement: Insert | Update, rows: Sequence[Values]) -> None:
    """Writes each of these rows, of which there must be one. The same holds as for `ask`."""
    compiled = _compiled(statement, connection.dialect)
    many = len(rows) > 1
    given: Any = [compiled.given(row) for row in rows] if many else compiled.given(*rows)
    cursor = _heard(connection, compiled.sql, given, many=many)
    try:
        (cursor.executemany if many else cursor.execute)(compiled.sql, given)
    except connection.dialect.loaded_dbapi.Error as error:
        raise _translated(connection, compiled.sql, error) from error
    finally:
        cursor.close()


def say(connection: Connection, sql: str) -> None:
    """Has the driver do what takes no values and answers nothing. The same holds as for `ask`."""
    cursor = _heard(connection, sql, (), many=False)
    try:
        cursor.execute(sql)
    except connection.dialect.loaded_dbapi.Error as error:
        raise _translated(connection, sql, error) from error
    finally:
        cursor.close()


@lru_cache
def insertion(table: Table, *names: str) -> Insert:
    """A row with these columns."""
    return insert(table).values({name: bindparam(name) for name in names})


def _heard(connection: Connection, sql: str, given: Any, *, many: bool) -> DBAPICursor:
    """A cursor for a statement, of which those who listen were told."""
    cursor = connection.connection.cursor()
    for hear in connection.dispatch.before_cursor_execute:
        hear(connection, cursor, sql, given, None, many)
    return cursor


@lru_cache(4_096)
def _compiled(statement: Statement | Numbering | Insert | Update, dialect: Dialect) -> _Compiled:
    made: Any = statement.compile(dialect=dialect)
    assert not made.post_compile_params, "a list is given as numbered parameters, or spelt out"
    defaults = {n: made.params[n] for bind, n in made.bind_names.items() if not bind.required}
    return _Compiled(made.string, made.positiontup if made.positional else None, defaults)


def _translated(connection: Connection, sql: str, error: Exception) -> BaseException:
    """As SQLAlchemy would have raised it: a connection that is gone is not used again."""
    dialect = connection.dialect
    gone = dialect.is_disconnect(error, connection.connection.dbapi_connection, None)  # type: ignore[arg-type]
    if gone:
        connection.invalidate(error)
    base = dialect.loaded_dbapi.Error
    return DBAPIError.instance(
        sql, None, error, base, hide_parameters=True, connection_invalidated=gone, dialect=dialect
    )
