"""An index of events that has all that a page of one actor asks of them."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0010"
down_revision: str | Sequence[str] | None = "0009"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_NAME = "ix_event_index_current_page"
_COLUMNS = [
    "entity",
    "dated",
    "earliest_start_day",
    "latest_end_day",
    "version_id",
    "changed_rev",
]


def upgrade() -> None:
    current = sa.text("to_rev IS NULL")
    op.create_index(_NAME, "event_index", _COLUMNS, sqlite_where=current, postgresql_where=current)


def downgrade() -> None:
    op.drop_index(_NAME, "event_index")
