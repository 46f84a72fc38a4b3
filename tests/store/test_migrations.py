"""The steps of the schema: up, down and up again, with a record that an earlier release wrote."""

import orjson
import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, insert, inspect, select, text

from app.domain.things import Thing, dump
from app.errors import NotMigrated
from app.store import schema
from app.store.check import check
from app.store.directory import Directories
from app.store.ledger import Merge
from app.store.migrate import downgrade, upgrade
from app.store.sessions import Database
from app.store.tables import versions
from app.store.webhook_tables import metadata
from tests.support.world import World, event, model


def indexes(url: str) -> set[str | None]:
    database = Database(url)
    with database.reading() as connection:
        known = inspect(connection)
        tables = ("event_index", "event_actors", "changes", "versions")
        names = {index["name"] for table in tables for index in known.get_indexes(table)}
    database.close()
    return names


def stored(connection: Connection) -> list[str]:
    return list(connection.scalars(select(versions.c.document).order_by(versions.c.id)))


def test_identifiers_come_and_go_without_touching_another_byte(database_url: str) -> None:
    downgrade(database_url, "0001")
    former = dump(model(Thing.EVENT, event(1)))
    del former["identifiers"]
    rows = [("event", "ev_00000001", orjson.dumps(former).decode()), ("source", "src_1", "{}")]
    database = Database(database_url)
    with database.writing() as connection:
        for thing, entity, document in rows:
            connection.execute(
                insert(versions).values(
                    thing=thing, entity=entity, version=1, state="live", from_rev=1,
                    document=document,
                )
            )  # fmt: skip

    upgrade(database_url)
    with database.reading() as connection:
        assert orjson.loads(stored(connection)[0]) == former | {"identifiers": []}
        assert stored(connection)[1] == "{}"
    downgrade(database_url, "0001")
    with database.reading() as connection:
        assert stored(connection) == [document for _, _, document in rows]
    database.close()


def test_identifiers_are_cut_off_whole_and_the_record_stays_sound(database_url: str) -> None:
    world = World(database_url)
    world.begin()
    told = [{"scheme": "feed", "value": 'a ],"identifiers":[ b'}]
    world.put(Thing.EVENT, event(1, identifiers=told), event(2))
    world.close()
    downgrade(database_url, "0001")
    database = Database(database_url)
    with database.reading() as connection:
        found = [orjson.loads(text) for text in stored(connection) if '"id":"ev_' in text]
    upgrade(database_url)

    assert [set(document) & {"identifiers", "notes"} for document in found] == [{"notes"}] * 2
    assert check(database, Directories()) == []
    database.close()


ADDED = {
    "0003": {
        "ix_event_index_country", "ix_event_index_part_of", "ix_event_index_long",
        "ix_event_index_long_country", "ix_event_index_long_forum", "ix_event_actors_long",
    },
    "0004": {"ix_changes_retracted", "ix_versions_statements"},
}  # fmt: skip


@pytest.mark.parametrize("step", ADDED)
def test_the_indexes_of_a_step_come_and_go(database_url: str, step: str) -> None:
    now = indexes(database_url)
    downgrade(database_url, step)
    after = indexes(database_url)
    downgrade(database_url, f"{int(step) - 1:04}")
    before = indexes(database_url)
    upgrade(database_url)

    assert after - before == ADDED[step]
    assert before < after <= now == indexes(database_url)


def test_keys_and_answers_come_and_go(database_url: str) -> None:
    def tables() -> set[str]:
        database = Database(database_url)
        with database.reading() as connection:
            names = set(inspect(connection).get_table_names())
        database.close()
        return names & {"api_keys", "answers", "drafts"}

    downgrade(database_url, "0004")
    assert tables() == {"drafts"}
    upgrade(database_url)
    assert tables() == {"api_keys", "answers", "drafts"}


def test_what_was_merged_is_withdrawn_in_the_release_before(database_url: str) -> None:
    world = World(database_url)
    world.begin()
    world.put(Thing.EVENT, event(1), event(2))
    world.commit(Merge(Thing.EVENT, "ev_00000002", "ev_00000001"))
    downgrade(database_url, "0006")
    with world.database.reading() as connection:
        ended = select(versions.c.state).where(versions.c.entity == "ev_00000002")
        states = list(connection.scalars(ended.order_by(versions.c.version)))
        tables = set(inspect(connection).get_table_names())
    upgrade(database_url)

    assert (states, "merges" in tables) == (["live", "retracted"], False)
    assert check(world.database, world.directories) == []
    world.close()


def test_webhooks_come_and_go_as_the_code_has_them(database_url: str) -> None:
    """The tables of the steps are those of the code, column by column, index by index."""

    def differences() -> list[str]:
        database = Database(database_url)
        with database.reading() as connection:
            found = compare_metadata(MigrationContext.configure(connection), metadata)
        database.close()
        return [str(difference) for difference in found if "webhook" in str(difference)]

    assert differences() == []
    downgrade(database_url, "0007")
    assert sum("add_table" in difference for difference in differences()) == 3
    upgrade(database_url)
    assert differences() == []


def test_every_step_goes_down_and_up_again(database_url: str) -> None:
    downgrade(database_url, "base")
    upgrade(database_url)

    database = Database(database_url)
    assert check(database, Directories()) == []
    with database.reading() as connection:
        assert connection.scalar(text("SELECT count(*) FROM event_identifiers")) == 0
    database.close()


def test_the_schema_of_this_release_is_the_last_step() -> None:
    """Serving reads its number from the name of a file; what takes the steps reads the files."""
    config = Config()
    config.set_main_option("script_location", str(schema.scripts()))
    assert schema.wanted() == ScriptDirectory.from_config(config).get_current_head()


def test_a_database_of_another_release_is_refused(database_url: str) -> None:
    database = Database(database_url)
    with database.reading() as connection:
        schema.check(connection)
    downgrade(database_url, "0001")
    with database.reading() as connection, pytest.raises(NotMigrated, match="has schema 0001, "):
        schema.check(connection)
    downgrade(database_url, "base")
    with database.reading() as connection, pytest.raises(NotMigrated, match="has schema none, "):
        schema.check(connection)
    database.close()
