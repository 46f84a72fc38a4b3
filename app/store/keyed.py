"""A page of events by their keys alone, and the versions behind them: for what is kept of some."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

import orjson
from sqlalchemy import Connection, Select, select

from app.domain.directory import Directory
from app.domain.listing import Recorded
from app.domain.query import EventQuery
from app.store import page as pages
from app.store.lists import numbered, padded, parameters
from app.store.pins import Pin, instant
from app.store.prepared import ask
from app.store.shape import Key, shaped
from app.store.tables import commits
from app.store.tables import versions as rows


def page(
    connection: Connection,
    query: EventQuery,
    directory: Directory,
    pin: Pin,
    limit: int,
    after: Key | None = None,
) -> tuple[list[int], Key | None]:
    """The numbers of a page's versions: `versions` reads those that are wanted."""
    sqlite = connection.dialect.name == "sqlite"
    shape, values = shaped(query, directory, pin, after, sqlite=sqlite)
    found = ask(connection, pages.keys(shape), {**values, "limit": limit + 1})
    return [row[5] for row in found[:limit]], key_after(found, limit)


def key_after(found: Sequence[tuple[Any, ...]], limit: int) -> Key | None:
    """The key to go on after, of rows that begin with it; None where they are the last."""
    return Key(*found[limit - 1][:4]) if len(found) > limit else None


def versions(connection: Connection, ids: Iterable[int]) -> dict[int, Recorded]:
    """These versions of events, by their own number."""
    wanted = padded(ids)
    if not wanted:
        return {}
    found = ask(connection, _of_versions(len(wanted)), numbered("id", wanted))
    return {
        id_: Recorded(entity, version, rev, instant(at), orjson.loads(document))
        for id_, entity, version, rev, at, document in found
    }


@lru_cache
def _of_versions(size: int) -> Select[Any]:
    stored = rows.c
    columns = (stored.id, stored.entity, stored.version, stored.from_rev, commits.c.at)
    made = rows.join(commits, commits.c.rev == stored.from_rev)
    wanted = stored.id.in_(parameters("id", size))
    return select(*columns, stored.document).select_from(made).where(wanted)
