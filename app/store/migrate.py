"""The schema brought to this release's by a command; serving only checks it."""

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection

from app.store import ledger
from app.store.schema import scripts
from app.store.sessions import Database


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


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(scripts()))
    config.attributes["connection"] = connection
    return config
