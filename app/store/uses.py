"""When keys were last used: noted beside the requests, so that none waits for the write."""

import logging
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Lock

from app.domain.apikey import Key
from app.errors import Unavailable
from app.store import keys
from app.store.sessions import Database

log = logging.getLogger("pourparlers")


class Uses:
    """One writer in the background for a process, and at most one note in a minute for a key."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._worker = ThreadPoolExecutor(1, "uses")
        self._lock = Lock()
        self._noted: dict[str, datetime] = {}

    def note(self, key: Key, now: datetime) -> None:
        """Has it written that the key was used, where that is not known to the minute yet."""
        with self._lock:
            last = max(filter(None, (key.last_used_at, self._noted.get(key.id))), default=None)
            if last is not None and now - last < keys.USED_EVERY:
                return
            self._noted[key.id] = now
        self._worker.submit(self._write, key.id, now)

    def close(self) -> None:
        """Waits for what is being written."""
        self._worker.shutdown()

    def _write(self, id_: str, now: datetime) -> None:
        try:
            with self._database.writing() as connection:
                keys.used(connection, id_, now)
        except Unavailable:
            log.warning("the last use of key %s could not be noted", id_)
