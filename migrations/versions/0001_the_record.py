"""The record: the ledger, its versions, the rows it is found by, the words, the drafts."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0001"
down_revision: str | Sequence[str] | None = None
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_ID = sa.String().with_variant(sa.String(collation="C"), "postgresql")
_SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_CURRENT = sa.text("to_rev IS NULL")
_TABLES = (
    "commits",
    "drafts",
    "event_actors",
    "event_sides",
    "event_texts",
    "event_topics",
    "ledger",
    "slugs",
    "statement_events",
    "versions",
    "changes",
    "event_index",
)
# The triggers keep the words in step with the rows whoever writes them.
_FORGET = "INSERT INTO event_words(event_words, rowid, body) VALUES ('delete', old.id, old.body);"
_LEARN = "INSERT INTO event_words(rowid, body) VALUES (new.id, new.body);"
_WORDS = """CREATE VIRTUAL TABLE event_words
USING fts5(body, content='event_texts', content_rowid='id', tokenize='unicode61')"""
_TRIGGER = "CREATE TRIGGER event_texts_{} AFTER {} ON event_texts BEGIN {} END"
_SQLITE_WORDS = (
    _WORDS,
    _TRIGGER.format("added", "INSERT", _LEARN),
    _TRIGGER.format("removed", "DELETE", _FORGET),
    _TRIGGER.format("changed", "UPDATE OF body", f"{_FORGET} {_LEARN}"),
)
_POSTGRESQL_WORDS = (
    "CREATE INDEX ix_event_texts_words ON event_texts "
    "USING gin (array_to_tsvector(string_to_array(event_texts.body, ' ')))"
)


def upgrade() -> None:
    op.create_table(
        "commits",
        sa.Column("rev", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("nature", _ID, nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("source", _ID, nullable=True),
        sa.Column("directory_rev", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("rev", name=op.f("pk_commits")),
        sa.UniqueConstraint("at", name=op.f("uq_commits_at")),
    )
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
    op.create_table(
        "event_actors",
        sa.Column("id", _SERIAL, nullable=False),
        sa.Column("entity", _ID, nullable=False),
        sa.Column("actor", _ID, nullable=False),
        sa.Column("roles", sa.Integer(), nullable=False),
        sa.Column("named", sa.Boolean(), nullable=False),
        sa.Column("sure", sa.Boolean(), nullable=False),
        sa.Column("from_rev", sa.BigInteger(), nullable=False),
        sa.Column("to_rev", sa.BigInteger(), nullable=True),
        sa.Column("start_key", sa.BigInteger(), nullable=False),
        sa.Column("end_key", sa.BigInteger(), nullable=False),
        sa.Column("long", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_actors")),
    )
    op.create_index(
        "ix_event_actors_current_date",
        "event_actors",
        ["actor", "start_key", "end_key", "entity"],
        unique=False,
        sqlite_where=_CURRENT,
        postgresql_where=_CURRENT,
    )
    op.create_index(
        "ix_event_actors_current_long",
        "event_actors",
        ["actor", "long", "start_key", "end_key", "entity"],
        unique=False,
        sqlite_where=_CURRENT,
        postgresql_where=_CURRENT,
    )
    op.create_index(
        "ix_event_actors_date",
        "event_actors",
        ["actor", "start_key", "end_key", "entity", "from_rev", "to_rev"],
        unique=False,
    )
    op.create_index(
        "ix_event_actors_entity", "event_actors", ["entity", "actor", "from_rev"], unique=False
    )
    op.create_index(
        "uq_event_actors_current",
        "event_actors",
        ["entity", "actor"],
        unique=True,
        sqlite_where=_CURRENT,
        postgresql_where=_CURRENT,
    )
    op.create_table(
        "event_sides",
        sa.Column("id", _SERIAL, nullable=False),
        sa.Column("entity", _ID, nullable=False),
        sa.Column("side", sa.Integer(), nullable=False),
        sa.Column("actor", _ID, nullable=False),
        sa.Column("from_rev", sa.BigInteger(), nullable=False),
        sa.Column("to_rev", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_sides")),
    )
    op.create_index(
        "ix_event_sides_entity",
        "event_sides",
        ["entity", "side", "actor", "from_rev"],
        unique=False,
    )
    op.create_index(
        "uq_event_sides_current",
        "event_sides",
        ["entity", "side", "actor"],
        unique=True,
        sqlite_where=_CURRENT,
        postgresql_where=_CURRENT,
    )
    op.create_table(
        "event_texts",
        sa.Column("id", _SERIAL, nullable=False),
        sa.Column("entity", _ID, nullable=False),
        sa.Column("said_in", _ID, nullable=False),
        sa.Column("from_rev", sa.BigInteger(), nullable=False),
        sa.Column("to_rev", sa.BigInteger(), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_texts")),
    )
    op.create_index(
        "ix_event_texts_entity", "event_texts", ["entity", "said_in", "from_rev"], unique=False
    )
    op.create_index(
        "uq_event_texts_current",
        "event_texts",
        ["entity", "said_in"],
        unique=True,
        sqlite_where=_CURRENT,
        postgresql_where=_CURRENT,
    )
    op.create_table(
        "event_topics",
        sa.Column("id", _SERIAL, nullable=False),
        sa.Column("entity", _ID, nullable=False),
        sa.Column("topic", _ID, nullable=False),
        sa.Column("from_rev", sa.BigInteger(), nullable=False),
        sa.Column("to_rev", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_topics")),
    )
    op.create_index(
        "ix_event_topics_current_topic",
        "event_topics",
        ["topic", "entity"],
        unique=False,
        sqlite_where=_CURRENT,
        postgresql_where=_CURRENT,
    )
    op.create_index(
        "ix_event_topics_topic", "event_topics", ["topic", "entity", "from_rev"], unique=False
    )
    op.create_index(
        "uq_event_topics_current",
        "event_topics",
        ["entity", "topic"],
        unique=True,
        sqlite_where=_CURRENT,
        postgresql_where=_CURRENT,
    )
    op.create_table(
        "ledger",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("epoch", _ID, nullable=False),
        sa.Column("rev", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger")),
    )
    op.create_table(
        "slugs",
        sa.Column("id", _SERIAL, nullable=False),
        sa.Column("slug", _ID, nullable=False),
        sa.Column("entity", _ID, nullable=False),
        sa.Column("from_rev", sa.BigInteger(), nullable=False),
        sa.Column("to_rev", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_slugs")),
    )
    op.create_index("ix_slugs_entity", "slugs", ["entity"], unique=False)
    op.create_index("ix_slugs_slug", "slugs", ["slug", "from_rev"], unique=False)
    op.create_index(
        "uq_slugs_current",
        "slugs",
        ["slug"],
        unique=True,
        sqlite_where=_CURRENT,
        postgresql_where=_CURRENT,
    )
    op.create_table(
        "statement_events",
        sa.Column("id", _SERIAL, nullable=False),
        sa.Column("statement", _ID, nullable=False),
        sa.Column("entity", _ID, nullable=False),
        sa.Column("from_rev", sa.BigInteger(), nullable=False),
        sa.Column("to_rev", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statement_events")),
    )
    op.create_index(
        "ix_statement_events_current_entity",
        "statement_events",
        ["entity", "statement"],
        unique=False,
        sqlite_where=_CURRENT,
        postgresql_where=_CURRENT,
    )
    op.create_index(
        "ix_statement_events_entity",
        "statement_events",
        ["entity", "statement", "from_rev"],
        unique=False,
    )
    op.create_index(
        "uq_statement_events_current",
        "statement_events",
        ["statement", "entity"],
        unique=True,
        sqlite_where=_CURRENT,
        postgresql_where=_CURRENT,
    )
    op.create_table(
        "versions",
        sa.Column("id", _SERIAL, nullable=False),
        sa.Column("thing", _ID, nullable=False),
        sa.Column("entity", _ID, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", _ID, nullable=False),
        sa.Column("from_rev", sa.BigInteger(), nullable=False),
        sa.Column("to_rev", sa.BigInteger(), nullable=True),
        sa.Column("document", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_versions")),
    )
    op.create_index(
        "ix_versions_current",
        "versions",
        ["thing", "entity"],
        unique=True,
        sqlite_where=_CURRENT,
        postgresql_where=_CURRENT,
    )
    op.create_index("ix_versions_from", "versions", ["from_rev"], unique=False)
    op.create_index("uq_versions_entity", "versions", ["thing", "entity", "version"], unique=True)
    op.create_table(
        "changes",
        sa.Column("rev", sa.BigInteger(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("thing", _ID, nullable=False),
        sa.Column("entity", _ID, nullable=False),
        sa.Column("type", _ID, nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["rev"], ["commits.rev"], name=op.f("fk_changes_rev")),
        sa.PrimaryKeyConstraint("rev", "seq", name=op.f("pk_changes")),
    )
    op.create_index("ix_changes_entity", "changes", ["thing", "entity", "rev"], unique=False)
    op.create_table(
        "event_index",
        sa.Column("id", _SERIAL, nullable=False),
        sa.Column("entity", _ID, nullable=False),
        sa.Column("version_id", sa.BigInteger(), nullable=False),
        sa.Column("changed_rev", sa.BigInteger(), nullable=False),
        sa.Column("from_rev", sa.BigInteger(), nullable=False),
        sa.Column("to_rev", sa.BigInteger(), nullable=True),
        sa.Column("kind", _ID, nullable=False),
        sa.Column("status", _ID, nullable=False),
        sa.Column("agreement", _ID, nullable=False),
        sa.Column("forum", _ID, nullable=True),
        sa.Column("part_of", _ID, nullable=True),
        sa.Column("country", _ID, nullable=True),
        sa.Column("levels", sa.Integer(), nullable=False),
        sa.Column("roles", sa.Integer(), nullable=False),
        sa.Column("dated", sa.Boolean(), nullable=False),
        sa.Column("timed", sa.Boolean(), nullable=False),
        sa.Column("earliest_start_day", sa.BigInteger(), nullable=False),
        sa.Column("latest_start_day", sa.BigInteger(), nullable=False),
        sa.Column("earliest_end_day", sa.BigInteger(), nullable=False),
        sa.Column("latest_end_day", sa.BigInteger(), nullable=False),
        sa.Column("earliest_start_at", sa.BigInteger(), nullable=False),
        sa.Column("latest_start_at", sa.BigInteger(), nullable=False),
        sa.Column("earliest_end_at", sa.BigInteger(), nullable=False),
        sa.Column("latest_end_at", sa.BigInteger(), nullable=False),
        sa.Column("start_key", sa.BigInteger(), nullable=False),
        sa.Column("end_key", sa.BigInteger(), nullable=False),
        sa.Column("long", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"], ["versions.id"], name=op.f("fk_event_index_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_index")),
    )
    op.create_index(
        "ix_event_index_current_changed",
        "event_index",
        ["changed_rev", "entity"],
        unique=False,
        sqlite_where=_CURRENT,
        postgresql_where=_CURRENT,
    )
    op.create_index(
        "ix_event_index_current_country",
        "event_index",
        ["country", "long", "start_key", "end_key", "entity"],
        unique=False,
        sqlite_where=_CURRENT,
        postgresql_where=_CURRENT,
    )
    op.create_index(
        "ix_event_index_current_date",
        "event_index",
        ["start_key", "end_key", "entity"],
        unique=False,
        sqlite_where=_CURRENT,
        postgresql_where=_CURRENT,
    )
    op.create_index(
        "ix_event_index_current_forum",
        "event_index",
        ["forum", "long", "start_key", "end_key", "entity"],
        unique=False,
        sqlite_where=_CURRENT,
        postgresql_where=_CURRENT,
    )
    op.create_index(
        "ix_event_index_current_long",
        "event_index",
        ["long", "start_key", "end_key", "entity"],
        unique=False,
        sqlite_where=_CURRENT,
        postgresql_where=_CURRENT,
    )
    op.create_index(
        "ix_event_index_current_part_of",
        "event_index",
        ["part_of", "start_key", "end_key", "entity"],
        unique=False,
        sqlite_where=_CURRENT,
        postgresql_where=_CURRENT,
    )
    op.create_index(
        "ix_event_index_date",
        "event_index",
        ["start_key", "end_key", "entity", "from_rev", "to_rev"],
        unique=False,
    )
    op.create_index("ix_event_index_entity", "event_index", ["entity", "from_rev"], unique=False)
    op.create_index(
        "ix_event_index_forum",
        "event_index",
        ["forum", "start_key", "end_key", "entity", "from_rev", "to_rev"],
        unique=False,
    )
    op.create_index(
        "uq_event_index_current",
        "event_index",
        ["entity"],
        unique=True,
        sqlite_where=_CURRENT,
        postgresql_where=_CURRENT,
    )
    _words()


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE event_words")
    # Those that others refer to go last.
    for table in sorted(_TABLES, key=lambda name: name in ("versions", "commits")):
        op.drop_table(table)


def _words() -> None:
    """The full-text index, which each database makes in its own way."""
    if op.get_bind().dialect.name != "sqlite":
        op.execute(_POSTGRESQL_WORDS)
        return
    for statement in _SQLITE_WORDS:
        op.execute(statement)
