"""The member `commit` of a write: why it is made, on whose word, and who was wrong, if anybody."""

from collections.abc import Iterable, Mapping
from typing import Any, Literal

from pydantic import ValidationError

from app.domain.bodyreader import id_of
from app.domain.change import Nature
from app.domain.faults import faults_of, refused
from app.domain.text import Id, Line, Part
from app.errors import Fault

Json = dict[str, Any]


class Commitment(Part):
    """The world changed, or a correction of ours: `import` is said by imports alone."""

    reason: Line | None = None
    source: Id | None = None
    nature: Literal[Nature.WORLD, Nature.CORRECTION] | None = None

    def over(self, other: "Commitment") -> "Commitment":
        """What this says, and what the other says of the rest."""
        said = {name: value for name, value in self if value is not None}
        return other.model_copy(update=said)


def commitment(value: Any) -> Commitment:
    """What was sent as `commit`; InvalidDocument with pointers for what cannot be read of it."""
    if value is None:
        return Commitment()
    told = {**value, "source": id_of(value.get("source"))} if isinstance(value, Mapping) else value
    try:
        return Commitment.model_validate(told)
    except ValidationError as error:
        raise refused(below("/commit", faults_of(error))) from None


def below(pointer: str, faults: Iterable[Fault]) -> list[Fault]:
    """These faults of a part, as faults of the whole."""
    return [
        Fault(f.detail, f.parameter, f"{pointer}{f.pointer or ''}", f.position, f.suggestions)
        for f in faults
    ]
