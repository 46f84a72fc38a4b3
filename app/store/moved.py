"""Which events may differ between two revisions: the few that a comparison needs to look at."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import Any, NamedTuple

import orjson
from sqlalchemy import Connection, Select, and_, or_, select

from app.domain.directory import Directory
from app.domain.query import EventQuery
from app.domain.things import Thing
from app.store.affiliations import touched
from app.store.pins import Pin
from app.store.rows import chunks
from app.store.tables import event_actors, event_index, versions

# Beyond so many it is as quick to compare the answers whole.
MOST = 20_000
_MOST_VALUES = 5_000


class Moment(NamedTuple):
    """A revision with the directory that it had."""

    pin: Pin
    directory: Directory


class Moved(NamedTuple):
    """Ids of events; None where they are too many to name, so that any event may be one.

    `restated` are those that may differ though their version is the same.
    """

    all: frozenset[str] | None
    restated: frozenset[str] | None


def moved(connection: Connection, query: EventQuery, a: Moment, b: Moment) -> Moved:
    """The events that may be in one answer only, or differ in both.

    What an answer says of an event follows from its versions, from those of the statements about
    it, from whom its actors act for, and from what the directory makes of the query.
    """
    begun = _begun(connection, a, b)
    told = _told(connection, begun[Thing.STATEMENT], a, b) if begun else None
    own = frozenset(begun[Thing.EVENT]) if begun else None
    placed = replaced(connection, query, a, b)
    restated = _united(told, placed.restated)
    return Moved(_united(restated, own, placed.all), restated)


def replaced(connection: Connection, query: EventQuery, a: Moment, b: Moment) -> Moved:
    """Of them, those that the directory alone makes differ, though nothing is said of them."""
    if a.directory is b.directory:
        return Moved(frozenset(), frozenset())
    stood = _with_actors(connection, touched(a.directory, b.directory))
    asked = _with_actors(connection, _reread_actors(query, a.directory, b.directory))
    held = _in_forums(connection, _reread_forums(query, a.directory, b.directory))
    return Moved(_united(stood, asked, held), stood)


def _united(*parts: frozenset[str] | None) -> frozenset[str] | None:
    known = [part for part in parts if part is not None]
    ids = frozenset[str]().union(*known)
    return ids if len(known) == len(parts) and len(ids) <= MOST else None


def _begun(connection: Connection, a: Moment, b: Moment) -> Mapping[Thing, list[str]] | None:
    """The things that got a version between, by what they are; asked for by revision alone,
    because SQLite would rather read all events than a range of revisions.
    """
    between = and_(versions.c.from_rev > a.pin.rev, versions.c.from_rev <= b.pin.rev)
    things = select(versions.c.thing, versions.c.entity).where(between).distinct()
    rows = connection.execute(things.limit(MOST + 1)).all()
    if len(rows) > MOST:
        return None
    found: dict[Thing, list[str]] = {thing: [] for thing in Thing}
    for thing, entity in rows:
        found[Thing(thing)].append(entity)
    return found


def _told(
    connection: Connection, statements: Sequence[str], a: Moment, b: Moment
) -> frozenset[str]:
    """The events of these statements, as each of their versions from `a` to `b` has them."""
    lasted = or_(versions.c.to_rev.is_(None), versions.c.to_rev > a.pin.rev)
    known = and_(versions.c.thing == Thing.STATEMENT, lasted, versions.c.from_rev <= b.pin.rev)
    documents = (
        connection.scalars(select(versions.c.document).where(known, versions.c.entity.in_(some)))
        for some in chunks(sorted(statements))
    )
    texts = chain.from_iterable(documents)
    return frozenset(about["event"] for text in texts for about in orjson.loads(text)["about"])


def _reread_actors(query: EventQuery, a: Directory, b: Directory) -> frozenset[str]:
    """Actors that count for one that is asked for at one moment only, or on other days."""
    asked = {id_ for group in query.actors for id_ in group} | {*query.not_actors}
    found = {
        term.actor
        for id_ in asked
        for term in {*a.terms(id_, query.via)} ^ {*b.terms(id_, query.via)}
    }
    for word in query.words:
        found |= a.named_by(word.tokens) ^ b.named_by(word.tokens)
    return frozenset(found)


def _reread_forums(query: EventQuery, a: Directory, b: Directory) -> frozenset[str]:
    was, now = query.forum_ids(a), query.forum_ids(b)
    return frozenset({*was.any} ^ {*now.any} | {*was.none} ^ {*now.none})


def _with_actors(connection: Connection, actors: Iterable[str]) -> frozenset[str] | None:
    rows = event_actors
    return _holding(connection, rows.c.entity, rows.c.actor, sorted(actors))


def _in_forums(connection: Connection, forums: Iterable[str]) -> frozenset[str] | None:
    rows = event_index
    return _holding(connection, rows.c.entity, rows.c.forum, sorted(forums))


def _holding(
    connection: Connection, entity: Any, column: Any, values: Sequence[str]
) -> frozenset[str] | None:
    if not values:
        return frozenset()
    if len(values) > _MOST_VALUES:
        return None
    return _few(connection, select(entity).where(column.in_(values)).distinct())


def _few(connection: Connection, ids: Select[Any]) -> frozenset[str] | None:
    found = connection.scalars(ids.limit(MOST + 1)).all()
    return None if len(found) > MOST else frozenset(found)
