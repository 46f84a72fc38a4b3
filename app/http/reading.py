"""What every read begins with: a snapshot, the revision it is pinned to, the language."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from fastapi import Request

from app.domain.directory import Directory
from app.errors import NotFound, Slow
from app.http import cursor as cursors
from app.http.cursor import Cursor
from app.http.flights import Flights
from app.http.given import Given, as_it_is
from app.http.keepable import this_minute
from app.http.keeping import Keeper
from app.http.parameters import DEFAULT_LIMIT
from app.http.plain import Glancing
from app.http.plans import Plans
from app.http.raw import Parameter
from app.http.said import Said, accept_datetime, limit, one, said
from app.settings import Settings
from app.store.directory import Directories
from app.store.pins import Pin, pin
from app.store.sessions import Connection, Database
from app.store.uses import Uses

_ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,119}")


@dataclass(frozen=True)
class Service:
    """What the handlers work with; made once for an application."""

    settings: Settings
    database: Database
    directories: Directories
    keeper: Keeper
    uses: Uses
    plans: Plans = field(default_factory=Plans)
    flights: Flights = field(default_factory=Flights)

    def close(self) -> None:
        """Ends what waits in the background, and every connection."""
        self.uses.close()
        self.database.close()

    @property
    def base_url(self) -> str:
        """Where our own links point: from the settings, never from a request."""
        return self.settings.base_url


@dataclass(frozen=True)
class Reading:
    """One read in progress: its values, its snapshot, its revision.

    `glancing` is that of one who must not wait: what takes longer raises Slow.
    """

    service: Service
    request: Request
    said: Said
    values: Given
    connection: Connection
    pin: Pin
    directory: Directory
    pinned: bool
    moment: str = "as_of"
    glancing: bool = False

    @cached_property
    def path(self) -> str:
        """The address that is read, as our links repeat it."""
        path: str = self.request.scope["path"]
        return path if as_it_is(path) else self.request.url.path

    @property
    def lang(self) -> str:
        """The language of the answer."""
        return self.said.lang

    @property
    def cursor(self) -> Cursor | None:
        """Where a walk goes on."""
        return self.said.cursor

    @property
    def limit(self) -> int:
        """How many items a page has."""
        if self.values is self.said.values:
            return self.said.limit
        return limit(self.values) or DEFAULT_LIMIT

    def now(self) -> datetime:
        """What upcoming means: fixed by the cursor, by `as_of`, or by the clock, to the minute."""
        if self.cursor is not None:
            return cursors.now_of(self.cursor) or this_minute(self.request.scope)
        return self.pin.at if self.pinned else this_minute(self.request.scope)

    def one(self, name: str) -> str | None:
        """The single value of a parameter."""
        return one(self.values, name)

    def address(self, path: str, **changed: str | None) -> str:
        """Our address for this query with some parameters set, or left out where None."""
        return f"{self.service.base_url}{path}{self.values.query(**changed)}"

    def unhurried(self) -> None:
        """Said before what may take longer; Slow for one who must not wait."""
        if self.glancing:
            raise Slow


@contextmanager
def reading(
    request: Request,
    known: Mapping[str, Parameter],
    moment: str = "as_of",
    lang: str | None = None,
) -> Iterator[Reading]:
    """A read of the record under the parameters known here, one of which says as of when.

    `lang` is that of an address which says it in its path.
    """
    service: Service = request.app.state.service
    asked = said(request, known, moment, lang)
    as_of = accept_datetime(request) if asked.as_of is None else asked.as_of
    glancing = isinstance(request, Glancing)
    database = service.database
    with database.glancing() if glancing else database.reading() as connection:
        pinned = _pin(connection, as_of, asked.cursor, moment)
        directory = _directory(service, connection, pinned, glancing=glancing)
        yield Reading(
            service=service,
            request=request,
            said=asked,
            values=asked.values,
            connection=connection,
            pin=pinned,
            directory=directory,
            pinned=as_of is not None,
            moment=moment,
            glancing=glancing,
        )


def _directory(
    service: Service, connection: Connection, pinned: Pin, *, glancing: bool
) -> Directory:
    if not glancing:
        return service.directories.at(connection, pinned)
    known = service.directories.kept(pinned)
    if known is None:
        raise Slow
    return known


def address_id(text: str) -> str:
    """The last part of an address, where it can be an id or slug at all; else NotFound."""
    if _ID.fullmatch(text) is None:
        raise NotFound("There is nothing at this address: ids are letters, digits, _ and -.")
    return text


def _pin(
    connection: Connection, as_of: int | datetime | None, cursor: Cursor | None, moment: str
) -> Pin:
    """A cursor holds its walk to the revision it began at."""
    if cursor is None:
        return pin(connection, as_of, named=moment)
    pinned = pin(connection, cursor.rev if as_of is None else as_of, cursor.epoch, moment)
    if cursor.rev != pinned.rev:
        raise cursors.refused(
            f"cursor: it belongs to another revision than {moment}; leave one out."
        )
    return pinned
