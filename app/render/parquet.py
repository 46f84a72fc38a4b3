"""Parquet: the columns of CSV with their real types, in groups of rows that readers can use."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from app.domain.describe import describe
from app.domain.listing import View, Whole
from app.render import refs
from app.render.columns import COLUMNS, LISTS, rows
from app.render.form import Form

if TYPE_CHECKING:
    from pyarrow import DataType, Schema, Table

_DATES = COLUMNS[10:14]
_INSTANTS = (*COLUMNS[14:16], COLUMNS[25])
_LISTS = COLUMNS[LISTS]


# Batches are gathered as columns, which take little, until they are so many rows: the index at the
# end of the file grows with each group, and is in memory until then.
GROUP = 20_000


def whole(all_: Whole, view: View) -> Iterator[bytes]:
    """The rows a group at a time; the footer, which says where each group is, at the end."""
    # Half a second and 60 MB that a server pays only once somebody asks for it.
    from pyarrow.parquet import ParquetWriter  # noqa: PLC0415

    schema, row, written = _schema(all_, view), rows(view), _Written()
    with ParquetWriter(written, schema, compression="zstd") as writer:
        tables = (_table(map(row, items), schema) for items, _ in all_.batches if items)
        for group in _grouped(tables):
            writer.write_table(group, row_group_size=group.num_rows)
            yield written.taken()
    yield written.taken()


def _grouped(tables: Iterable["Table"]) -> Iterator["Table"]:
    """Tables of `GROUP` rows or more, the last of those that are left."""
    from pyarrow import concat_tables  # noqa: PLC0415 - as above

    gathered: list[Table] = []
    for table in tables:
        gathered.append(table)
        if sum(some.num_rows for some in gathered) >= GROUP:
            yield concat_tables(gathered)
            gathered = []
    if gathered:
        yield concat_tables(gathered)


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


def _schema(all_: Whole, view: View) -> "Schema":
    import pyarrow as pa  # noqa: PLC0415 - as above

    said = {
        "query": describe(view.query, view.directory, view.lang),
        "address": view.address,
        "lang": view.lang,
        "rev": str(all_.rev),
        "at": refs.utc(all_.at),
    }
    metadata = {f"pourparlers.{name}": value for name, value in said.items()}
    return pa.schema([(column, _type(column)) for column in COLUMNS], metadata=metadata)


def _type(column: str) -> "DataType":
    import pyarrow as pa  # noqa: PLC0415 - as above

    if column in _LISTS:
        return pa.list_(pa.string())
    if column in _DATES:
        return pa.date32()
    if column in _INSTANTS:
        return pa.timestamp("us", tz="UTC")
    return pa.int64() if column == "rev" else pa.string()


def _table(found: Iterable[list[Any]], schema: "Schema") -> "Table":
    import pyarrow as pa  # noqa: PLC0415 - as above

    columns = [list(column) for column in zip(*found, strict=True)]
    for number, column in enumerate(COLUMNS):
        if read := _READ.get(column):
            columns[number] = [value and read(value) for value in columns[number]]
    return pa.table(
        [pa.array(column, kind.type) for column, kind in zip(columns, schema, strict=True)],
        schema=schema,
    )


# The record keeps them as text.
_READ = {
    **dict.fromkeys(_DATES, date.fromisoformat),
    **dict.fromkeys(_INSTANTS[:2], datetime.fromisoformat),
}

FORM = Form(
    "application/vnd.apache.parquet",
    losses="One language; roles other than party, levels, positions, statements, notes, "
    "identifiers and earlier dates are left out.",
    whole=whole,
    needs=frozenset(),
    resumable=False,
)
