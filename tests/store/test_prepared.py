"""Statements that the driver runs itself fail, and are heard of, as SQLAlchemy's own."""

from typing import Any

import pytest
from sqlalchemy import Select, bindparam, column, event, select, table, text
from sqlalchemy.exc import OperationalError, ProgrammingError

from app.errors import Unavailable
from app.store.pins import pin
from app.store.prepared import ask
from app.store.tables import versions
from tests.support.world import World


def test_all_rows_come_as_tuples_and_are_heard_of(world: World) -> None:
    heard: list[str] = []

    def note(_c: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        heard.append(statement)

    event.listen(world.database.reader, "before_cursor_execute", note)
    wanted = select(versions.c.entity).where(versions.c.entity == bindparam("id"))
    with world.database.reading() as connection:
        heard.clear()
        assert ask(connection, wanted, {"id": "russia"}) == [("russia",)]
        assert ask(connection, wanted, {"id": "nobody"}) == []
    event.remove(world.database.reader, "before_cursor_execute", note)

    assert len([statement for statement in heard if "versions" in statement]) == 2


def test_what_the_driver_refuses_is_an_error_of_sqlalchemy(world: World) -> None:
    missing: Select[*tuple[Any, ...]] = select(column("x")).select_from(table("no_such_table"))
    with (
        pytest.raises((OperationalError, ProgrammingError, Unavailable)) as raised,
        world.database.reading() as connection,
    ):
        ask(connection, missing, {})

    assert isinstance(raised.value.__cause__, Exception)


def test_a_list_that_is_not_spelt_out_is_refused(world: World) -> None:
    wanted = select(versions.c.entity).where(versions.c.entity.in_(["russia"]))
    with (
        pytest.raises(AssertionError, match="numbered parameters"),
        world.database.reading() as connection,
    ):
        ask(connection, wanted, {})


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_connection_that_is_gone_is_said_and_not_used_again(world: World) -> None:
    with pytest.raises(Unavailable):
        _asked_of_one_that_is_gone(world)

    with world.database.reading() as connection:
        assert pin(connection).rev == 1


def _asked_of_one_that_is_gone(world: World) -> None:
    with world.database.reading() as connection:
        number = connection.scalar(text("SELECT pg_backend_pid()"))
        with world.database.writing() as other:
            other.execute(text("SELECT pg_terminate_backend(:number)"), {"number": number})
        pin(connection)
