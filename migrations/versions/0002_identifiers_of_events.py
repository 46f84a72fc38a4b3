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
# It is the last member of a document of this schema, so that it can be added and cut off as text:
# a database's own JSON functions would write the others anew, in another order.
_BEGINS = ',"identifiers":['
_ADD = """UPDATE versions
SET document = substr(document, 1, length(document) - 1) || ',"identifiers":[]}'
WHERE thing = 'event' AND document NOT LIKE '%"identifiers":%'"""
_STORED = sa.table("versions", sa.column("id"), sa.column("thing"), sa.column("document"))
_RUN = 1_000


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
    """The former release has no place for identifiers, and refuses documents that hold them."""
    connection, last = op.get_bind(), 0
    stored = sa.select(_STORED.c.id, _STORED.c.document).where(_STORED.c.thing == "event")
    while rows := connection.execute(
        stored.where(_STORED.c.id > last).order_by(_STORED.c.id).limit(_RUN)
    ).all():
        last = rows[-1].id
        for id_, document in rows:
            if _BEGINS in document:
                cut = document[: document.rindex(_BEGINS)] + "}"
                connection.execute(
                    sa.update(_STORED).where(_STORED.c.id == id_).values(document=cut)
                )
    op.drop_table("event_identifiers")
