"""Where the ledger stands, asked so often that it has a connection and a statement of its own."""

from threading import Lock
from typing import Any, NamedTuple

from sqlalchemy import Connection, Engine, select
from sqlalchemy.exc import DBAPIError

from app.store.tables import ledger


class Seen(NamedTuple):
    """The newest revision there was."""

    epoch: str
    rev: int


class HeadReader:
    """One connection, outside of any transaction: each reading is of the moment it is made at."""

    def __init__(self, engine: Engine) -> None:
        self.is_sqlite = engine.dialect.name == "sqlite"
        self._engine = engine
        self._sql = str(_HEAD.compile(dialect=engine.dialect))
        self._errors = (DBAPIError, engine.dialect.loaded_dbapi.Error)
        self._connection: Connection | None = None
        self._cursor: Any = None
        self._seen = Seen("", 0)
        self._lock = Lock()

    def read(self) -> Seen | None:
        """The head; None where it cannot be read, also on a new connection."""
        with self._lock:
            for _ in range(2):
                try:
                    return self._read()
                except self._errors:
                    self._drop()
        return None

    def close(self) -> None:
        """Ends the connection; another is made where one is needed."""
        with self._lock:
            self._drop()

    def _read(self) -> Seen:
        """All rows are fetched, so that nothing stays open that a snapshot would be held by."""
        cursor = self._cursor or self._opened()
        (row,) = cursor.execute(self._sql).fetchall()
        if row != self._seen:
            self._seen = Seen(*row)
        return self._seen

    def _opened(self) -> Any:
        connection = self._engine.connect()
        self._connection = connection.execution_options(isolation_level="AUTOCOMMIT")
        driver: Any = connection.connection.driver_connection
        self._cursor = driver.cursor()
        if self.is_sqlite:  # Who reads it on the thread of an event loop must not wait there.
            self._cursor.execute("PRAGMA busy_timeout = 0")
        return self._cursor

    def _drop(self) -> None:
        connection, self._connection, self._cursor = self._connection, None, None
        if connection is not None:
            connection.invalidate()
            connection.close()


_HEAD = select(ledger.c.epoch, ledger.c.rev)
