"""What a list of events is made of: a page, of what is kept where it can be, or all in batches."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple, Protocol

from app.domain.listing import Batch, Kept, Listing, Recorded, Related, View
from app.domain.query import EventQuery, Sort
from app.domain.resolve import Resolution
from app.http import cursor as cursors
from app.http.cursor import Cursor
from app.http.keeping import Alike
from app.http.reading import Reading
from app.http.said import limit
from app.render.form import Form, Needs
from app.store import changes, events, keyed
from app.store.shape import Key
from app.store.standings import stood


class Asked(Protocol):
    """What a question comes to, beside its filter."""

    @property
    def counting(self) -> bool:
        """Whether all events are to be counted."""

    @property
    def resolved(self) -> Mapping[str, list[Resolution]]:
        """How each token was read."""


def listing(read: Reading, asked: Asked, view: View, form: Form) -> Listing:
    """A page of the answer, with what the form needs beside its events."""
    after = _after(read, view.query)
    shown = _kept(read, view, form, after) or _read(read, view, form, after)
    return Listing(
        items=shown.items,
        kept=shown.kept,
        related=shown.related,
        rev=read.pin.rev,
        at=read.pin.at,
        next=_next(read, view, shown.key),
        count=count(read, view.query) if asked.counting or form.counted else None,
        resolved=asked.resolved,
        withdrawn=_withdrawn(read, view.query, after, shown.key) if form.tombstones else {},
    )


class _Shown(NamedTuple):
    """What stands on a page, as it was read or as it was kept, and the key to go on after."""

    items: list[Recorded]
    kept: Sequence[Kept] | None
    related: Related
    key: Key | None


def _read(read: Reading, view: View, form: Form, after: Key | None) -> _Shown:
    read.unhurried()
    asked = (read.connection, view.query, read.directory, read.pin, read.limit, after)
    items, key = events.page(*asked)
    return _Shown(items, None, related(read, items, view, form), key)


def _kept(read: Reading, view: View, form: Form, after: Key | None) -> _Shown | None:
    """A page of items that need not be written again; None where they would be other items."""
    keep = form.keep
    if keep is None or view.include or view.tz:
        return None
    if view.query.via or view.query.words:
        read.unhurried()
    found = keyed.page(read.connection, _asked(read, view, after))
    alike = Alike(form.media_type, view.lang, read.pin.epoch, read.pin.told_rev)

    # How many statements there are has been read of all events, kept or not.
    needs = form.needs - {Needs.STATEMENT_COUNTS}

    def make(numbers: list[int]) -> dict[int, Kept]:
        read.unhurried()
        items = keyed.versions(read.connection, numbers)
        pointed_at = events.related(read.connection, read.pin, [*items.values()], needs)
        return {number: keep(items[number], pointed_at, view) for number in numbers}

    kept = read.service.keeper.get(alike, found.numbers, make)
    named = {item.id: item.named for item in kept}
    standings = stood(read.connection, read.pin, named, view.query, found.stood)
    related = Related(statement_counts=found.statements, standings=standings)
    return _Shown([], kept, related, found.key)


def _asked(read: Reading, view: View, after: Key | None) -> keyed.Asked:
    """Worked out once at the head; a walk goes on by other keys each time."""
    key = "asked", read.limit
    found: keyed.Asked | None = view.kept.get(key) if read.pin.is_head and after is None else None
    if found is None:
        asked = (read.connection, view.query, read.directory, read.pin, read.limit, after)
        found = keyed.asked(*asked)
        if read.pin.is_head and after is None:
            view.kept[key] = found
    return found


def _fingerprint(view: View) -> str:
    """What a cursor belongs to, worked out once."""
    found: str | None = view.kept.get("fingerprint")
    if found is None:
        found = view.kept["fingerprint"] = view.query.fingerprint()
    return found


def _withdrawn(
    read: Reading, query: EventQuery, after: Key | None, key: Key | None
) -> Mapping[str, datetime]:
    """What was withdrawn between the page before and the end of this one, by revision."""
    if query.sort is not Sort.CHANGED:
        return {}
    newest, oldest = after.first if after else read.pin.rev + 1, key.first if key else 0
    revs = range(oldest, newest)
    return changes.withdrawn(read.connection, query, read.directory, read.pin, revs)


def count(read: Reading, query: EventQuery) -> int:
    """How many events the query has, exactly."""
    read.unhurried()
    return events.count(read.connection, query, read.directory, read.pin)


def related(read: Reading, items: list[Recorded], view: View, form: Form) -> Related:
    """What the form and the reader want beside these events."""
    wanted = view.include | form.needs
    return events.related(read.connection, read.pin, items, wanted, view.query)


def batches(read: Reading, view: View, form: Form) -> Iterator[Batch]:
    """All of it, or from a cursor on; a limit makes it a page."""
    most, start = limit(read.values), _after(read, view.query)
    if most is None:
        include, database = view.include | form.needs, read.service.database
        asked = (database, view.query, read.directory, read.pin, include)
        return (chunk.batch for chunk in events.chunks(*asked, start))
    items, _ = events.page(read.connection, view.query, read.directory, read.pin, most, start)
    return iter([(items, related(read, items, view, form))])


def _after(read: Reading, query: EventQuery) -> Key | None:
    if read.cursor is None:
        return None
    cursors.check_filter(read.cursor, query.fingerprint())
    key = Key(*cursors.key_of(read.cursor, int, int, int, str))
    if key.part > (query.sort is Sort.DATE_REVERSED):
        raise cursors.refused("cursor: this is not a cursor of ours; begin again without it.")
    return key


def _next(read: Reading, view: View, key: Key | None) -> str | None:
    """The next page. It is pinned by its cursor, so `as_of` is left out of its address."""
    if key is None:
        return None
    now = None if view.query.now is None else int(view.query.now.timestamp())
    cursor = Cursor(read.pin.epoch, read.pin.rev, _fingerprint(view), now, tuple(key))
    return read.address(read.path, cursor=cursors.encode(cursor), as_of=None)
