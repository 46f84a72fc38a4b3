"""Versions of another record as the steps that its mirror takes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from pydantic import ValidationError
from sqlalchemy import Connection

from app.domain.things import Thing
from app.errors import Conflict, InvalidDocument
from app.store.states import State, parsed, states
from app.store.steps import Step


@dataclass(frozen=True)
class Repetition(Step):
    """A version of another record, as it is stored there."""

    row: Mapping[str, Any] = field(kw_only=True)

    @property
    def version(self) -> int:
        """The number that it has there."""
        return int(self.row["version"])

    @property
    def state(self) -> str:
        """What it is there."""
        return str(self.row["state"])

    @cached_property
    def stored(self) -> dict[str, Any]:
        """The document as it is there, whatever release wrote it."""
        return dict(self.row["document"])


def repetitions(
    connection: Connection, rows: Sequence[Mapping[str, Any]], told: Mapping[tuple[Thing, str], str]
) -> list[Repetition]:
    """Versions of another record as steps here; `told` says into what those merged have gone.

    Conflict where they do not follow what is here, InvalidDocument for one that this release cannot
    read. Whether the record should have it was decided where it was written.
    """
    keys = [(Thing(row["thing"]), str(row["entity"])) for row in rows]
    known = states(connection, keys)
    return [
        _repetition(key, row, known.get(key), told.get(key))
        for key, row in zip(keys, rows, strict=True)
    ]


def _repetition(
    key: tuple[Thing, str], row: Mapping[str, Any], before: State | None, into: str | None
) -> Repetition:
    made = Repetition(*key, before, None, into, row=row)
    label = f"Version {made.version} of {made.thing} {made.id}"
    if made.version != (before.version if before else 0) + 1:
        raise Conflict(f"{label} does not follow what is here.")
    if made.state != "live":
        return made
    try:
        after = parsed(made.thing, made.stored)
    except ValidationError as error:
        raise InvalidDocument(f"{label} cannot be read by this release; update it.") from error
    return replace(made, after=after, restored=before is not None and before.merged)
