"""What was merged into what, and drafts that know what they are of.

No release before wrote drafts: their table is made anew.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0007"
down_revision: str | Sequence[str] | None = "0006"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_ID = sa.String().with_variant(sa.String(collation="C"), "postgresql")
_SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_CURRENT = sa.text("to_rev IS NULL")


def upgrade() -> None:
    op.create_table(
        "merges",
        sa.Column("id", _SERIAL, nullable=False),
        sa.Column("thing", _ID, nullable=False),
        sa.Column("loser", _ID, nullable=False),
        sa.Column("winner", _ID, nullable=False),
        sa.Column("from_rev", sa.BigInteger(), nullable=False),
        sa.Column("to_rev", sa.BigInteger()),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_merges")),
    )
    op.create_index("ix_merges_loser", "merges", ["thing", "loser", "from_rev"])
    op.create_index(
        "uq_merges_current",
        "merges",
        ["thing", "loser"],
        unique=True,
        sqlite_where=_CURRENT,
        postgresql_where=_CURRENT,
    )
    op.drop_table("drafts")
    op.create_table(
        "drafts",
        sa.Column("id", _ID, nullable=False),
        sa.Column("thing", _ID, nullable=False),
        sa.Column("entity", _ID, nullable=False),
        sa.Column("target", _ID, nullable=True),
        sa.Column("base_version", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("proposed", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("updated_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drafts")),
    )
    op.create_index("ix_drafts_entity", "drafts", ["thing", "entity"])


def downgrade() -> None:
    op.drop_table("drafts")
    op.create_table(
        "drafts",
        sa.Column("id", _ID, nullable=False),
        sa.Column("target", _ID, nullable=True),
        sa.Column("base_version", sa.Integer(), nullable=True),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("updated_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drafts")),
    )
    op.drop_table("merges")
    # The release before knows no merges: what was merged is withdrawn there.
    op.execute("UPDATE versions SET state = 'retracted' WHERE state = 'merged'")
