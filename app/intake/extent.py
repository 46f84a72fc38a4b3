"""What a whole file says of something: when a meeting is held, who holds which office and when."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from app.domain.spans import covering
from app.intake.celldates import UnreadableDate, told
from app.intake.cells import Cells, Tables, Token, alternatives, text_of
from app.intake.draft import Line
from app.intake.mapping import FileMapping, ParticipantOf, PersonOf


class Held(NamedTuple):
    """An office as the file names it, and the days on which it speaks of somebody in it."""

    office: Token
    attested: str | None


@dataclass
class Person:
    """A person of the file: as it is first named, and in which offices."""

    name: str
    dates: dict[Token, set[str]] = field(default_factory=dict)

    @cached_property
    def offices(self) -> list[Held]:
        """Each once, from its first to its last day, once all rows are gathered."""
        return [Held(office, covering(sorted(dates))) for office, dates in self.dates.items()]


@dataclass
class Meeting:
    """An event that holds those of several rows: its first row, and the days of all."""

    first: Cells
    dates: set[str] = field(default_factory=set)

    @cached_property
    def lasts(self) -> str | None:
        """From the first to the last day, once all rows are gathered."""
        return covering(sorted(self.dates))


@dataclass
class Extents:
    """What is gathered from all rows before the first is read."""

    people: dict[tuple[str, str], Person] = field(default_factory=dict)
    meetings: dict[str, Meeting] = field(default_factory=dict)


def extents(mapping: FileMapping, lines: Iterable[Line], tables: Tables) -> Extents:
    """The meetings and the persons of a file."""
    found = Extents()
    persons = [participant for participant in mapping.participants if participant.person]
    for line in lines if persons or mapping.part_of else ():
        if line.trouble is None:
            dates = _date(mapping, line.content)
            _gather_meeting(found, mapping, line.content, dates)
            for participant in persons:
                _gather_person(found, participant, line.content, dates, tables)
    return found


def person_of(person: PersonOf, cells: Mapping[str, str]) -> tuple[str, str] | None:
    """What the file calls the person of a row, and the name that it gives; None where neither."""
    value, name = text_of(person.value, cells), text_of(person.name, cells)
    return (value, name) if value and name else None


def _gather_meeting(
    found: Extents, mapping: FileMapping, cells: Cells, dates: Iterable[str]
) -> None:
    value = text_of(mapping.part_of.value, cells) if mapping.part_of else None
    if value is not None:
        found.meetings.setdefault(value, Meeting(cells)).dates.update(dates)


def _gather_person(
    found: Extents,
    participant: ParticipantOf,
    cells: Cells,
    dates: Iterable[str],
    tables: Tables,
) -> None:
    assert participant.person is not None
    named = person_of(participant.person, cells)
    if named is not None:
        person = found.people.setdefault((participant.person.scheme, named[0]), Person(named[1]))
        for office in next(alternatives(participant.office, cells, tables), [])[:1]:
            person.dates.setdefault(office, set()).update(dates)


def _date(mapping: FileMapping, cells: Cells) -> set[str]:
    """The row's day or days; none where they cannot be read, which is said when the row is."""
    try:
        edtf = told(cells, mapping.event.when, "UTC").edtf if mapping.event.when else None
    except UnreadableDate:
        return set()
    return {"/".join(point.partition("T")[0] for point in edtf.split("/"))} if edtf else set()
