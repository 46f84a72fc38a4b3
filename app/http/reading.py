"""What every read begins with: a snapshot, the revision it is pinned to, the language."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import cached_property
from urllib.parse import urlencode

from fastapi import Request

from app.domain.directory import Directory
from app.errors import Fault, InvalidQuery, NotFound, Slow
from app.http import cursor as cursors
from app.http.cursor import Cursor
from app.http.flights import Flights
from app.http.keepable import this_minute
from app.http.keeping import Keeper
from app.http.language import canonical, is_language, preferred_language
from app.http.parameters import DEFAULT_LIMIT, MOST
from app.http.plain import Glancing
from app.http.raw import Parameter, Values, read
from app.http.tokens import instant
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
    values: Values
    connection: Connection
    pin: Pin
    directory: Directory
    cursor: Cursor | None
    pinned: bool
    lang: str
    moment: str = "as_of"
    glancing: bool = False

    @cached_property
    def path(self) -> str:
        """The address that is read, as our links repeat it."""
        path: str = self.request.scope["path"]
        return path if _AS_IT_IS(path) else self.request.url.path

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
        return f"{self.service.base_url}{path}{self.asked(**changed)}"

    def asked(self, **changed: str | None) -> str:
        """The query of such an address, with its question mark; empty where nothing is asked."""
        kept = [pair for name, pair in self._pairs if name not in changed]
        kept += [_written(k, v) for k, v in changed.items() if v is not None]
        query = "&".join(kept)
        return f"?{query}" if query else ""

    @cached_property
    def _pairs(self) -> list[tuple[str, str]]:
        """What was asked, written once for all the links of the answer."""
        return [(k, _written(k, v)) for k, vs in self.values.items() for v in vs]

    def unhurried(self) -> None:
        """Said before what may take longer; Slow for one who must not wait."""
        if self.glancing:
            raise Slow

    def limit(self) -> int:
        """How many items a page has; InvalidQuery beyond 1 to 200."""
        return limit(self.values) or DEFAULT_LIMIT


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
    values = read(request.scope["query_string"], known)
    cursor = _cursor(values)
    lang = lang or language(values, request)
    limit(values)
    as_of = instant_or_revision(values, moment)
    if as_of is None:
        as_of = _accept_datetime(request)
    glancing = isinstance(request, Glancing)
    database = service.database
    with database.glancing() if glancing else database.reading() as connection:
        pinned = _pin(connection, as_of, cursor, moment)
        directory = _directory(service, connection, pinned, glancing=glancing)
        yield Reading(
            service=service,
            request=request,
            values=values,
            connection=connection,
            pin=pinned,
            directory=directory,
            cursor=cursor,
            pinned=as_of is not None,
            lang=lang,
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


def one(values: Values, name: str) -> str | None:
    """The single value of a parameter, without the spaces around it."""
    given = values.get(name)
    return given[0].strip() if given else None


def _written(name: str, value: str) -> str:
    if _AS_IT_IS(name) and _AS_IT_IS(value):
        return f"{name}={value}"
    return urlencode([(name, value)], safe=_SAFE)


# What need not be written otherwise in a query, as most of what is asked.
_SAFE = ":,/"
_AS_IT_IS = re.compile(rf"[A-Za-z0-9_.~{_SAFE}-]*").fullmatch


def limit(values: Values) -> int | None:
    """The limit asked for; InvalidQuery beyond 1 to 200."""
    text = one(values, "limit")
    if text is None:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 4 and 1 <= int(text) <= MOST):
        detail = f"limit: write a whole number from 1 to {MOST}."
        raise InvalidQuery.of([Fault(detail, parameter="limit")])
    return int(text)


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


def _cursor(values: Values) -> Cursor | None:
    text = one(values, "cursor")
    return None if text is None else cursors.decode(text)


def instant_or_revision(values: Values, name: str) -> int | datetime | None:
    """The moment that a parameter names; None where it is not given."""
    text = one(values, name)
    if text is None:
        return None
    if text.isascii() and text.isdigit() and len(text) < 16:
        return int(text)
    try:
        return instant(text)
    except ValueError as error:
        detail = f"{name}: a revision number, or an instant: {error}"
        raise InvalidQuery.of([Fault(detail, parameter=name)]) from None


def _accept_datetime(request: Request) -> datetime | None:
    """RFC 7089, section 2.1.1: negotiation in time; what cannot be read is no wish."""
    said = request.headers.get("accept-datetime")
    if said is None:
        return None
    try:
        wanted = parsedate_to_datetime(said)
    except (ValueError, TypeError, OverflowError):
        return None
    return wanted if wanted.tzinfo and wanted < datetime.now(UTC) else None


def language(values: Values, request: Request) -> str:
    tag = one(values, "lang")
    if tag is None:
        return preferred_language(request.headers.get("accept-language", ""))
    if not is_language(tag):
        detail = "lang: write a language tag as fr, en or pt-BR."
        raise InvalidQuery.of([Fault(detail, parameter="lang")])
    return canonical(tag)
