"""Which installation a record is the mirror of."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0009"
down_revision: str | Sequence[str] | None = "0008"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column("ledger", sa.Column("mirror_of", sa.Text()))


def downgrade() -> None:
    op.drop_column("ledger", "mirror_of")
