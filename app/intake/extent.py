"""From when to when a whole file speaks of something: of a meeting, of a person in an office."""

from collections.abc import Iterable, Iterator

from app.domain.spans import covering
from app.intake.celldates import UnreadableDate, told
from app.intake.cells import Cells, Tables, alternatives, text_of
from app.intake.draft import Line
from app.intake.mapping import FileMapping, ParticipantOf

Key = tuple[str, ...]


def extents(mapping: FileMapping, lines: Iterable[Line], tables: Tables) -> dict[Key, str]:
    """The EDTF day or interval of each holder, and of each person in each office."""
    gathered: dict[Key, set[str]] = {}
    for line in lines:
        edtf = _date(mapping, line.content) if line.trouble is None else None
        for key in _keys(mapping, line.content, tables) if edtf else ():
            gathered.setdefault(key, set()).add((edtf or "").partition("T")[0])
    covered = {key: covering(sorted(dates)) for key, dates in gathered.items()}
    return {key: span for key, span in covered.items() if span}


def needed(mapping: FileMapping) -> bool:
    """Whether anything in the mapping lasts as long as several lines."""
    people = any(participant.person for participant in mapping.participants)
    return people or mapping.part_of is not None


def holder_key(mapping: FileMapping, cells: Cells) -> Key:
    """The event that holds the row's."""
    assert mapping.part_of is not None
    return "part_of", text_of(mapping.part_of.value, cells) or ""


def person_key(participant: ParticipantOf, cells: Cells, tables: Tables) -> Key:
    """A person of the file in the office that the row gives it."""
    assert participant.person is not None
    offices = next(alternatives(participant.office, cells, tables), [])
    who = text_of(participant.person.value, cells) or ""
    return "person", who, *(office.said for office in offices)


def _keys(mapping: FileMapping, cells: Cells, tables: Tables) -> Iterator[Key]:
    if mapping.part_of:
        yield holder_key(mapping, cells)
    for participant in mapping.participants:
        if participant.person:
            yield person_key(participant, cells, tables)


def _date(mapping: FileMapping, cells: Cells) -> str | None:
    try:
        return told(cells, mapping.event.when, "UTC").edtf if mapping.event.when else None
    except UnreadableDate:
        return None
