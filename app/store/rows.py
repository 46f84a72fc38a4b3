"""The index rows of a document, and the one way they are opened and closed."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import Column, Connection, Select, Table, Update, bindparam, select, update

from app.domain.actor import Identifier
from app.domain.directory import Directory
from app.domain.event import Event
from app.domain.facts import Bounds, Facts, facts, words
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
# What a row says, without when: two rows that say the same compare equal.
Said = tuple[Any, ...]
V = TypeVar("V")


class Owned(NamedTuple):
    """A table and the column that names the thing whose rows they are.

    `members` are those of its document that the rows follow from, where they follow from nothing
    else: neither from its version nor from what others do.
    """

    table: Table
    owner: Column[Any]
    members: tuple[str, ...] = ()

    def stays(self, before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
        """Whether the rows of one document are those of the other, whatever they are."""
        return bool(self.members) and all(before.get(n) == after.get(n) for n in self.members)


EVENT_ROWS = (
    Owned(event_index, event_index.c.entity),
    Owned(event_actors, event_actors.c.entity),
    Owned(event_sides, event_sides.c.entity),
    Owned(event_topics, event_topics.c.entity, ("topics",)),
    Owned(event_texts, event_texts.c.said_in, ("title", "summary", "place")),
    Owned(slugs, slugs.c.entity, ("slug",)),
    Owned(event_identifiers, event_identifiers.c.entity, ("identifiers",)),
)
STATEMENT_ROWS = (
    Owned(statement_events, statement_events.c.statement, ("about",)),
    Owned(event_texts, event_texts.c.said_in, ("about", "summary")),
)
OWNED: Mapping[Thing, Sequence[Owned]] = {
    Thing.EVENT: EVENT_ROWS,
    Thing.STATEMENT: STATEMENT_ROWS,
}
# Those that follow from what actors do, and so change when a relation does.
AFFILIATION_ROWS = EVENT_ROWS[1:3]
_NOT_COMPARED = frozenset({"id", "from_rev", "to_rev"})


def index_rows(
    document: Model,
    directory: Directory,
    version_id: int,
    rev: int,
    staying: Collection[Table] = (),
) -> dict[Table, list[Values]]:
    """The rows by which a document is found, but for those of tables where they stay as they are.

    None for what is not filtered.
    """
    makers: Makers = {}
    if isinstance(document, Event):
        makers = _event_rows(document, directory, version_id, rev)
    if isinstance(document, Statement):
        makers = _statement_rows(document, directory)
    return {table: make() for table, make in makers.items() if table not in staying}


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
    if not wanted:
        return
    known = current_rows(connection, owned, set(wanted) - set(fresh))
    closed: list[int] = []
    opened: list[Values] = []
    for owner, rows in wanted.items():
        have, want = known[owner], {comparable(owned.table, row): row for row in rows}
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
) -> defaultdict[str, dict[Said, int]]:
    """The rows of these owners that are believed now, as what they say, with their numbers."""
    found: defaultdict[str, dict[Said, int]] = defaultdict(dict)
    for some in chunks(sorted(owners)):
        wanted = padded(some)
        statement = _current(owned, len(wanted))
        for id_, owner, *said in ask(connection, statement, numbered("owner", wanted)):
            found[owner][tuple(said)] = id_
    return found


@lru_cache
def _current(owned: Owned, size: int) -> Select[*tuple[Any, ...]]:
    asked = owned.owner.in_(parameters("owner", size))
    said = (owned.table.c[name] for name in _compared(owned.table))
    wanted = asked & owned.table.c.to_rev.is_(None)
    return select(owned.table.c.id, owned.owner, *said).where(wanted)


def chunks(values: Sequence[V], size: int = 500) -> Iterable[Sequence[V]]:
    """The values in runs short enough for the parameters of one statement."""
    return (values[i : i + size] for i in range(0, len(values), size))


def comparable(table: Table, row: Mapping[str, Any]) -> Said:
    """What a row of this table says."""
    return _saying(table)(row)


@lru_cache
def _saying(table: Table) -> Callable[[Mapping[str, Any]], Said]:
    return itemgetter(*_compared(table))


def _compared(table: Table) -> list[str]:
    return [column.name for column in table.c if column.name not in _NOT_COMPARED]


Makers = dict[Table, Callable[[], list[Values]]]


def _event_rows(event: Event, directory: Directory, version_id: int, rev: int) -> Makers:
    found = facts(event, directory)
    topics = sorted(found.topics)
    return {
        event_index: lambda: [_index_row(found, version_id, rev)],
        event_actors: lambda: _actor_rows(found),
        event_sides: lambda: _side_rows(found),
        event_topics: lambda: [{"entity": event.id, "topic": topic} for topic in topics],
        event_texts: lambda: [_text_row(event.id, event.id, words(event), directory)],
        slugs: lambda: [{"slug": event.slug, "entity": event.id}] if event.slug else [],
        event_identifiers: lambda: [_identifier_row(event.id, one) for one in event.identifiers],
    }


def _identifier_row(event: str, known: Identifier) -> Values:
    folded = known.value.casefold()
    return {"entity": event, "scheme": known.scheme, "value": known.value, "folded": folded}


def _index_row(found: Facts, version_id: int, rev: int) -> Values:
    return {
        "entity": found.id,
        "version_id": version_id,
        "changed_rev": rev,
        **{name: getattr(found, name) for name in _SAME},
        "levels": bits(found.levels),
        "roles": bits(found.roles),
        **{column: getattr(found.days, name) for column, name in _DAYS},
        **{column: getattr(found.instants, name) for column, name in _INSTANTS},
        **_order(found),
    }


_SAME = ("kind", "status", "agreement", "forum", "part_of", "country", "dated", "timed")
_BOUNDS = Bounds.__slots__
_DAYS = [(f"{name}_day", name) for name in _BOUNDS]
_INSTANTS = [(f"{name}_at", name) for name in _BOUNDS]


def _order(found: Facts) -> Values:
    return {"start_key": found.start_key, "end_key": found.end_key, "long": found.long}


def _actor_rows(found: Facts) -> list[Values]:
    order = _order(found)
    return [
        {
            "entity": found.id,
            "actor": standing.actor,
            "roles": bits(standing.roles),
            "named": standing.named,
            "sure": standing.sure,
            **order,
        }
        for standing in found.standings
    ]


def _side_rows(found: Facts) -> list[Values]:
    return [
        {"entity": found.id, "side": i, "actor": actor}
        for i, side in enumerate(found.sides)
        for actor in sorted(side)
    ]


def _statement_rows(statement: Statement, directory: Directory) -> Makers:
    id_, events = statement.id, dict.fromkeys(about.event for about in statement.about)
    said = [(text, lang) for lang, text in statement.summary.items()]
    return {
        statement_events: lambda: [{"statement": id_, "entity": event} for event in events],
        event_texts: lambda: [_text_row(event, id_, said, directory) for event in events],
    }


def _text_row(
    event: str, said_in: str, said: Iterable[tuple[str, str | None]], directory: Directory
) -> Values:
    found = [word for text, lang in said for word in directory.analyse(text, lang)]
    return {"entity": event, "said_in": said_in, "body": body(found)}
