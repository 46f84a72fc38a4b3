"""Full text over index rows: FTS5 on SQLite, tsvector on PostgreSQL, one face."""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, Connection, String, bindparam, literal_column, text

from app.store.tables import event_texts

# As the index is declared, so that PostgreSQL recognises it.
_VECTOR = "array_to_tsvector(string_to_array(event_texts.body, ' '))"


def says(word: frozenset[str], *, sqlite: bool) -> ColumnElement[bool]:
    """Whether a row of `event_texts` has one of the analysed tokens that answer a word.

    Tokens are letters and digits of ASCII, and quoted all the same: neither database parses them.
    """
    if sqlite:
        quoted = " OR ".join(f'"{token}"' for token in sorted(word))
        matching = text("SELECT rowid FROM event_words WHERE event_words MATCH :words")
        return event_texts.c.id.in_(
            matching.bindparams(bindparam("words", quoted, String(), unique=True)).columns(_ROWID)
        )
    quoted = " | ".join(f"'{token}'" for token in sorted(word))
    vector: ColumnElement[str] = literal_column(_VECTOR, String())
    return vector.bool_op("@@")(
        bindparam(None, quoted, String()).op("::")(literal_column("tsquery"))
    )


_ROWID = event_texts.c.id


def body(words: Iterable[str]) -> str:
    """What a row of `event_texts` holds for these words."""
    return " ".join(sorted(set(words)))


def rebuild(connection: Connection) -> None:
    """Makes the full-text index anew from the rows; no answer changes by it."""
    if connection.dialect.name == "sqlite":
        connection.execute(text("INSERT INTO event_words(event_words) VALUES ('rebuild')"))
    else:
        connection.execute(text("REINDEX INDEX ix_event_texts_words"))
