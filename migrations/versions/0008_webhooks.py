"""Webhooks, the messages beside their order, and the log of what was tried."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0008"
down_revision: str | Sequence[str] | None = "0007"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_ID = sa.String().with_variant(sa.String(collation="C"), "postgresql")
_SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "webhooks",
        sa.Column("id", _ID, nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("filter", sa.Text(), nullable=False),
        sa.Column("description", sa.Text()),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("stopped", _ID),
        sa.Column("seed", _ID, nullable=False),
        sa.Column("former_seed", _ID),
        sa.Column("former_until", sa.BigInteger()),
        sa.Column("epoch", _ID, nullable=False),
        sa.Column("rev", sa.BigInteger(), nullable=False),
        sa.Column("last_thing", _ID),
        sa.Column("last_id", _ID),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("failing_since", sa.BigInteger()),
        sa.Column("delivered_at", sa.BigInteger()),
        sa.Column("lease", _ID),
        sa.Column("leased_until", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhooks")),
    )
    op.create_index("ix_webhooks_due_at", "webhooks", ["due_at"])
    op.create_table(
        "webhook_messages",
        sa.Column("webhook", _ID, nullable=False),
        sa.Column("id", _ID, nullable=False),
        sa.Column("kind", _ID, nullable=False),
        sa.Column("dead", sa.Boolean(), nullable=False),
        sa.Column("filter", sa.Text(), nullable=False),
        sa.Column("rev", sa.BigInteger(), nullable=False),
        sa.Column("entity", _ID),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("detail", sa.Text()),
        sa.ForeignKeyConstraint(
            ["webhook"], ["webhooks.id"], name=op.f("fk_webhook_messages_webhook")
        ),
        sa.PrimaryKeyConstraint("webhook", "id", name=op.f("pk_webhook_messages")),
    )
    op.create_index("ix_webhook_messages_due", "webhook_messages", ["dead", "due_at"])
    op.create_table(
        "webhook_attempts",
        sa.Column("id", _SERIAL, nullable=False),
        sa.Column("webhook", _ID, nullable=False),
        sa.Column("message", _ID, nullable=False),
        sa.Column("kind", _ID, nullable=False),
        sa.Column("rev", sa.BigInteger(), nullable=False),
        sa.Column("entity", _ID),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("took_ms", sa.Integer(), nullable=False),
        sa.Column("outcome", _ID, nullable=False),
        sa.Column("status", sa.Integer()),
        sa.Column("detail", sa.Text()),
        sa.ForeignKeyConstraint(
            ["webhook"], ["webhooks.id"], name=op.f("fk_webhook_attempts_webhook")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhook_attempts")),
    )
    op.create_index("ix_webhook_attempts_webhook", "webhook_attempts", ["webhook", "id"])


def downgrade() -> None:
    op.drop_table("webhook_attempts")
    op.drop_table("webhook_messages")
    op.drop_table("webhooks")
