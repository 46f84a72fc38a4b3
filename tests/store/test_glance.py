"""A read at a glance waits for nothing, and ends where it would take long."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Integer, Select, column, func, literal, select, table

from app.domain.things import Thing
from app.errors import NotFound, Slow
from app.store import glance
from app.store.pins import pin
from app.store.prepared import ask
from app.store.sessions import Database
from tests.support.world import World, event

ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def database(world: World) -> Iterator[Database]:
    """Another one over the same record."""
    made = Database(world.database.url.render_as_string(hide_password=False))
    yield made
    made.close()


def counted_to(most: int) -> Select[int]:
    """What SQLite does some ten steps a row for."""
    numbers = select(literal(1, Integer).label("n")).cte("numbers", recursive=True)
    numbers = numbers.union_all(select(numbers.c.n + 1).where(numbers.c.n < most))
    return select(func.count()).select_from(numbers)


@ON_SQLITE
def test_it_reads_one_snapshot(world: World, database: Database) -> None:
    with database.glancing() as connection:
        before = pin(connection)
        world.put(Thing.EVENT, event(1))
        assert pin(connection) == before
    with database.glancing() as connection:
        assert pin(connection).rev == before.rev + 1


@ON_SQLITE
def test_what_takes_long_is_interrupted(database: Database) -> None:
    with database.glancing() as connection:
        assert ask(connection, counted_to(500), {}) == [(500,)]
    with pytest.raises(Slow), database.glancing() as connection:
        ask(connection, counted_to(glance.STEPS), {})
    with database.reading() as connection:
        assert ask(connection, counted_to(glance.STEPS), {}) == [(glance.STEPS,)]


@ON_SQLITE
def test_what_is_short_is_not_interrupted_however_often(database: Database) -> None:
    """SQLite counts the steps of a statement on from one run to the next."""
    for _ in range(25_000):
        with database.glancing() as connection:
            pin(connection)
    with database.glancing() as connection:
        assert ask(connection, counted_to(500), {}) == [(500,)]


@ON_SQLITE
def test_who_comes_second_does_not_wait(database: Database) -> None:
    with database.glancing(), pytest.raises(Slow), database.glancing():
        pass
    with database.glancing() as connection:
        assert pin(connection).rev == 1


@ON_SQLITE
def test_an_error_of_the_database_is_for_those_who_can_tell_of_it(database: Database) -> None:
    missing: Select[int] = select(column("x", Integer)).select_from(table("no_such_table"))
    with pytest.raises(Slow), database.glancing() as connection:
        ask(connection, missing, {})
    with database.glancing() as connection:
        assert pin(connection).rev == 1


@ON_SQLITE
def test_an_error_of_ours_stays_what_it_is(database: Database) -> None:
    with pytest.raises(NotFound), database.glancing():
        raise NotFound("There is nothing.")
    with database.glancing() as connection:
        assert pin(connection).rev == 1


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_another_server_is_not_a_glance_away(database: Database) -> None:
    with pytest.raises(Slow), database.glancing():
        pass
