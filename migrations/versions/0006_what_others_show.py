"""When a commit last changed what the items of events show of other things.

Between two revisions with the same number an item as it was written can be sent again. Commits made
before have none: what they made is written each time it is asked for.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0006"
down_revision: str | Sequence[str] | None = "0005"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column("commits", sa.Column("told_rev", sa.BigInteger()))


def downgrade() -> None:
    op.drop_column("commits", "told_rev")
