"""The schema: brought to this release by a command, only checked when serving."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from app.errors import NotMigrated
from app.store import ledger
from app.store.sessions import Database

_HERE = Path(__file__).resolve().parent.parent


def upgrade(url: str, revision: str = "head") -> None:
    """Brings the database to this release's schema, and gives a new one its ledger and epoch."""
    database = Database(url)
    try:
        with database.writing() as connection:
            command.upgrade(_config(connection), revision)
            if revision == "head":
                ledger.begin(connection)
    finally:
        database.close()


def downgrade(url: str, revision: str) -> None:
    """Takes the schema back to a former revision."""
    database = Database(url)
    try:
        with database.writing() as connection:
            command.downgrade(_config(connection), revision)
    finally:
        database.close()


def check(connection: Connection) -> None:
    """NotMigrated unless the schema is the one this release was written for."""
    wanted = ScriptDirectory.from_config(_config()).get_current_head()
    found = MigrationContext.configure(connection).get_current_revision()
    if found != wanted:
        raise NotMigrated(
            f"The database has schema {found or 'none'}, this release needs {wanted}: "
            "run `pourparlers migrate`."
        )


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_scripts()))
    config.attributes["connection"] = connection
    return config


def _scripts() -> Path:
    """Beside the package in a checkout, inside it in a wheel."""
    packed = _HERE / "migrations"
    return packed if packed.is_dir() else _HERE.parent / "migrations"
