"""Rows of a CSV file with the lines they stand on, each checked before anything is made of it."""

import codecs
import csv
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

from app.domain.text import refused_at
from app.errors import InvalidMapping
from app.intake.draft import Line, Trouble
from app.intake.mapping import File, FileMapping, Table, columns

if TYPE_CHECKING:
    from _csv import Reader

# A cell of more is no cell of a table of events: a quote was not closed.
_LONGEST = 1_000_000
_SPACES = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2007": " ", "\ufeff": None})


@dataclass(frozen=True)
class CsvTable:
    """A file and how it is written; its rows are dicts of cleaned cells by column."""

    path: Path
    written: File

    def rows(self) -> Iterator[Line]:
        """Every row after the header; one that cannot be read carries its trouble."""
        with self._reader() as reader:
            header = _header(reader, self.path.name, self.written)
            yield from _rows(reader, header, self.written)

    def header(self) -> list[str]:
        """The columns; InvalidMapping where the file has none, or one twice."""
        with self._reader() as reader:
            return [name for name in _header(reader, self.path.name, self.written) if name]

    @contextmanager
    def _reader(self) -> Iterator["Reader"]:
        """InvalidMapping where the file is no text in its encoding at all."""
        csv.field_size_limit(_LONGEST)
        encoding = self.written.encoding
        try:
            # Of UTF-8 a byte order mark is no part of the first column's name.
            codec = "utf-8-sig" if codecs.lookup(encoding).name == "utf-8" else encoding
            with self.path.open(encoding=codec, errors="surrogateescape", newline="") as file:
                yield csv.reader(file, delimiter=self.written.delimiter, strict=True)
        except LookupError:
            raise InvalidMapping(f"file.encoding: {encoding} is no encoding of text.") from None
        except UnicodeError:
            raise _not_text(self.path.name, encoding) from None


def _not_text(name: str, encoding: str) -> InvalidMapping:
    return InvalidMapping(
        f"{name} is no text in {encoding}: set file.encoding, or save the file as UTF-8."
    )


def require_columns(table: CsvTable, mapping: FileMapping) -> None:
    """InvalidMapping for each column that the mapping names and the file does not have."""
    header, named = table.header(), columns(mapping)
    missing = {name: key for name, key in named.items() if name not in header}
    if missing:
        said = (
            f"{key} names the column {name}{_near(name, header)}" for name, key in missing.items()
        )
        listed = f"The columns of {table.path.name} are {', '.join(header)}."
        alone = len(header) == 1 or len(missing) == len(named)
        hint = " If that is not how it is parted, set file.delimiter." if alone else ""
        raise InvalidMapping(f"{'; '.join(said)}. {listed}{hint}")


def lookup(folders: Iterable[Path], described: Table) -> dict[str, str]:
    """The values of a lookup table by key; an empty value is one that is not known.

    The table lies in one of the folders.
    """
    paths = (folder / described.file for folder in folders)
    path = next((path for path in paths if path.is_file()), None)
    if path is None:
        raise InvalidMapping(f"There is no {described.file} beside the file or the mapping.")
    table = CsvTable(path, File())
    for column in (described.key, described.value):
        if column not in table.header():
            raise InvalidMapping(f"{described.file} has no column {column}.")
    rows = (line.content for line in table.rows() if line.trouble is None)
    return {row[described.key]: row[described.value] for row in rows}


def clean(cell: str) -> str:
    """Without spaces around it; a no-break space inside a name is a space."""
    return cell.translate(_SPACES).strip()


def _header(reader: "Reader", name: str, written: File) -> list[str]:
    try:
        header = [clean(cell) for cell in next(reader, [])]
    except csv.Error as error:
        raise InvalidMapping(f"{name}: the header cannot be read: {error}.") from None
    if any(refused_at(cell) is not None for cell in header):
        raise _not_text(name, written.encoding)
    repeated = sorted(name for name, times in Counter(header).items() if name and times > 1)
    if not any(header):
        raise InvalidMapping(f"{name} is empty; its first line must name the columns.")
    if repeated:
        raise InvalidMapping(f"{name} has several columns called {', '.join(repeated)}.")
    return header


def _rows(reader: "Reader", header: list[str], written: File) -> Iterator[Line]:
    while True:
        number = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield Line(number, None, Trouble(number, None, f"expected CSV (RFC 4180); {error}"))
            continue
        if any(cells):
            yield _row(number, cells, header, written)


def _row(number: int, cells: list[str], header: list[str], written: File) -> Line:
    if len(cells) != len(header):
        detail = f"expected {len(header)} cells as in the header; there are {len(cells)}"
        return Line(number, None, Trouble(number, None, detail))
    for column, cell in zip(header, cells, strict=True):
        position = refused_at(cell.replace("\r\n", "\n").replace("\r", "\n"))
        if position is not None:
            return Line(number, None, Trouble(number, column, _refusal(cell, position, written)))
    cleaned = ("" if cell in written.empty else cell for cell in map(clean, cells))
    return Line(number, dict(zip(header, cleaned, strict=True)))


def _refusal(cell: str, position: int, written: File) -> str:
    """Bytes that are not of the encoding were read as lone surrogates."""
    if "\udc80" <= cell[position] <= "\udcff":
        return f"expected text in {written.encoding}; set file.encoding, or save the file as UTF-8"
    return f"expected text without control characters; character {position} is one"


def _near(name: str, header: list[str]) -> str:
    near = get_close_matches(name, header, n=1)
    return f" (did you mean {near[0]}?)" if near else ""
