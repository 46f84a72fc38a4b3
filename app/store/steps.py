"""What a commit is asked to do, held against the current state of each thing."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from operator import itemgetter
from typing import Any, NamedTuple

from sqlalchemy import Connection

from app.domain.change import Change as TypedChange
from app.domain.change import ChangeType, Nature, diff
from app.domain.dates import When
from app.domain.event import Event, Previous
from app.domain.source import Statement
from app.domain.things import Model, Thing, dump
from app.errors import Conflict, NotFound, PreconditionFailed
from app.store.states import State, parsed, states, versions_of


class Put(NamedTuple):
    """The next state of a thing; `expected` is the version it must replace (0: none yet)."""

    thing: Thing
    document: Model
    expected: int | None = None

    @property
    def id(self) -> str:
        """The id of the thing."""
        return self.document.id


class Retract(NamedTuple):
    """A thing that should never have been published; where `unused`, nothing may point at it."""

    thing: Thing
    id: str
    expected: int | None = None
    unused: bool = False


class Merge(NamedTuple):
    """A thing that is another one: its tokens mean that one from now on."""

    thing: Thing
    id: str
    into: str
    expected: int | None = None


class Restore(NamedTuple):
    """A thing as one of its versions had it; one that was merged lives again."""

    thing: Thing
    id: str
    version: int
    expected: int | None = None


Change = Put | Retract | Merge | Restore


@dataclass(frozen=True)
class Step:
    """One change with the state it meets; `after` is None for what ends, `into` what goes on."""

    thing: Thing
    id: str
    before: State | None
    after: Model | None
    into: str | None = None
    restored: bool = False
    unused: bool = False

    @property
    def state(self) -> str:
        """What the version it makes is."""
        if self.after is not None:
            return "live"
        return "merged" if self.into else "retracted"

    @property
    def version(self) -> int:
        """The number of the version it makes."""
        return self.before.version + 1 if self.before else 1

    @property
    def was(self) -> dict[str, Any] | None:
        """The document of the thing as it stood; None where it did not."""
        return self.before.document if self.before and self.before.live else None

    @cached_property
    def stored(self) -> dict[str, Any]:
        """The document of the version it makes; a retraction keeps the last one, out of sight."""
        if self.after is not None:
            return dump(self.after)
        return self.before.document if self.before else {}

    def typed(self) -> list[TypedChange]:
        """What it changes, as typed changes."""
        if self.into:
            return [TypedChange(type=ChangeType.MERGED, new=self.into)]
        return diff(self.was, None if self.after is None else self.stored)

    def announced(self) -> Iterator[tuple[Thing, str, TypedChange]]:
        """Its typed changes, and those that it is for other things."""
        for change in self.typed():
            yield self.thing, self.id, change
        if self.into:
            yield self.thing, self.into, TypedChange(type=ChangeType.MERGED, old=self.id)
        if isinstance(self.after, Statement):
            for event in self._newly_about(self.after):
                added = TypedChange(type=ChangeType.STATEMENT_ADDED, new=self.id)
                yield Thing.EVENT, event, added

    @property
    def retold(self) -> bool:
        """Whether the items of other things show this one otherwise than before, or may."""
        told = _TOLD.get(self.thing)
        if told is None or self.was is None:
            return False
        return self.after is None or told(self.was) != told(self.stored)

    def moved(self, rev: int, nature: Nature) -> "Step":
        """With the former date in `previous`, where the world moved a published event."""
        if not isinstance(self.after, Event) or self.before is None or self.restored:
            return self
        if nature is Nature.CORRECTION:
            return self
        was, now = self.before.document["when"], self.after.when
        if (was["edtf"], was["timezone"]) == (now.edtf, now.timezone):
            return self
        previous = (*self.after.previous, Previous(when=When.model_validate(was), rev=rev))
        return replace(self, after=self.after.model_copy(update={"previous": previous}))

    def _newly_about(self, statement: Statement) -> list[str]:
        known = {a["event"] for a in self.before.document["about"]} if self.before else set()
        return sorted({about.event for about in statement.about} - known)


def _all_but(*members: str) -> Callable[[Mapping[str, Any]], object]:
    return lambda document: {k: v for k, v in document.items() if k not in members}


# What of a document may be shown in the items of others. Of statements they show the number alone,
# which is counted each time.
_TOLD: Mapping[Thing, Callable[[Mapping[str, Any]], object]] = {
    Thing.ACTOR: _all_but("aliases", "relations"),
    Thing.FORUM: _all_but("aliases"),
    Thing.TOPIC: _all_but("aliases"),
    Thing.SOURCE: _all_but(),
    Thing.EVENT: itemgetter("title"),
}


States = Mapping[tuple[Thing, str], State]


def steps(connection: Connection, changes: Sequence[Change], seen: States) -> list[Step]:
    """The changes that differ from the record; errors for those that its state forbids.

    `seen` are states that need not be read again: they still stand.
    """
    _refuse_repeats(changes)
    unseen = {(change.thing, change.id) for change in changes} - seen.keys()
    known = {**seen, **states(connection, sorted(unseen))}
    former = _former(connection, [change for change in changes if isinstance(change, Restore)])
    made = (_step(change, known.get((change.thing, change.id)), former) for change in changes)
    return [step for step in made if _differs(step)]


Former = Mapping[Restore, Model]


def _step(change: Change, before: State | None, former: Former) -> Step:
    _check_expected(change, before)
    if isinstance(change, Restore):
        return _restored(change, before, former)
    if not isinstance(change, Put):
        return _ended(change, before)
    if before is not None and not before.live:
        done = "merged into another" if before.merged else "retracted"
        raise Conflict(f"{change.id} was {done}; a new thing needs a new id.")
    return Step(change.thing, change.id, before, _carried(change.document, before))


def _ended(change: Retract | Merge, before: State | None) -> Step:
    if before is None or not before.live:
        raise NotFound(f"There is no {change.thing} {change.id} to end.")
    if isinstance(change, Merge):
        return Step(change.thing, change.id, before, None, change.into, unused=True)
    unused = change.unused or change.thing is not Thing.EVENT
    return Step(change.thing, change.id, before, None, unused=unused)


def _restored(change: Restore, before: State | None, former: Former) -> Step:
    if before is None or change not in former:
        raise NotFound(f"{change.id} has no version {change.version} that could be restored.")
    if not (before.live or before.merged):
        raise Conflict(f"{change.id} was retracted; a new thing needs a new id.")
    return Step(change.thing, change.id, before, former[change], restored=True)


def _former(connection: Connection, asked: Sequence[Restore]) -> Former:
    """The documents of the versions to restore."""
    known = versions_of(connection, ((c.thing, c.id, c.version) for c in asked))
    told = {change: known.get((change.thing, change.id, change.version)) for change in asked}
    return {c: parsed(c.thing, document) for c, document in told.items() if document is not None}


def _carried(document: Model, before: State | None) -> Model:
    """`previous` is the ledger's own: what was sent for it is ignored."""
    if not isinstance(document, Event):
        return document
    told = before.document["previous"] if before else ()
    if not (told or document.previous):
        return document
    known = tuple(Previous.model_validate(previous) for previous in told)
    return document.model_copy(update={"previous": known})


def _differs(step: Step) -> bool:
    before = step.before
    return before is None or not before.live or step.after is None or before.document != step.stored


def _check_expected(change: Change, before: State | None) -> None:
    version = before.version if before else 0
    if change.expected is not None and change.expected != version:
        raise PreconditionFailed(
            f"{change.id} is at version {version}, not {change.expected}: "
            "read it again and apply your change to that."
        )


def _refuse_repeats(changes: Sequence[Change]) -> None:
    counted = Counter((change.thing, change.id) for change in changes)
    repeated = sorted(id_ for (_, id_), times in counted.items() if times > 1)
    if repeated:
        raise Conflict(f"One commit changes a thing once; given twice: {', '.join(repeated)}.")
