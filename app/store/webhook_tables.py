"""The tables of webhooks, beside those of the record."""

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, Integer, Table, Text

from app.store.beside import metadata
from app.store.columns import Id, Serial

__all__ = ["metadata", "webhook_attempts", "webhook_messages", "webhooks"]

# Where messages about a filter go. Of a secret there is a seed; `epoch`, `rev`, `last_thing` and
# `last_id` are how far it was told. Who holds the lease sends, and nobody else.
webhooks = Table(
    "webhooks",
    metadata,
    Column("id", Id, primary_key=True),
    Column("url", Text, nullable=False),
    Column("filter", Text, nullable=False),
    Column("description", Text),
    Column("author", Text, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("version", Integer, nullable=False),
    Column("stopped", Id),
    Column("seed", Id, nullable=False),
    Column("former_seed", Id),
    Column("former_until", BigInteger),
    Column("epoch", Id, nullable=False),
    Column("rev", BigInteger, nullable=False),
    Column("last_thing", Id),
    Column("last_id", Id),
    Column("attempts", Integer, nullable=False),
    Column("due_at", BigInteger, nullable=False),
    Column("failing_since", BigInteger),
    Column("delivered_at", BigInteger),
    Column("lease", Id),
    Column("leased_until", BigInteger, nullable=False),
    Index("ix_webhooks_due_at", "due_at"),
)

# What is sent beside the order of revisions: pings, and dead letters, which wait for a replay. No
# words of the record stand here, so that a redaction need not look for them.
webhook_messages = Table(
    "webhook_messages",
    metadata,
    Column("webhook", Id, ForeignKey("webhooks.id"), primary_key=True),
    Column("id", Id, primary_key=True),
    Column("kind", Id, nullable=False),
    Column("dead", Boolean, nullable=False),
    Column("filter", Text, nullable=False),
    Column("rev", BigInteger, nullable=False),
    Column("entity", Id),
    Column("made_at", BigInteger, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("due_at", BigInteger, nullable=False),
    Column("detail", Text),
    Index("ix_webhook_messages_due", "dead", "due_at"),
)

# What was tried, the last of each webhook alone.
webhook_attempts = Table(
    "webhook_attempts",
    metadata,
    Column("id", Serial, primary_key=True),
    Column("webhook", Id, ForeignKey("webhooks.id"), nullable=False),
    Column("message", Id, nullable=False),
    Column("kind", Id, nullable=False),
    Column("rev", BigInteger, nullable=False),
    Column("entity", Id),
    Column("attempt", Integer, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("took_ms", Integer, nullable=False),
    Column("outcome", Id, nullable=False),
    Column("status", Integer),
    Column("detail", Text),
    Index("ix_webhook_attempts_webhook", "webhook", "id"),
)
