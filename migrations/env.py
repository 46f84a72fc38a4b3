"""Runs the steps: on a connection handed in, or on the database that the settings name."""

from alembic import context
from sqlalchemy import Connection, create_engine
from sqlalchemy.pool import NullPool

from app.settings import Settings
from app.store.webhook_tables import metadata  # Those of the record, and their own.


def database_url() -> str:
    """What the caller set, else `alembic -x url=…`, else the settings."""
    attributes, arguments = context.config.attributes, context.get_x_argument(as_dictionary=True)
    return str(attributes.get("url") or arguments.get("url") or Settings().database_url)


def run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=metadata,
        # SQLite cannot alter most of a table: batches copy it instead.
        render_as_batch=connection.dialect.name == "sqlite",
        compare_server_default=True,
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()


def run_offline() -> None:
    """Writes the steps as SQL (`alembic upgrade head --sql`) for those who run it themselves."""
    context.configure(url=database_url(), target_metadata=metadata, literal_binds=True)
    with context.begin_transaction():
        context.run_migrations()


def run_online() -> None:
    given = context.config.attributes.get("connection")
    if isinstance(given, Connection):
        return run(given)
    with create_engine(database_url(), poolclass=NullPool).connect() as connection:
        run(connection)
    return None


if context.is_offline_mode():
    run_offline()
else:
    run_online()
