"""Actors, forums and topics at a revision, read once and kept in memory."""

from collections import OrderedDict
from collections.abc import Iterable
from contextlib import suppress
from threading import Lock
from typing import cast

from sqlalchemy import Connection, Select, select

from app.domain.actor import Actor
from app.domain.directory import Directory
from app.domain.forum import Forum, Topic
from app.domain.things import DIRECTORY, MODELS, Model, Thing
from app.store.pins import Pin, at
from app.store.tables import versions
from app.store.words import analyse

_KEPT = 8


class Directories:
    """The directories last asked for, by the revision that made each; safe between threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._kept: OrderedDict[tuple[str, int], Directory] = OrderedDict()
        self._parsed: dict[tuple[str, int], Model] = {}

    def at(self, connection: Connection, pin: Pin) -> Directory:
        """The directory as of a pinned revision, from memory where it has been read before."""
        key = (pin.epoch, pin.directory_rev)
        with self._lock:
            if key not in self._kept:
                self._kept[key] = self._read(connection, pin)
                while len(self._kept) > _KEPT:
                    self._kept.popitem(last=False)
            self._kept.move_to_end(key)
            return self._kept[key]

    def unkept(self, connection: Connection, pin: Pin) -> Directory:
        """The same from a transaction that may still be rolled back: nothing of it is kept."""
        with self._lock:
            rows = connection.execute(_statement(pin)).all()
            known = self._parsed
        return directory(
            known.get((pin.epoch, row.id)) or _parsed(row.thing, row.document) for row in rows
        )

    def kept(self, pin: Pin) -> Directory | None:
        """The same from memory alone, without waiting for those who read one."""
        key = (pin.epoch, pin.directory_rev)
        with suppress(KeyError):
            self._kept.move_to_end(key)
            return self._kept[key]
        return None

    def _read(self, connection: Connection, pin: Pin) -> Directory:
        # Row by row: all their documents at once are as large as what is made of them.
        rows = connection.execute(_statement(pin))
        # By the epoch too: a redaction, which begins one, changes what a row says.
        known = {(pin.epoch, row.id): self._model(pin.epoch, *row) for row in rows}
        self._parsed = {**self._parsed, **known} if len(self._kept) else known
        return directory(known.values())

    def _model(self, epoch: str, id_: int, thing: str, document: str) -> Model:
        return self._parsed.get((epoch, id_)) or _parsed(thing, document)


def _parsed(thing: str, document: str) -> Model:
    return MODELS[Thing(thing)].model_validate_json(document)


def directory(things: Iterable[Model]) -> Directory:
    """A directory of these actors, forums and topics."""
    listed = list(things)
    return Directory(
        actors={t.id: t for t in listed if isinstance(t, Actor)},
        forums={t.id: t for t in listed if isinstance(t, Forum)},
        topics={t.id: t for t in listed if isinstance(t, Topic)},
        analyse=analyse,
    )


def _statement(pin: Pin) -> Select[int, str, str]:
    wanted = versions.c.thing.in_(DIRECTORY) & at(versions, pin) & (versions.c.state == "live")
    found = select(versions.c.id, versions.c.thing, versions.c.document).where(wanted)
    return cast("Select[int, str, str]", found.order_by(versions.c.thing, versions.c.entity))
