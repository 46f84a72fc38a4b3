"""The gazetteer and the first record into the ledger: a commit only for what a release changed."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from pydantic import ValidationError

from app.domain.change import Nature
from app.domain.things import Model, Thing
from app.errors import InvalidDocument
from app.gazetteer import first_record, gazetteer
from app.store import ledger
from app.store.directory import Directories
from app.store.ledger import Entry
from app.store.publishing import Kept, changes
from app.store.sessions import Database
from app.store.states import parsed

Documents = Iterable[tuple[str, dict[str, Any]]]

AUTHOR = "pourparlers load"
GAZETTEER = Entry(AUTHOR, Nature.IMPORT, "Countries, areas, organisations and forums")
FIRST_RECORD = Entry(AUTHOR, Nature.IMPORT, "The talks of January 2022")


def load(
    database: Database, directories: Directories, *, events: bool, tell: Callable[[str], None]
) -> list[str]:
    """Commits what this release says otherwise than the last one loaded: nothing on a second run.

    What others changed since stays as they made it. Answers a sentence for each thing that both
    changed.
    """
    kept: list[Kept] = []
    sets = [("gazetteer", gazetteer, GAZETTEER)]
    if events:
        sets.append(("first record", first_record, FIRST_RECORD))
    for name, documents, entry in sets:
        with database.writing() as connection:
            puts, both = changes(connection, AUTHOR, _models(documents()))
            pin = ledger.commit(connection, directories, puts, entry)
        kept += both
        tell(f"{name}: {f'revision {pin.rev}' if pin else 'nothing new'}")
    return [_sentence(some) for some in kept]


def _models(documents: Documents) -> Iterator[tuple[Thing, Model]]:
    for name, document in documents:
        thing = Thing(name)
        try:
            yield thing, parsed(thing, document)
        except ValidationError as error:
            raise InvalidDocument(f"{thing} {document.get('id')}: {error}") from error


def _sentence(kept: Kept) -> str:
    if not kept.members:
        return f"{kept.thing} {kept.id} was withdrawn here, and stays so."
    members = ", ".join(kept.members)
    return f"{kept.thing} {kept.id} was changed here and in this release; {members} stay as here."
