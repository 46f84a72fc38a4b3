"""What happened under a filter since a revision, oldest first: nothing coalesced, nothing left out.

The filter is held against each thing before and after each commit that may concern it. So the
cost follows the commits since, not the size of the record.
"""

from collections.abc import Iterator, Sequence
from itertools import takewhile
from typing import NamedTuple

from sqlalchemy import Connection

from app.domain.feed import Entry, Feed, Key, Place
from app.domain.query import EventQuery
from app.domain.things import Thing
from app.store import diff
from app.store.directory import Directories
from app.store.judging import Asked, Touched, composed, judged, told
from app.store.moved import replaced
from app.store.pins import pin
from app.store.touches import RUN, Span, Touches

__all__ = ["Entry", "Feed", "Place", "Touches", "page", "since"]

# So many things are held against the filter together.
BATCH = 250
# After so many that were looked at, a page ends with what was found: a filter that finds little
# must not look through all commits at once.
MOST = 2_000
# A commit that changes the directory is held against two of them: to make one costs as much as to
# look at so many things.
DIRECTORY = 100


def since(
    connection: Connection,
    directories: Directories,
    query: EventQuery | None,
    after: int,
    limit: int,
) -> Feed:
    """Whole revisions after this one, with `limit` entries or few more; go on after `feed.rev`.

    Without a query it tells of everything that the record holds. It may have found less, or
    nothing, and there is more all the same: `feed.more` says so.
    """
    touches = Touches(connection, directories, pin(connection))
    found = _gathered(touches, query, Place(after), limit, whole=True)
    if len(found.entries) <= limit:
        return found
    last = found.entries[limit - 1].rev
    kept = list(takewhile(lambda entry: entry.rev <= last, found.entries))
    whole = len(kept) == len(found.entries)
    return found if whole else Feed(kept, Place(last), more=True)


def page(touches: Touches, query: EventQuery | None, start: Place, limit: int) -> Feed:
    """At most `limit` entries after a place: a large commit is told of in several pages.

    A page may be shorter, or empty, though there is more.
    """
    found = _gathered(touches, query, start, limit + 1, whole=False)
    if len(found.entries) <= limit:
        return found
    last, next_ = found.entries[limit - 1], found.entries[limit]
    place = Place(last.rev, last.key if last.rev == next_.rev else None)
    return Feed(found.entries[:limit], place, more=True)


def _gathered(
    touches: Touches, query: EventQuery | None, start: Place, enough: int, *, whole: bool
) -> Feed:
    """Steps until there is enough, found or looked at; to the end of a commit where `whole`."""
    entries: list[Entry] = []
    looked_at = 0
    for step in _steps(touches, query, start):
        entries += step.entries
        looked_at += step.looked_at
        may_end = step.place.last is None or not whole
        if may_end and (len(entries) >= enough or looked_at >= MOST):
            return Feed(entries, step.place, more=step.place != Place(touches.pin.rev))
    return Feed(entries, Place(max(start.rev, touches.pin.rev)), more=False)


class _Step(NamedTuple):
    """The next entries, where that leads to, and how many things were looked at for it."""

    entries: list[Entry]
    place: Place
    looked_at: int = 0


def _steps(touches: Touches, query: EventQuery | None, start: Place) -> Iterator[_Step]:
    first = start.rev if start.last else start.rev + 1
    while first <= touches.pin.rev:
        span = Span(first, min(first + RUN - 1, touches.pin.rev))
        yield from _steps_of(Asked(touches, query, touches.run(span)), start)
        yield _Step([], Place(span.last))
        first = span.last + 1


def _steps_of(asked: Asked, start: Place) -> Iterator[_Step]:
    """Small commits together, large ones in parts; and on their own those that may concern all."""
    waiting: list[Touched] = []
    for rev in asked.run.keys:
        found = _candidates(asked, rev)
        if found is None:
            yield from _in_parts(asked, waiting)
            yield from _compared(asked, rev, start)
            waiting = []
        else:
            waiting.append(found._replace(keys=_after(found, start)))
        if _size(waiting) >= BATCH:
            yield from _in_parts(asked, waiting)
            waiting = []
    yield from _in_parts(asked, waiting)


def _after(found: Touched, start: Place) -> Sequence[Key]:
    if found.rev != start.rev or start.last is None:
        return found.keys
    last = start.last
    return [key for key in found.keys if key > last]


def _candidates(asked: Asked, rev: int) -> Touched | None:
    """The things that the commit may concern; None where they are too many to name."""
    if asked.query is None:
        return Touched(rev, asked.run.keys[rev])
    a, b = asked.touches.moment(rev - 1), asked.touches.moment(rev)
    placed = replaced(asked.touches.connection, asked.query, a, b)
    if placed.all is None or placed.restated is None:
        return None
    more = 0 if a.directory is b.directory else DIRECTORY
    own = {key.id for key in asked.run.keys[rev] if key.thing is Thing.EVENT}
    ids = sorted(own | asked.run.told[rev] | placed.all)
    return Touched(rev, [Key(Thing.EVENT, id_) for id_ in ids], placed.restated, more)


def _in_parts(asked: Asked, commits: Sequence[Touched]) -> Iterator[_Step]:
    part: list[Touched] = []
    for found in commits:
        if part and _size(part) + found.size > BATCH:
            yield _Step(judged(asked, part), Place(part[-1].rev), _size(part))
            part = []
        keys = found.keys
        while len(keys) > BATCH:
            some = found._replace(keys=keys[:BATCH])
            yield _Step(judged(asked, [some]), Place(found.rev, keys[BATCH - 1]), BATCH)
            keys = keys[BATCH:]
        part.append(found._replace(keys=keys))
    if part:
        yield _Step(judged(asked, part), Place(part[-1].rev), _size(part))


def _size(part: Sequence[Touched]) -> int:
    return sum(found.size for found in part)


def _compared(asked: Asked, rev: int, start: Place) -> Iterator[_Step]:
    """A commit that may concern all events: both answers, merged by the database."""
    assert asked.query is not None, "without a filter, a commit concerns what it touched"
    touches = asked.touches
    a, b = touches.moment(rev - 1), touches.moment(rev)
    after = start.last.id if start.last and start.rev == rev else None
    while True:
        found, after = diff.page(touches.connection, asked.query, a, b, BATCH, after)
        ids = frozenset(difference.id for difference in found)
        recorded = touches.typed(Thing.EVENT, ids, Span(rev, rev))
        entries = [
            told(
                asked,
                rev,
                Key(Thing.EVENT, d.id),
                d.effect,
                d.after,
                composed(recorded.get((rev, d.id), ()), d.before, d.after),
            )
            for d in found
        ]
        yield _Step(
            entries, Place(rev, Key(Thing.EVENT, after) if after else None), BATCH + DIRECTORY
        )
        if after is None:
            return
