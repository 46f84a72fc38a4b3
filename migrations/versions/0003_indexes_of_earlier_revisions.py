"""Indexes for what is asked at an earlier revision: by place, by what holds an event, by days.

At the head a partial index over current rows answers each of these. An earlier revision needs
indexes over all rows, and had them for actors, forums and days alone: of 1,000,000 events a page of
a place took seconds.

What there was stays, and the indexes of long events hold those alone, two in a hundred rows. With
`long` as a column of the others in their stead, SQLite (which has no statistics here) would sort
all rows of an actor, of a place or of the record for a page, the index being no longer in the order
of days; and it would read the days of all events where several forums are asked for. They say
nothing of revisions, because SQLite would then prefer them at the head, and read ended rows too.

At 1,000,000 events on SQLite, half way through the revisions, a page of a place in a month took
1,836 ms and takes 2.5, the parts of a process 3,000 ms and 0.3, a forum in a month 89 ms and 1.6.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0003"
down_revision: str | Sequence[str] | None = "0002"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_BY_DATE = ("start_key", "end_key", "entity")
_ALL = {
    "ix_event_index_country": ("event_index", "country"),
    "ix_event_index_part_of": ("event_index", "part_of"),
}
_LONG = {
    "ix_event_index_long": ("event_index",),
    "ix_event_index_long_country": ("event_index", "country"),
    "ix_event_index_long_forum": ("event_index", "forum"),
    "ix_event_actors_long": ("event_actors", "actor"),
}


def upgrade() -> None:
    for name, (table, *columns) in _ALL.items():
        op.create_index(name, table, [*columns, *_BY_DATE, "from_rev", "to_rev"])
    for name, (table, *columns) in _LONG.items():
        op.create_index(
            name,
            table,
            [*columns, *_BY_DATE],
            sqlite_where=sa.text("long = 1"),
            postgresql_where=sa.text("long"),
        )


def downgrade() -> None:
    for name, (table, *_) in {**_ALL, **_LONG}.items():
        op.drop_index(name, table)
