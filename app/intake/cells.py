"""Values of a mapping over one row: texts from templates, tokens from cells."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from app.domain.resolve import folded
from app.intake.mapping import Cell, Template, Text, Tokens, columns_in, filled

Cells = Mapping[str, str]
Tables = Mapping[str, Mapping[str, str]]


class Token(NamedTuple):
    """What a cell gives: the token to resolve, the cell's own word, its column, how to read it.

    It is `fixed` where the mapping gives it, and not the cell: then it must be in the record.
    """

    text: str | None
    said: str
    column: str | None
    by: tuple[str, ...] = ()
    fixed: bool = False


def text_of(text: Template | tuple[Template, ...], cells: Cells) -> str | None:
    """The first of the templates that has no empty column; None where each has one."""
    for template in (text,) if isinstance(text, str) else text:
        if all(cells[column] for column in columns_in(template)):
            return filled(template, cells)
    return None


def column_or_text(spec: Template | tuple[Template, ...], cells: Cells) -> tuple[str, str | None]:
    """A column's cell, or a text of several; with the name of the (first) column."""
    first = spec if isinstance(spec, str) else spec[0]
    name = next(iter(columns_in(first)), first)
    for option in (spec,) if isinstance(spec, str) else spec:
        text = text_of(option, cells) if columns_in(option) else cells[option]
        if text:
            return name, text
    return name, None


def texts_of(text: Text | None, cells: Cells, lang: str) -> dict[str, str] | None:
    """The text by language; in the file's where none is named."""
    if text is None:
        return None
    by_lang = text if isinstance(text, dict) else {lang: text}
    found = {lang_: text_of(template, cells) for lang_, template in by_lang.items()}
    return {lang_: told for lang_, told in found.items() if told} or None


def alternatives(tokens: Tokens | None, cells: Cells, tables: Tables) -> Iterator[list[Token]]:
    """The tokens of each alternative that has any. A constant is a token without a column."""
    for option in () if tokens is None else tokens if isinstance(tokens, tuple) else (tokens,):
        found = (
            [Token(option, option, None, fixed=True)]
            if isinstance(option, str)
            else _of(option, cells, tables)
        )
        if found:
            yield found


def _of(cell: Cell, cells: Cells, tables: Tables) -> list[Token]:
    table = tables[cell.table] if cell.table else None
    read = (_token(part, cell, table) for part in _parts(cell, cells[cell.column]))
    return [token for token in read if token.text is not None or not cell.only]


def _parts(cell: Cell, text: str) -> list[str]:
    if cell.words:
        return _words_in(cell.words, text)
    parts = text.split(cell.split) if cell.split else [text]
    return [part.strip() for part in parts if part.strip()][: cell.take]


def _words_in(words: Mapping[str, str], text: str) -> list[str]:
    """The first of the words, in the mapping's order, that stands in the text as words do."""
    padded = f" {folded(text)} "
    return [word for word in words if f" {folded(word)} " in padded][:1]


def _token(part: str, cell: Cell, table: Mapping[str, str] | None) -> Token:
    replaced = {**cell.words, **cell.values}.get(part)
    if replaced is not None:
        return Token(replaced, part, cell.column, fixed=True)
    if cell.only:
        return Token(None, part, cell.column, cell.by)
    # Not in the table, or there without a value: a name that is not resolved.
    text = part if table is None else table.get(part) or None
    return Token(text, part, cell.column, cell.by)
