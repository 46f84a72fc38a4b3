"""Engines, and where a transaction begins and ends: nothing else commits."""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, OperationalError

from app.errors import Slow, Unavailable
from app.store.glance import Glance
from app.store.heads import HeadReader
from app.store.prepared import say

__all__ = ["CACHE_KIB", "HEAP", "SQLITE_SAFE_FOR_WORKERS", "Connection", "Database"]

try:
    # Bundles a SQLite newer than 3.51.2: older ones may corrupt a WAL file that is reset while
    # several processes read it.
    import pysqlite3 as sqlite
except ImportError:  # pragma: no cover - where no wheel of it is made
    import sqlite3 as sqlite

SQLITE_SAFE_FOR_WORKERS = sqlite.sqlite_version_info > (3, 51, 2)

# All connections of a process together keep at most so much of their files, in bytes: 15 of them
# that were asked much held 243 MiB, and hold 45, and answer as fast.
HEAP = 48 << 20

_COMMON = (
    f"PRAGMA soft_heap_limit = {HEAP}",
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA trusted_schema = OFF",
    "PRAGMA busy_timeout = 10000",
)

# What each connection keeps of a file, unless it is told otherwise.
CACHE_KIB = 16_000


class Database:
    """Two engines over one database: one that reads snapshots, one that writes.

    Of a file each connection keeps up to `cache_kib`; a server has memory of its own for that.
    """

    def __init__(self, url: str, cache_kib: int = CACHE_KIB) -> None:
        self.url = make_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.reader, self.writer = _sqlite(url, cache_kib) if self.is_sqlite else _postgresql(url)
        self._glance = Glance(self.reader)
        self.head = HeadReader(self.reader)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One snapshot: everything read in it is of the same instant. It writes nothing."""
        with _reachable(), self.reader.connect() as connection, connection.begin():
            yield connection

    def glancing(self) -> AbstractContextManager[Connection]:
        """A snapshot as for reading, of one that must not wait; Slow where it would have to.

        What is in a file is read where one stands; to another server it is a way.
        """
        if not self.is_sqlite:
            raise Slow
        return self._glance.reading()

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction, committed at the end, rolled back if an exception leaves it."""
        with _reachable(), self.writer.begin() as connection:
            yield connection

    @contextmanager
    def rehearsing(self) -> Iterator[Connection]:
        """A transaction as for writing, of which nothing is kept."""
        with _reachable(), self.writer.connect() as connection, connection.begin() as rehearsal:
            yield connection
            rehearsal.rollback()

    def maintain(self, statements: Sequence[str]) -> None:
        """Runs what the database does outside of a transaction only, as VACUUM."""
        with _reachable():
            raw = self.writer.raw_connection()
            try:
                driver: Any = raw.driver_connection
                if not self.is_sqlite:  # There, connections are in no transaction by themselves.
                    driver.autocommit = True
                for statement in statements:
                    driver.execute(statement)
            finally:
                raw.invalidate()

    def close(self) -> None:
        """Ends every connection."""
        self._glance.close()
        self.head.close()
        self.reader.dispose()
        self.writer.dispose()


@contextmanager
def _reachable() -> Iterator[None]:
    try:
        yield
    except OperationalError as error:
        raise Unavailable(
            "The database cannot be reached, or is busy; try again shortly."
        ) from error
    except DBAPIError as error:
        if error.connection_invalidated:
            raise Unavailable("The database closed the connection; try again.") from error
        raise


def _postgresql(url: str) -> tuple[Engine, Engine]:
    # What an error says ends in a log: statements are shown there, what they were given is not.
    writer = create_engine(
        make_url(url).set(drivername="postgresql+psycopg"),
        pool_pre_ping=True,
        pool_recycle=1800,
        hide_parameters=True,
    )
    snapshot = writer.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    return snapshot, writer


def _sqlite(url: str, cache_kib: int) -> tuple[Engine, Engine]:
    cache = f"PRAGMA cache_size = {-cache_kib}"
    return (
        _sqlite_engine(url, "BEGIN", cache, "PRAGMA query_only = ON"),
        _sqlite_engine(url, "BEGIN IMMEDIATE", cache),
    )


def _sqlite_engine(url: str, begin: str, *more: str) -> Engine:
    """An engine that begins its transactions itself: the driver would begin them too late."""
    engine = create_engine(url, module=sqlite, hide_parameters=True)

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: object) -> None:
        connection.isolation_level = None
        for pragma in (*_COMMON, *more):
            connection.execute(pragma)

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        say(connection, begin)

    return engine
