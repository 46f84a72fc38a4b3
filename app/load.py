"""The gazetteer and the first record into the ledger: a commit only for what differs."""

from collections.abc import Callable, Iterable
from typing import Any

from pydantic import ValidationError

from app.domain.change import Nature
from app.domain.things import Thing
from app.errors import InvalidDocument
from app.gazetteer import first_record, gazetteer
from app.store import ledger
from app.store.directory import Directories
from app.store.ledger import Entry, Put
from app.store.sessions import Database
from app.store.steps import parsed

Documents = Iterable[tuple[str, dict[str, Any]]]

GAZETTEER = Entry("pourparlers load", Nature.IMPORT, "Countries, areas, organisations and forums")
FIRST_RECORD = Entry("pourparlers load", Nature.IMPORT, "The talks of January 2022")


def load(
    database: Database, directories: Directories, *, events: bool, tell: Callable[[str], None]
) -> None:
    """Commits what differs from the record: nothing on a second run."""
    sets = [("gazetteer", gazetteer, GAZETTEER)]
    if events:
        sets.append(("first record", first_record, FIRST_RECORD))
    for name, documents, entry in sets:
        with database.writing() as connection:
            changes = [_put(Thing(thing), document) for thing, document in documents()]
            pin = ledger.commit(connection, directories, changes, entry)
        tell(f"{name}: {f'revision {pin.rev}' if pin else 'nothing new'}")


def _put(thing: Thing, document: dict[str, Any]) -> Put:
    try:
        return Put(thing, parsed(thing, document))
    except ValidationError as error:
        raise InvalidDocument(f"{thing} {document.get('id')}: {error}") from error
