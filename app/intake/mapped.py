"""A CSV through its mapping: which lines there are, and what each says."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from pydantic import ValidationError

from app.domain.directory import Directory, overlaid
from app.domain.things import MODELS, Model, Thing, dump
from app.errors import InvalidMapping
from app.intake.cells import Token
from app.intake.constants import check_constants
from app.intake.draft import Draft, Known, Line
from app.intake.extent import extents
from app.intake.mapping import Definition, FileMapping, columns_in
from app.intake.people import People
from app.intake.resolver import Resolver
from app.intake.row import Facts, Row
from app.intake.rowdraft import RowDraft, source_id
from app.intake.table import CsvTable, lookup, require_columns


class MappedReader:
    """Reads a CSV file; raises InvalidMapping where the mapping and the file do not fit."""

    def __init__(self, path: Path, mapping: FileMapping, folders: Sequence[Path]) -> None:
        """`folders` are where the lookup tables of the mapping may lie."""
        self.mapping = mapping
        self.table = CsvTable(path, mapping.file)
        require_columns(self.table, mapping)
        self._tables = {name: lookup(folders, table) for name, table in mapping.tables.items()}
        self._extents = extents(mapping, self.table.rows(), self._tables)
        self._defined = [_definition(defined) for defined in mapping.define]
        self._origin: Directory | None = None
        self._facts: Facts | None = None

    @property
    def publisher(self) -> str:
        """The scheme of its identifiers: files of one scheme speak for each other."""
        return self.mapping.id.scheme

    def lines(self) -> Iterator[Line]:
        """The rows after the header."""
        return self.table.rows()

    def prepared(self, _lines: Sequence[Line], known: Known) -> Known:
        """The record as it is: a row needs no other row."""
        return known

    def draft(self, line: Line, known: Known) -> Draft:
        """What the row says of an event, and the things that come with it."""
        draft = RowDraft(Row(self._facts_in(known.directory), line)).draft()
        draft.support[:0] = [(thing, dump(model)) for thing, model in self._defined]
        return draft

    def _facts_in(self, directory: Directory) -> Facts:
        """Made anew only where the directory changed by more than what this file brings."""
        if self._facts is None or not self._is_same(directory):
            self._facts = self._made(directory)
        self._origin = directory
        return self._facts

    def _is_same(self, directory: Directory) -> bool:
        before, ours = self._origin, self._facts
        if before is None or ours is None:
            return False
        if before is directory:
            return True
        brought = {*ours.people.documents, *(model.id for _, model in self._defined)}
        ids = (before.actors.keys() | directory.actors.keys()) - brought
        return (
            all(before.actors.get(id_) is directory.actors.get(id_) for id_ in ids)
            and before.forums.keys() == directory.forums.keys()
            and before.topics.keys() == directory.topics.keys()
        )

    def _made(self, directory: Directory) -> Facts:
        """What the mapping defines and whom the file tells of count as known while it is read."""
        lang = self.mapping.file.lang
        defined = [model for _, model in self._defined]
        resolver = Resolver(overlaid(directory, defined), lang)

        def office(token: Token) -> str | None:
            return resolver.meaning("actor", token.text or token.said, token.by).id

        # A source for each row is no source of what many rows say.
        shared = not columns_in(self.mapping.source.id)
        source = source_id(self.mapping, {}) if shared else None
        people = People(self._extents, resolver.directory, office, lang, source)
        resolver = Resolver(overlaid(directory, [*people.actors, *defined]), lang)
        check_constants(self.mapping, resolver)
        return Facts(self.mapping, self._tables, people, self._extents, resolver)


def _definition(defined: Definition) -> tuple[Thing, Model]:
    document = {n: v for n, v in defined.model_dump().items() if n != "thing"}
    try:
        return defined.thing, MODELS[defined.thing].model_validate(document)
    except ValidationError as error:
        faults = (f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
        raise InvalidMapping(f"define {defined.id}: {'; '.join(faults)}") from None
