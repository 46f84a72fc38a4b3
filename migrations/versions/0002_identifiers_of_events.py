"""What others call an event: the rows it is found by, and the member in documents stored before."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0002"
down_revision: str | Sequence[str] | None = "0001"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_ID = sa.String().with_variant(sa.String(collation="C"), "postgresql")
_SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_CURRENT = sa.text("to_rev IS NULL")
# Documents are objects on one line, so that the member can be added as text: a database's own JSON
# functions would write the others anew, in another order.
_ADD = """UPDATE versions
SET document = substr(document, 1, length(document) - 1) || ',"identifiers":[]}'
WHERE thing = 'event' AND document NOT LIKE '%"identifiers":%'"""
_REMOVE = """UPDATE versions
SET document = substr(document, 1, length(document) - length(',"identifiers":[]}')) || '}'
WHERE thing = 'event' AND document LIKE '%,"identifiers":[]}'"""


def upgrade() -> None:
    op.create_table(
        "event_identifiers",
        sa.Column("id", _SERIAL, nullable=False),
        sa.Column("entity", _ID, nullable=False),
        sa.Column("scheme", _ID, nullable=False),
        sa.Column("value", _ID, nullable=False),
        sa.Column("folded", _ID, nullable=False),
        sa.Column("from_rev", sa.BigInteger(), nullable=False),
        sa.Column("to_rev", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_identifiers")),
    )
    op.create_index(
        "uq_event_identifiers_current",
        "event_identifiers",
        ["scheme", "value"],
        unique=True,
        sqlite_where=_CURRENT,
        postgresql_where=_CURRENT,
    )
    op.create_index(
        "ix_event_identifiers_folded", "event_identifiers", ["scheme", "folded", "from_rev"]
    )
    op.create_index("ix_event_identifiers_entity", "event_identifiers", ["entity"])
    op.execute(_ADD)


def downgrade() -> None:
    op.execute(_REMOVE)
    op.drop_table("event_identifiers")
