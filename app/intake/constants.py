"""The names that a mapping itself gives: all of them known, before the first row is read."""

from collections.abc import Iterator
from enum import StrEnum

from app.domain.vocabulary import Attendance, EventKind, Level, Mode, Role, Status
from app.errors import InvalidMapping
from app.intake.mapping import Cell, Described, FileMapping, ParticipantOf, Tokens
from app.intake.resolver import Resolver
from app.suggest import near_words

_Asked = tuple[str, str | type[StrEnum], Tokens | None]


def check_constants(mapping: FileMapping, resolver: Resolver) -> None:
    """InvalidMapping for each name that nothing in the record has, and each word that is none."""
    said = [
        sentence
        for key, space, tokens in _asked(mapping)
        for constant in _constants(tokens)
        if (sentence := _sentence(key, space, constant, resolver))
    ]
    if said:
        raise InvalidMapping("; ".join(said) + ".")


def _sentence(
    key: str, space: str | type[StrEnum], constant: str, resolver: Resolver
) -> str | None:
    if not isinstance(space, str):
        near = ", ".join(near_words(constant, space)[:3])
        return (
            None if constant in list(space) else f"{key}: there is no word {constant}; near: {near}"
        )
    meant = resolver.meaning(space, constant)
    hint = f"; near: {', '.join(meant.near)}" if meant.near else ""
    return None if meant.id else f"{key}: no {space} is called {constant}{hint}"


def _asked(mapping: FileMapping) -> Iterator[_Asked]:
    event = mapping.event
    yield from _described("event", event)
    yield "event.mode", Mode, event.mode
    yield "event.place.country", "country", event.place.country if event.place else None
    if mapping.part_of:
        yield from _described("part_of", mapping.part_of)
    for i, participant in enumerate(mapping.participants):
        yield from _participant(f"participants.{i}", participant)


def _described(key: str, described: Described) -> Iterator[_Asked]:
    yield f"{key}.kind", EventKind, described.kind
    yield f"{key}.status", Status, described.status
    yield f"{key}.forum", "forum", described.forum
    if not described.new_topics:
        yield f"{key}.topics", "topic", described.topics


def _participant(key: str, participant: ParticipantOf) -> Iterator[_Asked]:
    yield f"{key}.role", Role, participant.role
    yield f"{key}.level", Level, participant.level
    yield f"{key}.attendance", Attendance, participant.attendance
    yield f"{key}.actor", "actor", participant.actor
    yield f"{key}.office", "actor", participant.office


def _constants(tokens: Tokens | None) -> Iterator[str]:
    for option in () if tokens is None else tokens if isinstance(tokens, tuple) else (tokens,):
        if isinstance(option, Cell):
            yield from (*option.values.values(), *option.words.values())
        else:
            yield option
