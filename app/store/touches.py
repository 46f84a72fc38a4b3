"""What commits touched: read once for some of them, for as many filters as are held against it."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, NamedTuple, TypeVar, cast

from sqlalchemy import Connection, Row, and_, or_, select, union

from app.domain.change import Change
from app.domain.event import Event
from app.domain.feed import Key
from app.domain.listing import Recorded
from app.domain.source import Statement
from app.domain.things import Thing
from app.store.directory import Directories
from app.store.lived import Lived, lived
from app.store.moved import Moment
from app.store.pins import Pin
from app.store.rows import chunks
from app.store.tables import changes, commits, statement_events, versions

T = TypeVar("T")
# A revision, and a thing that it changed.
Pair = tuple[int, str]

# So many revisions are looked at together.
RUN = 100


class Span(NamedTuple):
    """Revisions from `first` to `last`."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Run:
    """Some revisions in a row: why each was made, and what it touched, in order.

    `told` are the events that a statement of the commit is about, or was before it.
    """

    why: Mapping[int, Row[Any]]
    keys: Mapping[int, Sequence[Key]]
    told: Mapping[int, frozenset[str]]


class Touches:
    """The commits up to a pinned revision. It keeps what it reads: make one for each snapshot."""

    def __init__(self, connection: Connection, directories: Directories, pin: Pin) -> None:
        self.connection = connection
        self.pin = pin
        self._directories = directories
        self._kept: dict[object, Any] = {}
        self._directory_revs: dict[int, int] = {}

    def run(self, span: Span) -> Run:
        """The commits of these revisions."""
        return self._once(span, lambda: self._run(span))

    def moment(self, rev: int) -> Moment:
        """A revision that is not after the pinned one, with its directory."""
        if rev not in self._directory_revs:
            found = self.connection.scalar(
                select(commits.c.directory_rev).where(commits.c.rev == rev)
            )
            self._directory_revs[rev] = found or 0
        is_head = self.pin.is_head and rev == self.pin.rev
        directory_rev = self._directory_revs[rev]
        pin = replace(self.pin, rev=rev, directory_rev=directory_rev, is_head=is_head)
        return Moment(pin, self._directories.at(self.connection, pin))

    def documents(self, thing: Thing, ids: frozenset[str], span: Span) -> Lived:
        """The versions of these things that stood in the span."""
        read = partial(lived, self.connection, thing, ids, *span)
        return self._once((thing, ids, span), read)

    def typed(self, thing: Thing, ids: frozenset[str], span: Span) -> Mapping[Pair, list[Change]]:
        """What the commits of the span recorded of these things, by revision and id."""
        return self._once(("typed", thing, ids, span), lambda: self._typed(thing, ids, span))

    def about(self, ids: frozenset[str], span: Span) -> "About":
        """The statements about these events in the span."""
        return self._once(("about", ids, span), lambda: _about(self.connection, ids, span))

    def event(self, of: Recorded) -> Event:
        """A version of an event as its model."""
        key = Thing.EVENT, of.id, of.version
        return self._once(key, lambda: Event.model_validate(of.document))

    def statement(self, of: Recorded) -> Statement:
        """A version of a statement as its model."""
        key = Thing.STATEMENT, of.id, of.version
        return self._once(key, lambda: Statement.model_validate(of.document))

    def _once(self, key: object, read: Callable[[], T]) -> T:
        if key not in self._kept:
            self._kept[key] = read()
        return cast("T", self._kept[key])

    def _run(self, span: Span) -> Run:
        keys = _keys(self.connection, span)
        said = frozenset(
            k.id for found in keys.values() for k in found if k.thing is Thing.STATEMENT
        )
        statements = self.documents(Thing.STATEMENT, said, Span(span.first - 1, span.last))
        told = {rev: _told(found, statements, rev) for rev, found in keys.items()}
        # With the one before, whose directory the first commit met.
        between = commits.c.rev.between(span.first - 1, span.last)
        why = {row.rev: row for row in self.connection.execute(select(commits).where(between))}
        self._directory_revs |= {rev: row.directory_rev for rev, row in why.items()}
        return Run(why, keys, told)

    def _typed(self, thing: Thing, ids: frozenset[str], span: Span) -> Mapping[Pair, list[Change]]:
        found: defaultdict[Pair, list[Change]] = defaultdict(list)
        for some in chunks(sorted(ids)):
            named = changes.c.thing == thing, changes.c.entity.in_(some)
            wanted = select(changes).where(*named, changes.c.rev.between(*span))
            for row in self.connection.execute(wanted.order_by(changes.c.rev, changes.c.seq)):
                found[row.rev, row.entity].append(Change.model_validate_json(row.payload))
        return found


class About:
    """Which statements were about which events, at the revisions of a span."""

    def __init__(self, rows: Iterable[Row[Any]]) -> None:
        self._rows: defaultdict[str, list[Row[Any]]] = defaultdict(list)
        for row in rows:
            self._rows[row.entity].append(row)

    def at(self, event: str, rev: int) -> frozenset[str]:
        """Those about an event at a revision."""
        return frozenset(
            row.statement
            for row in self._rows.get(event, ())
            if row.from_rev <= rev and (row.to_rev is None or row.to_rev > rev)
        )

    @property
    def statements(self) -> frozenset[str]:
        """All of them."""
        return frozenset(row.statement for rows in self._rows.values() for row in rows)


def _keys(connection: Connection, span: Span) -> Mapping[int, Sequence[Key]]:
    """What each commit touched: what got a version, or a change without one (a redaction)."""
    wanted = union(
        *(
            select(rev.label("rev"), table.c.thing, table.c.entity).where(rev.between(*span))
            for table, rev in ((versions, versions.c.from_rev), (changes, changes.c.rev))
        )
    )
    found: defaultdict[int, list[Key]] = defaultdict(list)
    for rev, thing, id_ in connection.execute(wanted):
        found[rev].append(Key(Thing(thing), id_))
    return {rev: sorted(found[rev]) for rev in sorted(found)}


def _told(keys: Collection[Key], statements: Lived, rev: int) -> frozenset[str]:
    said = [key.id for key in keys if key.thing is Thing.STATEMENT]
    states = (statements.at(id_, at) for id_ in said for at in (rev - 1, rev))
    return frozenset(about["event"] for s in states if s for about in s.document["about"])


def _about(connection: Connection, ids: frozenset[str], span: Span) -> About:
    rows = statement_events
    stood = and_(
        rows.c.from_rev <= span.last, or_(rows.c.to_rev.is_(None), rows.c.to_rev > span.first)
    )
    found: list[Row[Any]] = []
    for some in chunks(sorted(ids)):
        found += connection.execute(select(rows).where(rows.c.entity.in_(some), stood)).all()
    return About(found)
