"""What editors do to published things, each as the changes that the ledger then commits."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NamedTuple

from app.domain.change import Nature
from app.domain.commitment import Commitment
from app.domain.event import Event
from app.domain.faults import refused
from app.domain.statusrules import latest_day, refusals
from app.domain.things import MODELS, Model, Thing, dump
from app.editing.expected import Expected, id_of, live, state_of
from app.editing.ids import named
from app.editing.reading import Desk, read
from app.editing.unmerging import taken_back
from app.errors import Conflict, Fault, NotFound
from app.store.drafts import Draft
from app.store.steps import Change, Put, Restore, Retract

Json = dict[str, Any]
Key = tuple[Thing, str]


class Plan(NamedTuple):
    """What is to be committed: the changes, the things they are about, the drafts used up.

    `said` is what the commit says of itself where that is not what the request says. `blame` is
    called where the ledger finds a document unfit: it raises the same by what was sent, if it can.
    """

    changes: Sequence[Change]
    subjects: Sequence[Key]
    nature: Nature = Nature.WORLD
    drafts: Sequence[Draft] = ()
    said: Commitment | None = None
    blame: Callable[[], None] = lambda: None


@dataclass(frozen=True)
class Editor:
    """Acts on the record as one transaction sees it, with what the commit says of itself.

    `now` is the instant that rules about what is past are held against.
    """

    desk: Desk
    said: Commitment
    now: datetime

    def create(self, thing: Thing, body: Json) -> Plan:
        """A thing that is published at once."""
        id_ = named(self.desk, thing, body)
        model = self.told(thing, {**body, "id": id_}, None)
        return Plan([Put(thing, self.ruled(model, None), 0)], [(thing, id_)], self.nature())

    def patch(self, thing: Thing, token: str, body: Json, expected: Expected) -> Plan:
        """A change of a thing, as a merge patch of it."""
        id_ = id_of(self.desk, thing, token)
        state = live(self.desk, thing, id_, expected)
        model = self.told(thing, owned(body, id_), state.document)
        put = Put(thing, self.ruled(model, state.document), state.version)
        return Plan([put], [(thing, id_)], self.nature())

    def retract(self, thing: Thing, token: str, expected: Expected) -> Plan:
        """A thing that should never have been published; Conflict where something points at it."""
        id_ = id_of(self.desk, thing, token)
        state = live(self.desk, thing, id_, expected)
        change = Retract(thing, id_, state.version, unused=True)
        return Plan([change], [(thing, id_)], self.nature(Nature.CORRECTION))

    def undo(self, thing: Thing, token: str, version: int | None, expected: Expected) -> Plan:
        """A thing as an old version had it, by default the one before."""
        if self.said.nature is Nature.WORLD:
            detail = "an undo corrects the record; where the world went back, change the event."
            raise refused([Fault(detail, pointer="/commit/nature")])
        id_ = id_of(self.desk, thing, token)
        state = state_of(self.desk, thing, id_)
        if state is None:
            raise NotFound(f"There is no {thing} with this id in the record.")
        expected.check(id_, state.version)
        restore = Restore(thing, id_, version or max(state.version - 1, 1), state.version)
        others = taken_back(self.desk, thing, id_) if state.merged else []
        return Plan([restore, *others], [(thing, id_)], Nature.CORRECTION)

    def told(self, thing: Thing, body: Json, current: Json | None) -> Model:
        """The document that a body makes of the current one."""
        return read(thing, body, MODELS[thing], self.desk.directory, self.desk.find, current)

    def ruled(self, model: Model, before: Json | None) -> Model:
        """The same where the rules of a status allow it; a source that the commit names is cited.

        InvalidDocument where they do not.
        """
        if not isinstance(model, Event):
            return model
        model = self._cited(model, before)
        cited, today = self.said.source is not None, latest_day(self.now)
        faults = list(refusals(before, model, self.nature(), today, cited=cited))
        if faults:
            raise refused(faults)
        return model

    def _cited(self, model: Event, before: Json | None) -> Event:
        """What says that something changed says so of the event."""
        source = self.said.source
        if source is None or source in model.sources:
            return model
        if before is not None and dump(model) == before:
            return model
        return model.model_copy(update={"sources": (*model.sources, source)})

    def nature(self, otherwise: Nature = Nature.WORLD) -> Nature:
        """What the commit says that it is."""
        return Nature(self.said.nature or otherwise)


def clock() -> datetime:
    """Now, in UTC."""
    return datetime.now(UTC)


def owned(body: Json, id_: str) -> Json:
    """A body for the thing of this id; Conflict where it says that it is another's."""
    said = body.get("id", id_)
    if said != id_:
        raise Conflict(
            f"This body is of another thing than {id_}: leave its id out, or send it there."
        )
    return {name: value for name, value in body.items() if name != "id"}
