"""The tables beside the ledger: drafts, keys, and answers that may be asked for again."""

from sqlalchemy import BigInteger, Column, Index, Integer, LargeBinary, Table, Text, text

from app.store.columns import Id
from app.store.tables import ledger

# That of all tables: those of the record are in it too.
metadata = ledger.metadata

_IN_USE = text("revoked_at IS NULL")

# No public statement reads this table, so nothing public moves with a draft. `entity` is the thing
# that it becomes or changes, `proposed` the reason, source and nature.
drafts = Table(
    "drafts",
    metadata,
    Column("id", Id, primary_key=True),
    Column("thing", Id, nullable=False),
    Column("entity", Id, nullable=False),
    Column("target", Id),
    Column("base_version", Integer),
    Column("version", Integer, nullable=False),
    Column("document", Text, nullable=False),
    Column("proposed", Text, nullable=False),
    Column("evidence", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("updated_at", BigInteger, nullable=False),
    Index("ix_drafts_entity", "thing", "entity"),
)

# Of a secret there is its SHA-256; the former counts until an instant.
api_keys = Table(
    "api_keys",
    metadata,
    Column("id", Id, primary_key=True),
    Column("name", Text, nullable=False),
    Column("scopes", Text, nullable=False),
    Column("digest", Id, nullable=False),
    Column("former_digest", Id),
    Column("former_until", BigInteger),
    Column("created_at", BigInteger, nullable=False),
    Column("expires_at", BigInteger),
    Column("revoked_at", BigInteger),
    Column("last_used_at", BigInteger),
    Index(
        "uq_api_keys_in_use", "name", unique=True, sqlite_where=_IN_USE, postgresql_where=_IN_USE
    ),
)

# What was answered to a request with an Idempotency-Key, written with its effect. `request` is a
# hash of what was asked.
answers = Table(
    "answers",
    metadata,
    Column("holder", Id, primary_key=True),
    Column("key", Id, primary_key=True),
    Column("request", Id, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("status", Integer, nullable=False),
    Column("headers", Text, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Index("ix_answers_at", "at"),
)
