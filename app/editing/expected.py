"""Which version a change is made for, and the thing as the record has it now."""

from dataclasses import dataclass
from typing import Any

from app.domain.things import Thing
from app.editing.reading import Desk
from app.errors import Conflict, Gone, NotFound, PreconditionFailed
from app.store.merging import survivor
from app.store.states import State

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Expected:
    """The versions a writer knows, any of which may be the current one; None where any will do."""

    versions: frozenset[int] | None = None

    def check(self, id_: str, version: int) -> None:
        """PreconditionFailed where the version is none of these."""
        if self.versions is not None and version not in self.versions:
            raise PreconditionFailed(
                f"{id_} is at version {version}: read it again, and apply your change to that."
            )


def id_of(desk: Desk, thing: Thing, token: str) -> str:
    """The id that an address names: an event may be named by its slug."""
    if thing is not Thing.EVENT or token.startswith("ev_"):
        return token
    found = desk.find(token)
    if found is None:
        raise NotFound("There is no event with this id or slug; /v1/events lists those there are.")
    return found


def state_of(desk: Desk, thing: Thing, id_: str) -> State | None:
    """The current version, live or not; None where the record never had the thing."""
    return desk.states([(thing, id_)]).get((thing, id_))


def live(desk: Desk, thing: Thing, id_: str, expected: Expected) -> State:
    """The thing as it is at the version that is expected; NotFound, Gone, Conflict where it ended.

    PreconditionFailed where it is at another version.
    """
    state = state_of(desk, thing, id_)
    if state is None:
        raise NotFound(f"There is no {thing} with this id in the record.")
    if state.merged:
        into = survivor(desk.connection, thing, id_, desk.pin)
        raise Conflict(f"{id_} was merged into {into}: write to that.")
    if not state.live:
        raise Gone(f"This {thing} was withdrawn: it should not have been published.")
    expected.check(id_, state.version)
    return state
