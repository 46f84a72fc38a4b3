"""A CSV through its mapping: which lines there are, and what each says."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from app.domain.actor import Actor
from app.domain.directory import Directory
from app.domain.forum import Forum, Topic
from app.domain.things import MODELS, Model, Thing
from app.errors import InvalidMapping
from app.intake import extent
from app.intake.draft import Draft, Known, Line
from app.intake.mapping import Definition, FileMapping
from app.intake.people import People
from app.intake.resolver import Resolver
from app.intake.row import Facts, Row
from app.intake.rowdraft import RowDraft
from app.intake.table import CsvTable, lookup, require_columns


class MappedReader:
    """Reads a CSV file; raises InvalidMapping where the mapping and the file do not fit."""

    def __init__(self, path: Path, mapping: FileMapping, folders: Sequence[Path]) -> None:
        """`folders` are where the lookup tables of the mapping may lie."""
        self.table = CsvTable(path, mapping.file)
        require_columns(self.table, mapping)
        tables = {name: lookup(folders, table) for name, table in mapping.tables.items()}
        rows = self.table.rows() if extent.needed(mapping) else ()
        spans = extent.extents(mapping, rows, tables)
        self._facts = Facts(mapping, tables, People(mapping.file.lang), spans)
        self._defined = [_definition(defined) for defined in mapping.define]
        self._known: tuple[Directory, Resolver] | None = None

    @property
    def publisher(self) -> str:
        """The scheme of its identifiers: files of one scheme speak for each other."""
        return self._facts.mapping.id.scheme

    def lines(self) -> Iterator[Line]:
        """The rows after the header."""
        return self.table.rows()

    def draft(self, line: Line, known: Known) -> Draft:
        """What the row says of an event, and the things that come with it."""
        row = Row(self._facts, line, self._resolver(known.directory))
        draft = RowDraft(row).draft()
        draft.support[:0] = [(thing, dump(model)) for thing, model in self._defined]
        return draft

    def _resolver(self, directory: Directory) -> Resolver:
        """One for as long as the directory stays; what the mapping defines counts as known."""
        if self._known is None or self._known[0] is not directory:
            overlaid = _overlaid(directory, [model for _, model in self._defined])
            self._known = directory, Resolver(overlaid, self._facts.mapping.file.lang)
        return self._known[1]


def dump(model: Model) -> dict[str, Any]:
    """A thing as a draft holds it."""
    return model.model_dump(mode="json", by_alias=True)


def _definition(defined: Definition) -> tuple[Thing, Model]:
    document = {n: v for n, v in defined.model_dump().items() if n != "thing"}
    try:
        return defined.thing, MODELS[defined.thing].model_validate(document)
    except ValidationError as error:
        faults = (f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
        raise InvalidMapping(f"define {defined.id}: {'; '.join(faults)}") from None


def _overlaid(directory: Directory, defined: list[Model]) -> Directory:
    return replace(
        directory,
        actors={**{d.id: d for d in defined if isinstance(d, Actor)}, **directory.actors},
        forums={**{d.id: d for d in defined if isinstance(d, Forum)}, **directory.forums},
        topics={**{d.id: d for d in defined if isinstance(d, Topic)}, **directory.topics},
    )
