"""The index rows of a document, and the one way they are opened and closed."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from functools import lru_cache
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import Column, Connection, Select, Table, Update, bindparam, select, update

from app.domain.actor import Identifier
from app.domain.directory import Directory
from app.domain.event import Event
from app.domain.facts import Facts, facts, words
from app.domain.source import Statement
from app.domain.things import Model, Thing
from app.store.bits import bits
from app.store.lists import numbered, padded, parameters
from app.store.prepared import ask, insertion, tell
from app.store.search import body
from app.store.tables import (
    event_actors,
    event_identifiers,
    event_index,
    event_sides,
    event_texts,
    event_topics,
    slugs,
    statement_events,
)

Values = dict[str, Any]
V = TypeVar("V")


class Owned(NamedTuple):
    """A table and the column that names the thing whose rows they are."""

    table: Table
    owner: Column[Any]


EVENT_ROWS = (
    Owned(event_index, event_index.c.entity),
    Owned(event_actors, event_actors.c.entity),
    Owned(event_sides, event_sides.c.entity),
    Owned(event_topics, event_topics.c.entity),
    Owned(event_texts, event_texts.c.said_in),
    Owned(slugs, slugs.c.entity),
    Owned(event_identifiers, event_identifiers.c.entity),
)
STATEMENT_ROWS = (
    Owned(statement_events, statement_events.c.statement),
    Owned(event_texts, event_texts.c.said_in),
)
OWNED: Mapping[Thing, Sequence[Owned]] = {
    Thing.EVENT: EVENT_ROWS,
    Thing.STATEMENT: STATEMENT_ROWS,
}
# Those that follow from what actors do, and so change when a relation does.
AFFILIATION_ROWS = EVENT_ROWS[1:3]
_NOT_COMPARED = frozenset({"id", "from_rev", "to_rev"})


def index_rows(
    document: Model, directory: Directory, version_id: int, rev: int
) -> dict[Table, list[Values]]:
    """The rows by which a document is found; none for what is not filtered."""
    if isinstance(document, Event):
        return _event_rows(document, directory, version_id, rev)
    if isinstance(document, Statement):
        return _statement_rows(document, directory)
    return {}


def affiliation_rows(event: Event, directory: Directory) -> dict[Table, list[Values]]:
    """The rows that say who takes part and on which side, as relations stand in the directory."""
    found = facts(event, directory)
    return {event_actors: _actor_rows(found), event_sides: _side_rows(found)}


def replace(
    connection: Connection,
    rev: int,
    owned: Owned,
    wanted: Mapping[str, Sequence[Values]],
    fresh: Iterable[str] = (),
) -> None:
    """Makes the rows of these owners be the ones wanted from `rev` on.

    Rows that stay are left alone; `fresh` owners are known to have none yet.
    """
    known = current_rows(connection, owned, set(wanted) - set(fresh))
    closed: list[int] = []
    opened: list[Values] = []
    for owner, rows in wanted.items():
        have, want = known[owner], {comparable(row): row for row in rows}
        closed += [id_ for key, id_ in have.items() if key not in want]
        opened += [{**row, "from_rev": rev} for key, row in want.items() if key not in have]
    close(connection, owned.table, closed, rev)
    if opened:
        tell(connection, insertion(owned.table, *opened[0]), opened)


def close(connection: Connection, table: Table, ids: Sequence[int], rev: int) -> None:
    """Ends rows at a revision; they stay true of the revisions before it."""
    if ids:
        tell(connection, _ending(table), [{"row_id": id_, "ended": rev} for id_ in ids])


@lru_cache
def _ending(table: Table) -> Update:
    ended = update(table).where(table.c.id == bindparam("row_id"))
    return ended.values(to_rev=bindparam("ended"))


def current_rows(
    connection: Connection, owned: Owned, owners: set[str]
) -> defaultdict[str, dict[tuple[tuple[str, Any], ...], int]]:
    """The rows of these owners that are believed now, as what they say, with their numbers."""
    found: defaultdict[str, dict[tuple[tuple[str, Any], ...], int]] = defaultdict(dict)
    names = owned.table.c.keys()
    for some in chunks(sorted(owners)):
        wanted = padded(some)
        statement = _current(owned, len(wanted))
        for values in ask(connection, statement, numbered("owner", wanted)):
            row = dict(zip(names, values, strict=True))
            found[row[owned.owner.name]][comparable(row)] = row["id"]
    return found


@lru_cache
def _current(owned: Owned, size: int) -> Select[*tuple[Any, ...]]:
    asked = owned.owner.in_(parameters("owner", size))
    return select(owned.table).where(asked & owned.table.c.to_rev.is_(None))


def chunks(values: Sequence[V], size: int = 500) -> Iterable[Sequence[V]]:
    """The values in runs short enough for the parameters of one statement."""
    return (values[i : i + size] for i in range(0, len(values), size))


def comparable(row: Mapping[Any, Any]) -> tuple[tuple[str, Any], ...]:
    """What a row says, without when: two rows that say the same compare equal."""
    return tuple(sorted((k, v) for k, v in row.items() if k not in _NOT_COMPARED))


def _event_rows(
    event: Event, directory: Directory, version_id: int, rev: int
) -> dict[Table, list[Values]]:
    found = facts(event, directory)
    return {
        event_index: [_index_row(found, version_id, rev)],
        event_actors: _actor_rows(found),
        event_sides: _side_rows(found),
        event_topics: [{"entity": event.id, "topic": topic} for topic in sorted(found.topics)],
        event_texts: [_text_row(event.id, event.id, words(event), directory)],
        slugs: [{"slug": event.slug, "entity": event.id}] if event.slug else [],
        event_identifiers: [_identifier_row(event.id, known) for known in event.identifiers],
    }


def _identifier_row(event: str, known: Identifier) -> Values:
    folded = known.value.casefold()
    return {"entity": event, "scheme": known.scheme, "value": known.value, "folded": folded}


def _index_row(found: Facts, version_id: int, rev: int) -> Values:
    same = ("kind", "status", "agreement", "forum", "part_of", "country", "dated", "timed")
    return {
        "entity": found.id,
        "version_id": version_id,
        "changed_rev": rev,
        **{name: getattr(found, name) for name in same},
        "levels": bits(found.levels),
        "roles": bits(found.roles),
        **{f"{name}_day": value for name, value in asdict(found.days).items()},
        **{f"{name}_at": value for name, value in asdict(found.instants).items()},
        **_order(found),
    }


def _order(found: Facts) -> Values:
    return {"start_key": found.start_key, "end_key": found.end_key, "long": found.long}


def _actor_rows(found: Facts) -> list[Values]:
    return [
        {
            "entity": found.id,
            "actor": standing.actor,
            "roles": bits(standing.roles),
            "named": standing.named,
            "sure": standing.sure,
            **_order(found),
        }
        for standing in found.standings
    ]


def _side_rows(found: Facts) -> list[Values]:
    return [
        {"entity": found.id, "side": i, "actor": actor}
        for i, side in enumerate(found.sides)
        for actor in sorted(side)
    ]


def _statement_rows(statement: Statement, directory: Directory) -> dict[Table, list[Values]]:
    events = dict.fromkeys(about.event for about in statement.about)
    said = [(text, lang) for lang, text in statement.summary.items()]
    return {
        statement_events: [{"statement": statement.id, "entity": event} for event in events],
        event_texts: [_text_row(event, statement.id, said, directory) for event in events],
    }


def _text_row(
    event: str, said_in: str, said: Iterable[tuple[str, str | None]], directory: Directory
) -> Values:
    found = [word for text, lang in said for word in directory.analyse(text, lang)]
    return {"entity": event, "said_in": said_in, "body": body(found)}
