"""Parquet: the columns of CSV with their real types, in groups of rows that readers can use."""

import os
from collections.abc import Iterator

from app.domain.listing import View, Whole
from app.render.form import Form


def whole(all_: Whole, view: View) -> Iterator[bytes]:
    """The rows a group at a time; the footer, which says where each group is, at the end."""
    # Its own pool keeps much of what was freed, and an export has a bound on its memory: this is
    # how Arrow documents that the system's is to be taken. It heeds it when it is imported.
    os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
    # An extra, and 40 MiB that a server pays only once somebody asks for it.
    from app.render import rowgroups  # noqa: PLC0415

    return rowgroups.written(all_, view)


FORM = Form(
    "application/vnd.apache.parquet",
    losses="One language; roles other than party, levels, positions, statements, notes, "
    "identifiers and earlier dates are left out.",
    whole=whole,
    needs=frozenset(),
    resumable=False,
)
