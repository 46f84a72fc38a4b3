"""Things that commits touched, held against a filter before and after each of them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

from app.domain.change import Change, Nature
from app.domain.difference import Effect, State, effect, elsewhere
from app.domain.facts import Standing, facts
from app.domain.feed import Entry, Key
from app.domain.listing import Recorded
from app.domain.query import EventQuery
from app.domain.source import Statement
from app.domain.things import Thing
from app.store.lived import Lived
from app.store.pins import instant
from app.store.touches import Run, Span, Touches

_IN = (Effect.ENTERED, Effect.CHANGED)


@dataclass(frozen=True, slots=True)
class Asked:
    """A filter that is held against a run of commits; without one, all they touched is told."""

    touches: Touches
    query: EventQuery | None
    run: Run


class Touched(NamedTuple):
    """What a commit may concern, in order. Those in `stood` may be in an event for others now.

    `more` is what it costs to look at the commit, as if it were so many things.
    """

    rev: int
    keys: Sequence[Key]
    stood: frozenset[str] = frozenset()
    more: int = 0

    @property
    def size(self) -> int:
        """How many things are looked at for it."""
        return len(self.keys) + self.more


def judged(asked: Asked, part: Sequence[Touched]) -> list[Entry]:
    """What each of these commits did under the filter, by revision and key."""
    judge = _Judge(asked, part)
    told = (judge.entry(found, key) for found in part for key in found.keys)
    return [entry for entry in told if entry is not None]


class _Judge:
    """Reads the states of everything in a part at once."""

    def __init__(self, asked: Asked, part: Sequence[Touched]) -> None:
        self._asked, self._touches = asked, asked.touches
        self._span = Span(part[0].rev - 1, part[-1].rev)
        ids: defaultdict[Thing, set[str]] = defaultdict(set)
        for key in chain.from_iterable(found.keys for found in part):
            ids[key.thing].add(key.id)
        self._ids: Mapping[Thing, frozenset[str]] = {t: frozenset(i) for t, i in ids.items()}
        self._moments = {
            rev: asked.touches.moment(rev) for found in part for rev in (found.rev - 1, found.rev)
        }

    def entry(self, found: Touched, key: Key) -> Entry | None:
        """What became of the thing in the answer; None where nothing did."""
        before, after = self._state(found, key, -1), self._state(found, key, 0)
        was_in, is_in = self._has(before, found.rev - 1), self._has(after, found.rev)
        if not (was_in or is_in):
            return None
        recorded = self._touches.typed(key.thing, self._ids[key.thing], self._span)
        changes = composed(recorded.get((found.rev, key.id), ()), before, after)
        became = effect(
            was_in=was_in,
            is_in=is_in,
            is_same=_version(before) == _version(after) and not changes,
            exists=after is not None,
        )
        if became is None:
            return None
        return told(self._asked, found.rev, key, became, after, changes)

    def _state(self, found: Touched, key: Key, step: int) -> State | None:
        """The thing as the commit met it (-1), or left it (0)."""
        rev = found.rev + step
        documents = self._touches.documents(key.thing, self._ids[key.thing], self._span)
        item = documents.at(key.id, rev)
        if item is None:
            return None
        if self._asked.query is None:
            return State(item)
        statements = self._about(key.id, rev) if key.id in self._asked.run.told[found.rev] else ()
        standings = self._standings(item, rev) if key.id in found.stood else ()
        return State(item, frozenset(statements), frozenset(standings))

    def _standings(self, item: Recorded, rev: int) -> Sequence[Standing]:
        return facts(self._touches.event(item), self._moments[rev].directory).standings

    def _has(self, state: State | None, rev: int) -> bool:
        query = self._asked.query
        if state is None or query is None:
            return state is not None
        said = self._said(state.event.id, rev) if query.words else ()
        event = self._touches.event(state.event)
        return query.matches(event, self._moments[rev].directory, said)

    def _about(self, event: str, rev: int) -> frozenset[str]:
        return self._touches.about(self._ids[Thing.EVENT], self._span).at(event, rev)

    def _said(self, event: str, rev: int) -> list[Statement]:
        ids = self._touches.about(self._ids[Thing.EVENT], self._span).statements
        known: Lived = self._touches.documents(Thing.STATEMENT, ids, self._span)
        found = (known.at(id_, rev) for id_ in sorted(self._about(event, rev)))
        return [self._touches.statement(item) for item in found if item is not None]


def composed(recorded: Sequence[Change], before: State | None, after: State | None) -> list[Change]:
    """The changes that the commit recorded of a thing, and those that it made of it elsewhere."""
    more = [change for change in elsewhere(before, after) if change not in recorded]
    return [*recorded, *more]


def told(
    asked: Asked, rev: int, key: Key, became: Effect, after: State | None, changes: Sequence[Change]
) -> Entry:
    """The entry, with why the commit was made."""
    why = asked.run.why[rev]
    return Entry(
        rev=rev,
        at=instant(why.at),
        nature=Nature(why.nature),
        reason=why.reason,
        source=why.source,
        thing=key.thing,
        id=key.id,
        effect=became,
        changes=changes,
        item=after.event if after is not None and became in _IN else None,
    )


def _version(state: State | None) -> int | None:
    return None if state is None else state.event.version
