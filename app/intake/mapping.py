"""A mapping: which column of somebody's CSV says what of an event. Read from a TOML file."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, Field, StringConstraints, model_validator

from app.domain.text import Id, Lang, Part, refused_at
from app.domain.things import Thing
from app.domain.zones import zone
from app.intake.dateformats import checked

_COLUMN = re.compile(r"\{([^{}]+)\}")


def _closed(template: str) -> str:
    """A brace that is not closed would be written as it stands, in every event."""
    if refused_at(template) is not None:
        raise ValueError("a control character stands in it: leave it out")
    if set("{}") & set(_COLUMN.sub("", template)):
        raise ValueError(f"a brace is open or empty in “{template}”: write {{column}}")
    return template


Way = Literal["id", "code", "identifier", "name"]
Scheme = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{0,29}$")]
Template = Annotated[str, StringConstraints(min_length=1), AfterValidator(_closed)]
# A text, or several of which the first counts that has no empty column.
Texts = Template | tuple[Template, ...]
Text = Texts | dict[Lang, Texts]


class Cell(Part):
    """A column, and what becomes of its cell on the way to a name or a word of the record."""

    column: str
    split: str | None = None
    take: int | None = Field(None, ge=1)
    values: dict[str, str] = Field(default_factory=dict)
    words: dict[str, str] = Field(default_factory=dict)
    only: bool = False
    table: str | None = None
    by: tuple[Way, ...] = ()


Tokens = Template | Cell | tuple[Template | Cell, ...]


class Table(Part):
    """Another CSV beside the mapping, in which a cell is looked up."""

    file: str
    key: str
    value: str


class File(Part):
    """How the file is written."""

    delimiter: Annotated[str, StringConstraints(min_length=1, max_length=1)] = ","
    encoding: str = "UTF-8"
    lang: Lang = "en"
    empty: tuple[str, ...] = ()


class Identity(Part):
    """What the file calls a line: by it a second import finds the event again."""

    scheme: Scheme
    value: Texts


class SourceOf(Part):
    """Who says so. A source whose id has columns in it is one source for each of their values."""

    id: Template
    publisher: Template
    title: Template
    lang: Lang | None = None
    url: Template | None = None
    published: Template | None = None


def _known_zone(name: str) -> str:
    zone(name)
    return name


Format = Annotated[str, AfterValidator(checked)]


class Dates(Part):
    """When: columns, or texts of several, for start and end, and how they are written."""

    start: Texts
    end: Texts | None = None
    format: Format | tuple[Format, ...] = "%Y-%m-%d"
    zone: Annotated[str, AfterValidator(_known_zone)] | None = None
    precision: Literal["minute", "day", "month", "year"] | None = None


class PlaceOf(Part):
    """Where; a city that the record knows gives country, coordinates and time zone."""

    name: Text | None = None
    city: Tokens | None = None
    country: Tokens | None = None


class Described(Part):
    """What an event, or the one that holds it, is."""

    kind: Tokens
    status: Tokens
    title: Text
    summary: Text | None = None
    forum: Tokens | None = None
    topics: Tokens | None = None
    new_topics: bool = False


class EventOf(Described):
    """What each line says of its event."""

    when: Dates | None = None
    place: PlaceOf | None = None
    mode: Tokens | None = None


class Holder(Described):
    """The event that holds those of several lines; it lasts from the first to the last of them."""

    scheme: Scheme
    value: Texts


class PersonOf(Part):
    """A person of the file: found by what the file calls it, or by name, or made."""

    scheme: Scheme
    value: Texts
    name: Texts
    known: dict[str, Id] = Field(default_factory=dict)


class Found(Part):
    """Known actors looked for in a text, anywhere or after certain words."""

    found_in: str
    after: tuple[str, ...] = ()


class ParticipantOf(Part):
    """Who takes part, in one of three ways: `actor`, `person`, or `found_in` a text."""

    role: Tokens
    actor: Tokens | None = None
    person: PersonOf | None = None
    found_in: str | None = None
    after: tuple[str, ...] = ()
    office: Tokens | None = None
    level: Tokens | None = None
    attendance: Tokens | None = None
    represented_by: Found | None = None
    required: bool = False

    @model_validator(mode="after")
    def _one_way(self) -> "ParticipantOf":
        ways = [name for name in ("actor", "person", "found_in") if getattr(self, name)]
        if len(ways) != 1:
            raise ValueError("give one of actor, person or found_in")
        return self


class Definition(BaseModel):
    """A thing the lines refer to, as the ledger keeps it; put where the record has none."""

    model_config = {"extra": "allow"}

    thing: Thing
    id: Id


class FileMapping(Part):
    """The whole mapping."""

    file: File = File()
    tables: dict[str, Table] = Field(default_factory=dict)
    id: Identity
    source: SourceOf
    event: EventOf
    participants: tuple[ParticipantOf, ...] = ()
    part_of: Holder | None = None
    define: tuple[Definition, ...] = ()

    @model_validator(mode="after")
    def _tables_are_there(self) -> "FileMapping":
        wanted = {cell.table for cell in _cells(self) if cell.table}
        if unknown := sorted(wanted - self.tables.keys()):
            raise ValueError(f"no table is called {', '.join(unknown)}: describe it under [tables]")
        return self


def columns(mapping: FileMapping) -> dict[str, str]:
    """Every column that the mapping names, with the key that names it."""
    return {name: key for key, name in _named(mapping, "")}


def columns_in(template: str) -> list[str]:
    """The columns that stand in braces in a template."""
    return _COLUMN.findall(template)


def filled(template: str, cells: Mapping[str, str]) -> str:
    """The template with its columns' cells; the text alone is left of one without columns."""
    return _COLUMN.sub(lambda found: cells[found[1]], template)


_PLAIN_COLUMNS = frozenset({"column", "start", "end", "found_in"})
_NOT_TEMPLATES = frozenset({"values", "words", "known", "define", "tables", "file", "format"})


def _named(value: Any, key: str) -> Iterator[tuple[str, str]]:
    name = key.rpartition(".")[2]
    if isinstance(value, str):
        named = columns_in(value) or ([value] if name in _PLAIN_COLUMNS else [])
        yield from ((key, column) for column in named)
    elif isinstance(value, Part) and name not in _NOT_TEMPLATES:
        for field in type(value).model_fields:
            yield from _named(getattr(value, field), f"{key}.{field}".lstrip("."))
    elif isinstance(value, dict) and name not in _NOT_TEMPLATES:
        for member in value.values():
            yield from _named(member, key)
    elif isinstance(value, Sequence) and name not in _NOT_TEMPLATES:
        for member in value:
            yield from _named(member, key)


def _cells(value: Any) -> Iterator[Cell]:
    if isinstance(value, Cell):
        yield value
    elif isinstance(value, Part):
        for field in type(value).model_fields:
            yield from _cells(getattr(value, field))
    elif isinstance(value, tuple):
        for member in value:
            yield from _cells(member)
