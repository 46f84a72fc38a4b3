"""The one exception to "nothing is overwritten": what law demands is blanked in every version.

The record says that it was, in a revision of its own, and never what stood there. As answers of
earlier revisions are no longer what they were, a new epoch begins: cursors, tokens and copies of
the former one answer 410, and mirrors begin anew.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import orjson
from sqlalchemy import Connection, Row, Table, delete, insert, select, update

from app.domain.change import Change, ChangeType
from app.domain.directory import Directory
from app.domain.redaction import blanked, refuse_unknown, untold
from app.domain.things import Model, Thing
from app.errors import NotFound
from app.store import ledger, rows, search
from app.store.beside import answers, drafts
from app.store.directory import Directories
from app.store.ledger import Entry
from app.store.pins import pin
from app.store.rows import EVENT_ROWS, index_rows
from app.store.sessions import Database
from app.store.states import parsed
from app.store.tables import (
    changes,
    event_identifiers,
    event_index,
    event_texts,
    slugs,
    versions,
)

# Rows that are of one field alone: where it is blank in every version, there are none.
_OF_A_FIELD = {"slug": slugs, "identifiers": event_identifiers}
_GONE = {
    "type": "about:blank",
    "code": "gone",
    "title": "This was withdrawn from the record",
    "status": 410,
    "detail": "What this request was answered was redacted since; its effect stands.",
}


class Redacted(NamedTuple):
    """What was done: the revision that says so, and how many versions, drafts and kept answers."""

    rev: int
    versions: int
    drafts: int
    answers: int


def redact(
    connection: Connection,
    directories: Directories,
    what: tuple[Thing, str],
    fields: Collection[str],
    entry: Entry,
) -> Redacted:
    """Blanks these fields of a thing wherever the record has them; NotFound, InvalidDocument.

    Retracted things too. Drafts that propose changes to it are dropped, and answers kept for an
    Idempotency-Key that speak of it. `scrub` then clears what the database still has on disk.
    """
    thing, id_ = what
    refuse_unknown(thing, fields)
    directory = directories.at(connection, pin(connection))
    # Holds the ledger before anything is read: no commit can add a version in between.
    logged = ledger.log(connection, entry)
    lived = _versions(connection, thing, id_)
    if not lived:
        raise NotFound(f"There is no {thing} {id_} in the record.")
    work = _Work(connection, thing, id_, frozenset(fields), logged.rev)
    work.documents(lived)
    work.changes()
    work.index(directory)
    ledger.new_epoch(connection)
    return Redacted(logged.rev, len(lived), work.drop_drafts(), work.void_answers())


def scrub(database: Database) -> None:
    """Clears what was overwritten from the files of the database, as far as it does that itself.

    SQLite is written anew without it. PostgreSQL frees its place for others; a VACUUM FULL, its
    write-ahead log and all backups are the operator's.
    """
    with database.writing() as connection:
        search.rebuild(connection)
    statements = ["VACUUM"]
    if database.is_sqlite:
        statements.append("PRAGMA wal_checkpoint(TRUNCATE)")
    database.maintain(statements)


@dataclass(frozen=True)
class _Work:
    connection: Connection
    thing: Thing
    id: str
    fields: frozenset[str]
    rev: int

    def documents(self, lived: Sequence[Row[Any]]) -> None:
        """Each version without them, and one more that says the same from now on."""
        for row in lived:
            document = orjson.dumps(blanked(self.thing, orjson.loads(row.document), self.fields))
            changed = update(versions).where(versions.c.id == row.id)
            self.connection.execute(changed.values(document=document.decode()))
        last = _versions(self.connection, self.thing, self.id)[-1]
        rows.close(self.connection, versions, [last.id], self.rev)
        kept = {name: getattr(last, name) for name in ("thing", "entity", "state", "document")}
        made = insert(versions).values(**kept, version=last.version + 1, from_rev=self.rev)
        self.connection.execute(made)

    def changes(self) -> None:
        """What was told of the fields, and that they were blanked."""
        told = (changes.c.thing == self.thing) & (changes.c.entity == self.id)
        for row in self.connection.execute(select(changes).where(told)).all():
            change = untold(Change.model_validate_json(row.payload), self.fields)
            one = (changes.c.rev == row.rev) & (changes.c.seq == row.seq)
            changed = update(changes).where(one).values(payload=change.model_dump_json())
            self.connection.execute(changed)
        logged = [self._logged(seq, field) for seq, field in enumerate(sorted(self.fields))]
        self.connection.execute(insert(changes), logged)

    def _logged(self, seq: int, field: str) -> dict[str, Any]:
        change = Change(type=ChangeType.REDACTED, field=field)
        return {
            "rev": self.rev,
            "seq": seq,
            "thing": self.thing,
            "entity": self.id,
            "type": change.type,
            "payload": change.model_dump_json(),
        }

    def index(self, directory: Directory) -> None:
        """The words of every version, and the rows that the fields had of their own."""
        if self.thing in (Thing.EVENT, Thing.STATEMENT):
            self._texts(directory)
        if self.thing is Thing.EVENT:
            for table in (_OF_A_FIELD[field] for field in self.fields & _OF_A_FIELD.keys()):
                self.connection.execute(delete(table).where(table.c.entity == self.id))
            self._event_index(directory)

    def _texts(self, directory: Directory) -> None:
        """Made anew, a row for each version: which words shared a row says what stood there."""
        self.connection.execute(delete(event_texts).where(event_texts.c.said_in == self.id))
        for row in _versions(self.connection, self.thing, self.id):
            made = _rows_of(row, directory)[event_texts] if row.state == "live" else []
            life = {"from_rev": row.from_rev, "to_rev": row.to_rev}
            if made:
                self.connection.execute(insert(event_texts), [text | life for text in made])

    def _event_index(self, directory: Directory) -> None:
        if "place" in self.fields:
            its = event_index.c.entity == self.id
            self.connection.execute(update(event_index).where(its).values(country=None))
        last = _versions(self.connection, self.thing, self.id)[-1]
        if last.state == "live":
            wanted = _rows_of(last, directory)
            rows.replace(self.connection, self.rev, EVENT_ROWS[0], {self.id: wanted[event_index]})

    def drop_drafts(self) -> int:
        """How many proposed to change it."""
        dropped = delete(drafts).where(drafts.c.target == self.id)
        return self.connection.execute(dropped).rowcount

    def void_answers(self) -> int:
        """How many kept answers speak of it; the key of each still has no second effect."""
        known = self.connection.execute(select(answers.c.holder, answers.c.key, answers.c.body))
        named = [row for row in known.all() if self.id.encode() in bytes(row.body)]
        headers = orjson.dumps([("content-type", "application/problem+json")]).decode()
        void = {"status": 410, "headers": headers, "body": orjson.dumps(_GONE)}
        for row in named:
            one = (answers.c.holder == row.holder) & (answers.c.key == row.key)
            self.connection.execute(update(answers).where(one).values(void))
        return len(named)


def _versions(connection: Connection, thing: Thing, id_: str) -> Sequence[Row[Any]]:
    """Its versions, the first one first."""
    its = (versions.c.thing == thing) & (versions.c.entity == id_)
    return connection.execute(select(versions).where(its).order_by(versions.c.version)).all()


def _rows_of(row: Row[Any], directory: Directory) -> Mapping[Table, list[dict[str, Any]]]:
    model: Model = parsed(Thing(row.thing), orjson.loads(row.document))
    return index_rows(model, directory, row.id, row.from_rev)
