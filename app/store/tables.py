"""The tables: one ledger of documents, and the index rows that filters and orders read.

Days are ordinals, instants seconds, `at` microseconds since 1970 in UTC: the same numbers on both
databases, never null, and free of collations.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    text,
)

from app.store.columns import Id, Serial, metadata

_CURRENT = text("to_rev IS NULL")
_RETRACTED = text("type = 'retracted'")
_STATEMENTS = text("thing = 'statement'")


def _life() -> list[Column[int]]:
    """The revisions between which a row is believed: from the first on, until before the last."""
    return [
        Column("from_rev", BigInteger, nullable=False),
        Column("to_rev", BigInteger),
    ]


def _current(name: str, *columns: str, unique: bool = False) -> Index:
    return Index(name, *columns, unique=unique, sqlite_where=_CURRENT, postgresql_where=_CURRENT)


ledger = Table(
    "ledger",
    metadata,
    Column("id", Integer, CheckConstraint("id = 1", name="one_row"), primary_key=True),
    Column("epoch", Id, nullable=False),
    Column("rev", BigInteger, nullable=False),
    Column("at", BigInteger, nullable=False),
    # The address of the installation that this record is the mirror of; null where it is its own.
    Column("mirror_of", Text),
)

commits = Table(
    "commits",
    metadata,
    Column("rev", BigInteger, primary_key=True, autoincrement=False),
    Column("at", BigInteger, nullable=False, unique=True),
    Column("author", Text, nullable=False),
    Column("nature", Id, nullable=False),
    Column("reason", Text),
    Column("source", Id),
    # The last revision that touched an actor, a forum or a topic: the key of the cached directory.
    Column("directory_rev", BigInteger, nullable=False),
    # The last that changed what the items of others show of a thing; null before it was noted.
    Column("told_rev", BigInteger),
)

versions = Table(
    "versions",
    metadata,
    Column("id", Serial, primary_key=True),
    Column("thing", Id, nullable=False),
    Column("entity", Id, nullable=False),
    Column("version", Integer, nullable=False),
    Column("state", Id, nullable=False),
    *_life(),
    Column("document", Text, nullable=False),
    Index("uq_versions_entity", "thing", "entity", "version", unique=True),
    _current("ix_versions_current", "thing", "entity", unique=True),
    Index("ix_versions_from", "from_rev"),
    # In their feed they stand by revision. By its thing first, though all have the same: else
    # SQLite prefers the index of current ones, and sorts them.
    Index(
        "ix_versions_statements",
        "thing",
        "from_rev",
        "entity",
        sqlite_where=_STATEMENTS,
        postgresql_where=_STATEMENTS,
    ),
)

changes = Table(
    "changes",
    metadata,
    Column("rev", BigInteger, ForeignKey("commits.rev"), primary_key=True),
    Column("seq", Integer, primary_key=True),
    Column("thing", Id, nullable=False),
    Column("entity", Id, nullable=False),
    Column("type", Id, nullable=False),
    Column("payload", Text, nullable=False),
    Index("ix_changes_entity", "thing", "entity", "rev"),
    # By its type first, though all have the same: else SQLite prefers the key.
    Index(
        "ix_changes_retracted",
        "type",
        "rev",
        "seq",
        sqlite_where=_RETRACTED,
        postgresql_where=_RETRACTED,
    ),
)

slugs = Table(
    "slugs",
    metadata,
    Column("id", Serial, primary_key=True),
    Column("slug", Id, nullable=False),
    Column("entity", Id, nullable=False),
    *_life(),
    Index("ix_slugs_slug", "slug", "from_rev"),
    Index("ix_slugs_entity", "entity"),
    _current("uq_slugs_current", "slug", unique=True),
)


def _bounds(unit: str) -> list[Column[int]]:
    names = ("earliest_start", "latest_start", "earliest_end", "latest_end")
    return [Column(f"{name}_{unit}", BigInteger, nullable=False) for name in names]


def _order() -> list[Column[int]]:
    return [
        Column("start_key", BigInteger, nullable=False),
        Column("end_key", BigInteger, nullable=False),
        Column("long", Boolean, nullable=False),
    ]


_BY_DATE = ("start_key", "end_key", "entity")
_SPAN = ("from_rev", "to_rev")


def _long(name: str, *columns: str) -> Index:
    """An index of the few long events alone, of all revisions."""
    return Index(
        name, *columns, *_BY_DATE, sqlite_where=text("long = 1"), postgresql_where=text("long")
    )


event_index = Table(
    "event_index",
    metadata,
    Column("id", Serial, primary_key=True),
    Column("entity", Id, nullable=False),
    Column("version_id", BigInteger, ForeignKey("versions.id"), nullable=False),
    Column("changed_rev", BigInteger, nullable=False),
    *_life(),
    Column("kind", Id, nullable=False),
    Column("status", Id, nullable=False),
    Column("agreement", Id, nullable=False),
    Column("forum", Id),
    Column("part_of", Id),
    Column("country", Id),
    Column("levels", Integer, nullable=False),
    Column("roles", Integer, nullable=False),
    Column("dated", Boolean, nullable=False),
    Column("timed", Boolean, nullable=False),
    *_bounds("day"),
    *_bounds("at"),
    *_order(),
    _current("uq_event_index_current", "entity", unique=True),
    _current("ix_event_index_current_date", *_BY_DATE),
    _current("ix_event_index_current_long", "long", *_BY_DATE),
    _current("ix_event_index_current_forum", "forum", "long", *_BY_DATE),
    _current("ix_event_index_current_country", "country", "long", *_BY_DATE),
    _current("ix_event_index_current_part_of", "part_of", *_BY_DATE),
    _current("ix_event_index_current_changed", "changed_rev", "entity"),
    # All that a page asks of an event found by an actor: its own row is not read.
    _current(
        "ix_event_index_current_page",
        "entity",
        "dated",
        "earliest_start_day",
        "latest_end_day",
        "version_id",
        "changed_rev",
    ),
    Index("ix_event_index_entity", "entity", "from_rev"),
    Index("ix_event_index_date", *_BY_DATE, *_SPAN),
    Index("ix_event_index_forum", "forum", *_BY_DATE, *_SPAN),
    Index("ix_event_index_country", "country", *_BY_DATE, *_SPAN),
    Index("ix_event_index_part_of", "part_of", *_BY_DATE, *_SPAN),
    _long("ix_event_index_long"),
    _long("ix_event_index_long_country", "country"),
    _long("ix_event_index_long_forum", "forum"),
)

event_actors = Table(
    "event_actors",
    metadata,
    Column("id", Serial, primary_key=True),
    Column("entity", Id, nullable=False),
    Column("actor", Id, nullable=False),
    Column("roles", Integer, nullable=False),
    Column("named", Boolean, nullable=False),
    Column("sure", Boolean, nullable=False),
    *_life(),
    *_order(),
    _current("uq_event_actors_current", "entity", "actor", unique=True),
    _current("ix_event_actors_current_date", "actor", *_BY_DATE),
    _current("ix_event_actors_current_long", "actor", "long", *_BY_DATE),
    Index("ix_event_actors_date", "actor", *_BY_DATE, *_SPAN),
    _long("ix_event_actors_long", "actor"),
    Index("ix_event_actors_entity", "entity", "actor", "from_rev"),
)

event_sides = Table(
    "event_sides",
    metadata,
    Column("id", Serial, primary_key=True),
    Column("entity", Id, nullable=False),
    Column("side", Integer, nullable=False),
    Column("actor", Id, nullable=False),
    *_life(),
    _current("uq_event_sides_current", "entity", "side", "actor", unique=True),
    Index("ix_event_sides_entity", "entity", "side", "actor", "from_rev"),
)

event_topics = Table(
    "event_topics",
    metadata,
    Column("id", Serial, primary_key=True),
    Column("entity", Id, nullable=False),
    Column("topic", Id, nullable=False),
    *_life(),
    _current("uq_event_topics_current", "entity", "topic", unique=True),
    _current("ix_event_topics_current_topic", "topic", "entity"),
    Index("ix_event_topics_topic", "topic", "entity", "from_rev"),
)

# What others call an event. `folded` answers a question in any case; `value` is what they wrote.
event_identifiers = Table(
    "event_identifiers",
    metadata,
    Column("id", Serial, primary_key=True),
    Column("entity", Id, nullable=False),
    Column("scheme", Id, nullable=False),
    Column("value", Id, nullable=False),
    Column("folded", Id, nullable=False),
    *_life(),
    _current("uq_event_identifiers_current", "scheme", "value", unique=True),
    Index("ix_event_identifiers_folded", "scheme", "folded", "from_rev"),
    Index("ix_event_identifiers_entity", "entity"),
)

statement_events = Table(
    "statement_events",
    metadata,
    Column("id", Serial, primary_key=True),
    Column("statement", Id, nullable=False),
    Column("entity", Id, nullable=False),
    *_life(),
    _current("uq_statement_events_current", "statement", "entity", unique=True),
    _current("ix_statement_events_current_entity", "entity", "statement"),
    Index("ix_statement_events_entity", "entity", "statement", "from_rev"),
)

# One row for an event's own words, and one for each statement about it. `body` holds analysed
# words in ASCII, so that both databases see the same tokens.
event_texts = Table(
    "event_texts",
    metadata,
    Column("id", Serial, primary_key=True),
    Column("entity", Id, nullable=False),
    Column("said_in", Id, nullable=False),
    *_life(),
    Column("body", Text, nullable=False),
    _current("uq_event_texts_current", "entity", "said_in", unique=True),
    Index("ix_event_texts_entity", "entity", "said_in", "from_rev"),
)

# Which thing was found to be which other: its tokens mean that one from then on.
merges = Table(
    "merges",
    metadata,
    Column("id", Serial, primary_key=True),
    Column("thing", Id, nullable=False),
    Column("loser", Id, nullable=False),
    Column("winner", Id, nullable=False),
    *_life(),
    _current("uq_merges_current", "thing", "loser", unique=True),
    Index("ix_merges_loser", "thing", "loser", "from_rev"),
)
