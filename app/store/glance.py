"""Reads that are over in a moment: SQLite's, on the thread that asks, within a number of steps."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Any

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from app.errors import Slow

# Instructions of SQLite's machine, some fifty a row: about a millisecond. A page of 20 takes 2,000.
STEPS = 30_000
# It tells us every so many. It counts a statement's on from one run to the next, so that each run,
# however short, may be the one of which we are told: there must be room for some of these.
EVERY = 2_000


class Glance:
    """One connection of an engine, for one reader at a time, who never waits."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._lock = Lock()
        self._connection: Connection | None = None
        self._steps = 0

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One snapshot. Slow where it takes more than some STEPS, or has to wait.

        Statements of `ask` alone run in it: what SQLAlchemy runs would begin a transaction.
        """
        if not self._lock.acquire(blocking=False):
            raise Slow
        try:
            connection = self._connection or self._opened()
            driver: Any = connection.connection.driver_connection
            self._steps = 0
            driver.execute("BEGIN")
            try:
                yield connection
            finally:
                driver.rollback()
        except (DBAPIError, self._errors) as error:
            self._doubt()
            raise Slow from error
        finally:
            self._lock.release()

    def close(self) -> None:
        """Ends the connection; another is made where one is needed."""
        with self._lock:
            self._drop()

    @property
    def _errors(self) -> type[Exception]:
        errors: type[Exception] = self._engine.dialect.loaded_dbapi.Error
        return errors

    def _opened(self) -> Connection:
        connection = self._connection = self._engine.connect()
        driver: Any = connection.connection.driver_connection
        driver.execute("PRAGMA busy_timeout = 0")
        driver.set_progress_handler(self._too_long, EVERY)
        return connection

    def _too_long(self) -> bool:
        """Whether to interrupt."""
        self._steps += EVERY
        return self._steps > STEPS

    def _doubt(self) -> None:
        """An error that was no interruption may be of the connection."""
        if self._steps <= STEPS:
            self._drop()

    def _drop(self) -> None:
        """Its settings are not those of others: it does not go back to them."""
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.invalidate()
            connection.close()
