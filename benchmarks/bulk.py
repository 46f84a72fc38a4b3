"""Lives to rows: what `app.store.ledger.commit` would have written, without asking the record.

A block of lives is made once and written out as often as wanted, each copy under ids and at
revisions of its own: a million events cost a minute of Python instead of ten.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import orjson
from sqlalchemy import Table

from app.domain.directory import Directory
from app.domain.things import Thing
from app.store.pins import Pin, micros
from app.store.rows import OWNED, Values, comparable, index_rows
from app.store.states import State, parsed
from app.store.steps import Step
from app.store.tables import changes, commits, versions
from benchmarks.lives import Life, Moment, nature

Row = tuple[Any, ...]
Rows = dict[Table, list[Row]]


class Scale(NamedTuple):
    """So many events in a block, of so many copies, over so many commits of each."""

    block: int
    copies: int
    commits: int

    @property
    def last(self) -> int:
        """How many commits there are in all."""
        return self.commits * self.copies

    def rev(self, base: Pin, commit: int, copy: int) -> int:
        """The revision of a commit: those of the copies take turns."""
        return base.rev + (commit - 1) * self.copies + copy + 1


@dataclass
class Block:
    """The rows of one copy, with all revisions that end them."""

    base: Pin
    directory: Directory
    scale: Scale
    first_id: int
    rows: defaultdict[Table, list[Values]] = field(default_factory=lambda: defaultdict(list))
    announced: defaultdict[int, int] = field(default_factory=lambda: defaultdict(int))
    retold: set[int] = field(default_factory=set)

    def add(self, life: Life) -> None:
        """The rows of all states of a thing."""
        state: State | None = None
        open_: dict[Table, dict[Any, Values]] = {owned.table: {} for owned in _owned(life.thing)}
        for moment in life.moments:
            rev = self.scale.rev(self.base, moment.commit, 0)
            step = _step(life.thing, moment, state).moved(rev, nature(moment.commit))
            if step.retold:
                self.retold.add(moment.commit)
            state = self._version(step, rev)
            self._changes(step, rev)
            self._index(step, state.row_id, rev, open_)

    def _version(self, step: Step, rev: int) -> State:
        rows = self.rows[versions]
        if step.before is not None:
            rows[step.before.row_id - self.first_id]["to_rev"] = rev
        live, row_id = step.after is not None, self.first_id + len(rows)
        stored = step.stored
        rows.append(
            {
                "id": row_id,
                "thing": step.thing.value,
                "entity": step.id,
                "version": step.version,
                "state": "live" if live else "retracted",
                "from_rev": rev,
                "document": orjson.dumps(stored).decode(),
            }
        )
        return State(row_id, step.version, live, stored)

    def _changes(self, step: Step, rev: int) -> None:
        for thing, entity, change in step.announced():
            named = {"thing": thing.value, "entity": entity, "type": change.type.value}
            seq, payload = self.announced[rev], change.model_dump_json()
            self.rows[changes].append({"rev": rev, "seq": seq, **named, "payload": payload})
            self.announced[rev] += 1

    def _index(
        self, step: Step, version_id: int, rev: int, open_: dict[Table, dict[Any, Values]]
    ) -> None:
        wanted = index_rows(step.after, self.directory, version_id, rev) if step.after else {}
        for table, have in open_.items():
            want = {comparable(table, row): row for row in wanted.get(table, ())}
            for key in have.keys() - want.keys():
                have.pop(key)["to_rev"] = rev
            for key in [key for key in want if key not in have]:
                have[key] = {**want[key], "from_rev": rev}
                self.rows[table].append(have[key])


def _owned(thing: Thing) -> Iterable[Any]:
    return OWNED.get(thing, ())


def _step(thing: Thing, moment: Moment, state: State | None) -> Step:
    if moment.document is None:
        assert state is not None
        return Step(thing, state.document["id"], state, None)
    known = {"previous": state.document["previous"]} if state and thing is Thing.EVENT else {}
    model = parsed(thing, {**moment.document, **known})
    return Step(thing, model.id, state, model)


def columns(table: Table) -> list[str]:
    """What is written: a row's own number is left to the database, but for versions."""
    return [c.name for c in table.columns if c.name != "id" or table is versions]


def copied(block: Block, copy: int) -> Iterator[tuple[Table, list[Row]]]:
    """The rows of one copy, table by table, those that others refer to first."""
    yield commits, list(_commits(block, copy))
    move = _Moving(block, copy)
    for table in sorted(block.rows, key=lambda table: table is not versions):
        movers = [move.column(name) for name in columns(table)]
        yield (
            table,
            [tuple(mover(row.get(name)) for name, mover in movers) for row in block.rows[table]],
        )


def _commits(block: Block, copy: int) -> Iterator[Row]:
    for number in range(1, block.scale.commits + 1):
        rev = block.scale.rev(block.base, number, copy)
        at, why = instant_of(block.base, rev), nature(number).value
        values = {"rev": rev, "at": at, "author": "bench", "nature": why}
        values["directory_rev"] = block.base.directory_rev
        values["told_rev"] = _told_rev(block, number, copy)
        yield tuple(values.get(name) for name in columns(commits))


def _told_rev(block: Block, number: int, copy: int) -> int:
    """Of a commit that retells, its own; else that of the last copy of the last one that did."""
    if number in block.retold:
        return block.scale.rev(block.base, number, copy)
    last = max((retold for retold in block.retold if retold < number), default=None)
    if last is None:
        return block.base.told_rev
    return block.scale.rev(block.base, last, block.scale.copies - 1)


def instant_of(base: Pin, rev: int) -> int:
    """A microsecond after the one before."""
    return micros(base.at) + rev - base.rev


class _Moving:
    """What differs from one copy to the next: ids, revisions, and both inside of documents."""

    def __init__(self, block: Block, copy: int) -> None:
        self.copy = copy
        self.rows_before = copy * len(block.rows[versions])
        self.to = f"{copy:02d}"

    def column(self, name: str) -> tuple[str, Callable[[Any], Any]]:
        """How the values of a column follow."""
        return name, _MOVED.get(name, _Moving._same).__get__(self)

    def _same(self, value: Any) -> Any:
        return value

    def _rev(self, value: int | None) -> int | None:
        return None if value is None else value + self.copy

    def _row(self, value: int) -> int:
        return value + self.rows_before

    def _text(self, value: str | None) -> str | None:
        return value and _OURS.sub(rf"\g<1>{self.to}", value)

    def _document(self, value: str) -> str:
        moved = _OURS.sub(rf"\g<1>{self.to}", value)
        if '"rev":' in moved:
            return _REV.sub(lambda found: f'"rev":{int(found[1]) + self.copy}', moved)
        return moved


_OURS = re.compile(r"\b(ev_|st_|src_|talks-|TALKS-)00(?=\d{6}\b)")
_REV = re.compile(r'"rev":(\d+)')
_MOVED: dict[str, Callable[..., Any]] = {
    "id": _Moving._row,
    "version_id": _Moving._row,
    "rev": _Moving._rev,
    "from_rev": _Moving._rev,
    "to_rev": _Moving._rev,
    "changed_rev": _Moving._rev,
    "document": _Moving._document,
    "payload": _Moving._document,
    **dict.fromkeys(("entity", "part_of", "slug", "statement", "said_in"), _Moving._text),
    **dict.fromkeys(("value", "folded"), _Moving._text),
}
