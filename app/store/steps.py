"""What a commit is asked to do, held against the current state of each thing."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from operator import itemgetter
from typing import Any, NamedTuple

import orjson
from pydantic import ValidationError
from sqlalchemy import Connection, select

from app.domain.change import Change as TypedChange
from app.domain.change import ChangeType, Nature, diff
from app.domain.event import Event, Previous
from app.domain.source import Statement
from app.domain.things import MODELS, Model, Thing, dump
from app.errors import Conflict, InvalidDocument, NotFound, PreconditionFailed
from app.store.rows import chunks
from app.store.tables import versions


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
    """A thing that should never have been published."""

    thing: Thing
    id: str
    expected: int | None = None


Change = Put | Retract


@dataclass(frozen=True, slots=True)
class State:
    """The current version of a thing."""

    row_id: int
    version: int
    live: bool
    document: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Step:
    """One change with the state it meets; `after` is None for a retraction."""

    thing: Thing
    id: str
    before: State | None
    after: Model | None

    @property
    def version(self) -> int:
        """The number of the version it makes."""
        return self.before.version + 1 if self.before else 1

    @property
    def state(self) -> str:
        """What the version it makes is."""
        return "retracted" if self.after is None else "live"

    @property
    def stored(self) -> dict[str, Any]:
        """The document of the version it makes; a retraction keeps the last one, out of sight."""
        if self.after is not None:
            return dump(self.after)
        return self.before.document if self.before else {}

    def typed(self) -> list[TypedChange]:
        """What it changes, as typed changes."""
        was = self.before.document if self.before and self.before.live else None
        return diff(was, None if self.after is None else dump(self.after))

    def announced(self) -> Iterator[tuple[Thing, str, TypedChange]]:
        """Its typed changes, and those that it is for other things."""
        for change in self.typed():
            yield self.thing, self.id, change
        if isinstance(self.after, Statement):
            for event in self._newly_about(self.after):
                added = TypedChange(type=ChangeType.STATEMENT_ADDED, new=self.id)
                yield Thing.EVENT, event, added

    @property
    def retold(self) -> bool:
        """Whether the items of other things show this one otherwise than before, or may."""
        told = _TOLD.get(self.thing)
        if told is None or self.before is None or not self.before.live:
            return False
        return self.after is None or told(self.before.document) != told(self.stored)

    def moved(self, rev: int, nature: Nature) -> "Step":
        """With the former date in `previous`, where the world moved a published event."""
        if not isinstance(self.after, Event) or self.before is None or nature is Nature.CORRECTION:
            return self
        was = Event.model_validate(self.before.document).when
        if (was.edtf, was.timezone) == (self.after.when.edtf, self.after.when.timezone):
            return self
        previous = (*self.after.previous, Previous(when=was, rev=rev))
        return replace(self, after=self.after.model_copy(update={"previous": previous}))

    def _newly_about(self, statement: Statement) -> list[str]:
        known = {a["event"] for a in self.before.document["about"]} if self.before else set()
        return sorted({about.event for about in statement.about} - known)


@dataclass(frozen=True, slots=True)
class Repetition(Step):
    """A version of another record, as it is stored there."""

    row: Mapping[str, Any]

    @property
    def version(self) -> int:
        """The number that it has there."""
        return int(self.row["version"])

    @property
    def state(self) -> str:
        """What it is there."""
        return str(self.row["state"])

    @property
    def stored(self) -> dict[str, Any]:
        """The document as it is there, whatever release wrote it."""
        return dict(self.row["document"])


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


def steps(connection: Connection, changes: Sequence[Change]) -> list[Step]:
    """The changes that differ from the record; errors for those that its state forbids."""
    _refuse_repeats(changes)
    known = states(connection, ((change.thing, change.id) for change in changes))
    made = (_step(change, known.get((change.thing, change.id))) for change in changes)
    return [step for step in made if _differs(step)]


def repetitions(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> list[Repetition]:
    """Versions of another record as steps here; Conflict where they do not follow these.

    InvalidDocument for one that this release cannot read. Whether the record should have it was
    decided where it was written.
    """
    known = states(connection, ((Thing(row["thing"]), row["entity"]) for row in rows))
    return [_repetition(row, known.get((Thing(row["thing"]), row["entity"]))) for row in rows]


def _repetition(row: Mapping[str, Any], before: State | None) -> Repetition:
    thing, id_ = Thing(row["thing"]), str(row["entity"])
    made = Repetition(thing, id_, before, None, row)
    if made.version != (before.version if before else 0) + 1:
        raise Conflict(f"Version {made.version} of {thing} {id_} does not follow what is here.")
    if made.state != "live":
        return made
    try:
        return replace(made, after=parsed(thing, made.stored))
    except ValidationError as error:
        detail = f"This release cannot read version {made.version} of {thing} {id_}; update it."
        raise InvalidDocument(detail) from error


def _step(change: Change, before: State | None) -> Step:
    _check_expected(change, before)
    if isinstance(change, Retract):
        return _retraction(change, before)
    if before is not None and not before.live:
        raise Conflict(f"{change.id} was retracted; a new thing needs a new id.")
    return Step(change.thing, change.id, before, _carried(change.document, before))


def _retraction(change: Retract, before: State | None) -> Step:
    if before is None or not before.live:
        raise NotFound(f"There is no {change.thing} {change.id} to retract.")
    return Step(change.thing, change.id, before, None)


def _carried(document: Model, before: State | None) -> Model:
    """`previous` is the ledger's own: what was sent for it is ignored."""
    if not isinstance(document, Event):
        return document
    known = Event.model_validate(before.document).previous if before else ()
    return document.model_copy(update={"previous": known})


def _differs(step: Step) -> bool:
    return step.before is None or step.after is None or step.before.document != step.stored


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


def states(
    connection: Connection, wanted: Iterable[tuple[Thing, str]]
) -> Mapping[tuple[Thing, str], State]:
    """The current version of each of these things that the record has, retracted ones included."""
    ids: dict[Thing, list[str]] = {}
    for thing, id_ in wanted:
        ids.setdefault(thing, []).append(id_)
    return {
        (thing, entity): state
        for thing, listed in ids.items()
        for some in chunks(listed)
        for entity, state in _read(connection, thing, some)
    }


def _read(connection: Connection, thing: Thing, ids: Sequence[str]) -> Iterator[tuple[str, State]]:
    wanted = (versions.c.thing == thing) & versions.c.entity.in_(ids)
    for row in connection.execute(select(versions).where(wanted & versions.c.to_rev.is_(None))):
        document = orjson.loads(row.document)
        yield row.entity, State(row.id, row.version, row.state == "live", document)


def parsed(thing: Thing, document: Mapping[str, Any]) -> Model:
    """A document as its model; pydantic's ValidationError says what is wrong with it."""
    return MODELS[thing].model_validate(document)
