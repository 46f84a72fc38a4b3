"""The rows of Parquet as Arrow has them, written group by group. Imported where it is installed."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

import orjson
import pyarrow as pa
from pyarrow import json
from pyarrow.parquet import ParquetWriter

from app.domain.describe import describe
from app.domain.listing import View, Whole
from app.render import refs
from app.render.columns import COLUMNS, LISTS, rows

_DATES = COLUMNS[10:14]
_INSTANTS = (*COLUMNS[14:16], COLUMNS[25])
_LISTS = COLUMNS[LISTS]
_EPOCH = date(1970, 1, 1).toordinal()

# Batches are gathered as columns, which take little, until they are so many rows: readers want
# thousands in a group, but a group is in memory twice, as columns and as what is written of them.
GROUP = 10_000


def written(all_: Whole, view: View) -> Iterator[bytes]:
    """A piece for each group, then the footer."""
    schema, row, file = _schema(all_, view), rows(view), _Written()
    with ParquetWriter(file, schema, compression="zstd") as writer:
        tables = (_table(map(row, items), schema) for items, _ in all_.batches if items)
        for group in _grouped(tables):
            writer.write_table(group, row_group_size=group.num_rows)
            yield file.taken()
    yield file.taken()


def _grouped(tables: Iterable[pa.Table]) -> Iterator[pa.Table]:
    """Tables of `GROUP` rows or more, the last of those that are left."""
    gathered: list[pa.Table] = []
    for table in tables:
        gathered.append(table)
        if sum(some.num_rows for some in gathered) >= GROUP:
            yield pa.concat_tables(gathered)
            gathered = []
    if gathered:
        yield pa.concat_tables(gathered)


class _Written:
    """What the writer has written since it was last asked: never more than a row group."""

    closed = False

    def __init__(self) -> None:
        self._pieces: list[bytes] = []
        self._position = 0

    def write(self, piece: Any) -> int:
        """Keeps a copy: the writer uses its buffer again."""
        self._pieces.append(bytes(piece))
        self._position += len(piece)
        return len(piece)

    def tell(self) -> int:
        return self._position

    def flush(self) -> None:
        """Nothing is held back."""

    def close(self) -> None:
        """What is written is still to be taken."""

    def taken(self) -> bytes:
        taken, self._pieces = b"".join(self._pieces), []
        return taken


def _schema(all_: Whole, view: View) -> pa.Schema:
    said = {
        "query": describe(view.query, view.directory, view.lang),
        "address": view.address,
        "lang": view.lang,
        "rev": str(all_.rev),
        "at": refs.utc(all_.at),
    }
    metadata = {f"pourparlers.{name}": value for name, value in said.items()}
    return pa.schema([(column, _type(column)) for column in COLUMNS], metadata=metadata)


def _type(column: str) -> pa.DataType:
    if column in _LISTS:
        return pa.list_(pa.string())
    if column in _DATES:
        return pa.date32()
    if column in _INSTANTS:
        return pa.timestamp("us", tz="UTC")
    return pa.int64() if column == "rev" else pa.string()


def _table(found: Iterable[list[Any]], schema: pa.Schema) -> pa.Table:
    """The rows in columns of these types, by way of JSON.

    Given lists of Python's values, Arrow asks pandas whether they are its own, and so imports it
    wherever it is installed: 45 MiB for nothing.
    """
    lines = b"\n".join(map(_line, found))
    return json.read_json(
        pa.BufferReader(lines),
        json.ReadOptions(use_threads=False, block_size=len(lines) + 1),
        json.ParseOptions(explicit_schema=schema, unexpected_field_behavior="error"),
    )


def _line(row: list[Any]) -> bytes:
    values = dict(zip(COLUMNS, row, strict=True))
    for column in _DATES:
        if text := values[column]:
            values[column] = date.fromisoformat(text).toordinal() - _EPOCH
    return orjson.dumps(values, option=orjson.OPT_UTC_Z)
