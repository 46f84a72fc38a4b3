"""A page of events by their keys alone, and the versions behind them: for what is kept of some."""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import orjson
from sqlalchemy import Connection, Select, select

from app.domain.directory import Directory
from app.domain.listing import Recorded
from app.domain.query import EventQuery
from app.store import page as pages
from app.store.lists import numbered, padded, parameters
from app.store.pins import Pin, instant
from app.store.prepared import Prepared, ask, fetch, prepare
from app.store.rarity import shaped_on
from app.store.shape import Key
from app.store.standings import Stood
from app.store.tables import commits
from app.store.tables import versions as rows


class Keyed(NamedTuple):
    """A page by its keys, with what a question decides of its events.

    `numbers` are those of their versions, in order: `versions` reads those that are wanted.
    `stood` says how an actor is in each, where that actor is all that was asked for.
    """

    numbers: list[int]
    statements: Mapping[str, int]
    stood: Mapping[str, Stood] | None
    key: Key | None


class Asked(NamedTuple):
    """What a page is read with. `alone`: one actor is all that was asked for."""

    prepared: Prepared
    limit: int
    alone: bool


def asked(
    connection: Connection,
    query: EventQuery,
    directory: Directory,
    pin: Pin,
    limit: int,
    after: Key | None = None,
) -> Asked:
    """The same at the head, as long as the directory is: it may be kept."""
    shape, values = shaped_on(connection, query, directory, pin, after)
    given = {**values, "limit": limit + 1}
    prepared = prepare(pages.keys(shape), given, connection.dialect)
    return Asked(prepared, limit, shape.lone is not None and len(query.actors) == 1)


def page(connection: Connection, asked: Asked) -> Keyed:
    """The page in one statement."""
    found, limit = fetch(connection, asked.prepared), asked.limit
    shown = found[:limit]
    return Keyed(
        numbers=[row[5] for row in shown],
        statements={row[3]: row[6] for row in shown},
        stood={row[3]: row[7:] for row in shown} if asked.alone else None,
        key=key_after(found, limit),
    )


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
