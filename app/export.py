"""Any query in any form, at one revision, in the memory of one batch; it can be gone on with."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime
from pathlib import Path

import orjson

from app.domain.listing import Batch, View, Whole
from app.errors import Conflict, NotFound
from app.http import parameters
from app.http.question import Question
from app.http.raw import read
from app.http.tokens import instant_or_revision
from app.render.forms import FORMS
from app.store import events, identify
from app.store.directory import Directories
from app.store.pins import pin
from app.store.sessions import Database
from app.store.shape import Key

_LEFT_OUT = ("cursor", "count", "include", "limit")
_FILTER = {n: p for n, p in parameters.EVENTS.items() if n not in _LEFT_OUT}
_UNFINISHED = ".unfinished"

Advance = Callable[[int], object]


@dataclass(frozen=True)
class Place:
    """Where an export stands: what it is of, at which revision, and what has been written.

    `now` (seconds since 1970) is what upcoming is measured from; `key` is what to go on after.
    """

    query: str
    form: str
    base_url: str
    epoch: str
    rev: int
    now: float
    key: Key | None = None
    events: int = 0
    bytes: int = 0


def begin(database: Database, base_url: str, query: str, form: str) -> Place:
    """The start of an export at the head, or at what the query's `as_of` says."""
    query = query.removeprefix("?")
    as_of = instant_or_revision(read(query.encode(), _FILTER), "as_of")
    with database.reading() as connection:
        pinned = pin(connection, as_of)
    now = pinned.at if as_of is not None else datetime.now(UTC)
    return Place(query, form, base_url, pinned.epoch, pinned.rev, now.timestamp())


class Export:
    """An export from a place on; `count` is how many events it has in all."""

    def __init__(self, database: Database, place: Place) -> None:
        self.database = database
        self.place = place
        values, form = read(place.query.encode(), _FILTER), FORMS[place.form]
        with database.reading() as connection:
            self.pin = pinned = pin(connection, place.rev, place.epoch)
            directory = Directories().at(connection, pinned)
            question = Question(
                values,
                directory,
                lambda token: identify.find(connection, token, pinned),
                form.order,
            )
            query = question.query(lambda: datetime.fromtimestamp(place.now, UTC))
            self.count = events.count(connection, query, directory, pinned)
        lang = question.one("lang") or "en"
        options = {option.name: option.default for option in form.options}
        address = f"{place.base_url}/v1/events.{place.form}?{place.query}".rstrip("?")
        self.view = View(
            lang, place.base_url, directory,
            tz=query.tz, query=query, address=address, options=options,
        )  # fmt: skip
        self.resolved = question.resolved

    def pieces(self) -> Iterator[tuple[bytes, Place]]:
        """What to write, a piece at a time, each with the place that it leads to.

        A place with a key can be gone on from; one without is the start, or the very end.
        """
        begun, written = self.place.key is not None, self.place.bytes
        whole = Whole(self._batches(), self.pin.rev, self.pin.at, begun, written, self.resolved)
        for piece in FORMS[self.place.form].whole(whole, self.view):
            self.place = replace(self.place, bytes=self.place.bytes + len(piece))
            yield piece, self.place

    def _batches(self) -> Iterator[Batch]:
        place, query, directory = self.place, self.view.query, self.view.directory
        needs = FORMS[place.form].needs
        for chunk in events.chunks(self.database, query, directory, self.pin, needs, place.key):
            # The piece of this batch comes next: with it written, the export stands after it.
            done = self.place.events + len(chunk.batch[0])
            self.place = replace(self.place, key=chunk.key, events=done)
            yield chunk.batch


def to_stream(export: Export, write: Callable[[bytes], object], advance: Advance) -> int:
    """Writes it all; how many events."""
    return _written(export, write, advance, lambda _place: None)


def to_file(export: Export, path: Path, advance: Advance) -> int:
    """Writes it all to a file, truncated to where the export stands; how many events.

    Until it is whole, a file beside it says how to go on, or that it cannot be gone on with.
    """
    beside = _unfinished(path)
    resumable = FORMS[export.place.form].resumable
    if not resumable:
        _keep(beside, export.place)
    elif not export.place.bytes:
        # That of a former export would go on with this one.
        beside.unlink(missing_ok=True)
    with path.open("r+b" if export.place.bytes else "wb") as file:
        file.truncate(export.place.bytes)
        file.seek(export.place.bytes)

        def keep(place: Place) -> None:
            if resumable:
                file.flush()
                os.fsync(file.fileno())
                _keep(beside, place)

        done = _written(export, file.write, advance, keep)
    beside.unlink(missing_ok=True)
    return done


def unfinished(path: Path) -> Place:
    """Where the export of a file stopped; NotFound, or Conflict where the file is another now."""
    beside = _unfinished(path)
    if not (beside.is_file() and path.is_file()):
        raise NotFound(f"There is no {beside.name}: {path.name} is whole, or was never begun.")
    try:
        kept = orjson.loads(beside.read_bytes())
        if not FORMS[kept["form"]].resumable:
            sentence = f"{kept['form']} ends in what is made of all that stands before it"
            raise Conflict(f"{path.name} cannot be gone on with: {sentence}; export it anew.")
        place = Place(**{**kept, "key": Key(*kept["key"])})
        _places(place)
    except (TypeError, KeyError, ValueError):
        raise Conflict(f"{beside.name} is not as it was written; export anew.") from None
    if path.stat().st_size < place.bytes:
        raise Conflict(f"{path.name} is shorter than what was written of it; export it anew.")
    return place


def _places(place: Place) -> None:
    """ValueError where a member is not of its kind: the file lay where anybody could edit it."""
    for field in fields(place):
        value = getattr(place, field.name)
        if field.name != "key" and type(value) is not field.type:
            raise ValueError(field.name)
    if place.form not in FORMS or not 0 < place.bytes < 2**62:
        raise ValueError(place.form)


def _written(
    export: Export,
    write: Callable[[bytes], object],
    advance: Advance,
    keep: Callable[[Place], None],
) -> int:
    before = export.place.events
    for piece, place in export.pieces():
        write(piece)
        if place.key is not None:
            keep(place)
        advance(place.events - before)
        before = place.events
    return export.place.events


def _keep(beside: Path, place: Place) -> None:
    """Replaced whole, so that a crash leaves the former or the new one."""
    values = {field.name: getattr(place, field.name) for field in fields(place)}
    fresh = beside.with_name(beside.name + ".new")
    fresh.write_bytes(orjson.dumps({**values, "key": list(place.key or ())}))
    fresh.replace(beside)


def _unfinished(path: Path) -> Path:
    return path.with_name(path.name + _UNFINISHED)
