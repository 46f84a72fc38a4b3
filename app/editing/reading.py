"""A body against the record as one transaction sees it: what it comes to, or all that is wrong."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from app.domain.bodies import BODIES
from app.domain.directory import Directory
from app.domain.faults import faults_of, refused, without_echoes
from app.domain.mergepatch import patched
from app.domain.resolve import FindEvent, Names
from app.domain.settled import settled
from app.domain.things import Thing
from app.errors import Fault
from app.store import identify
from app.store.directory import Directories
from app.store.pins import Pin, pin
from app.store.sessions import Connection
from app.store.states import Seen, State, states
from app.suggest import near

Json = dict[str, Any]
Key = tuple[Thing, str]
M = TypeVar("M", bound=BaseModel)

# What is replaced whole although it is an object: its members say one thing together.
_WHOLE = frozenset({"when"})


@dataclass(frozen=True)
class Desk:
    """The record at its head, as the transaction of an editor sees it."""

    connection: Connection
    directories: Directories

    @cached_property
    def pin(self) -> Pin:
        """The head."""
        return pin(self.connection)

    @cached_property
    def directory(self) -> Directory:
        """Actors, forums and topics."""
        return self.directories.at(self.connection, self.pin)

    def states(self, wanted: Iterable[Key]) -> Mapping[Key, State]:
        """The current versions of those of these things that the record has, each read once."""
        keys = list(wanted)
        unread = [key for key in dict.fromkeys(keys) if key not in self.seen.states]
        if unread:
            self.seen.states.update(states(self.connection, unread))
        return {key: self.seen.states[key] for key in keys if key in self.seen.states}

    @cached_property
    def seen(self) -> Seen:
        """What was read of the record so far, all of it after its head was."""
        return Seen(self.pin, {})

    def find(self, token: str) -> str | None:
        """The id of the event that a token names."""
        return identify.find(self.connection, token, self.pin)


def read(
    thing: Thing,
    body: Json,
    model: type[M],
    directory: Directory,
    find: FindEvent,
    current: Json | None = None,
) -> M:
    """The document that a body makes, of nothing or of the current one (RFC 7396).

    InvalidDocument names every fault with its pointer. The current document is the ledger's; so
    is what comes back.
    """
    told = BODIES[thing](body, directory, find, current, _suggested)
    document = _applied(current or {}, told.document)
    if thing is Thing.EVENT:
        document = settled(document, told.document, current, directory.cities)
    found, faults = _validated(model, document)
    everything = without_echoes(told.faults, faults)
    if found is None or everything:
        raise refused(everything)
    return found


def _applied(document: Json, told: Json) -> Json:
    whole = {name: value for name, value in told.items() if name in _WHOLE}
    part = {name: value for name, value in told.items() if name not in _WHOLE}
    merged: Json = patched(document, part)
    return merged | whole


def _validated(model: type[M], document: Json) -> tuple[M | None, list[Fault]]:
    try:
        return model.model_validate(document), []
    except ValidationError as error:
        return None, list(faults_of(error))


def _suggested(token: str, names: Names) -> Iterable[str]:
    return near(token, [names])
