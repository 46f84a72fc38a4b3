"""Full text over index rows: FTS5 on SQLite, tsvector on PostgreSQL, one face."""

from collections.abc import Iterable

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    String,
    bindparam,
    column,
    literal_column,
    select,
    table,
    text,
)

from app.store.tables import event_texts

# As the index is declared, so that PostgreSQL recognises it.
_VECTOR = "array_to_tsvector(string_to_array(event_texts.body, ' '))"


def matching(word: frozenset[str], *, sqlite: bool) -> str:
    """The tokens that answer a word, as `says` takes them.

    They are letters and digits of ASCII, and quoted all the same: neither database parses them.
    """
    if sqlite:
        return " OR ".join(f'"{token}"' for token in sorted(word))
    return " | ".join(f"'{token}'" for token in sorted(word))


def says(name: str, *, sqlite: bool) -> ColumnElement[bool]:
    """Whether a row of `event_texts` has one of the tokens of the parameter of this name."""
    query = bindparam(name, None, String)
    if sqlite:
        return event_texts.c.id.in_(select(_WORDS.c.rowid).where(_MATCHED.bool_op("MATCH")(query)))
    vector: ColumnElement[str] = literal_column(_VECTOR, String())
    return vector.bool_op("@@")(query.op("::")(literal_column("tsquery")))


_WORDS = table("event_words", column("rowid", Integer))
_MATCHED: ColumnElement[str] = literal_column("event_words", String())


def body(words: Iterable[str]) -> str:
    """What a row of `event_texts` holds for these words."""
    return " ".join(sorted(set(words)))


def rebuild(connection: Connection) -> None:
    """Makes the full-text index anew from the rows; no answer changes by it."""
    if connection.dialect.name == "sqlite":
        connection.execute(text("INSERT INTO event_words(event_words) VALUES ('rebuild')"))
    else:
        connection.execute(text("REINDEX INDEX ix_event_texts_words"))
