"""Small files for the tests of intake, and what is read of them."""

from pathlib import Path
from typing import Any

from app.domain.directory import Directory
from app.domain.things import Thing
from app.intake.draft import Draft, Known, Line, Reader
from app.intake.mapped import MappedReader
from app.intake.mapping import FileMapping
from app.store.directory import directory
from tests.support.world import ACTORS, FORUMS, TOPICS, model, party, relation

WORLD = (
    *(model(Thing.ACTOR, actor) for actor in ACTORS),
    *(model(Thing.FORUM, forum) for forum in FORUMS),
    *(model(Thing.TOPIC, topic) for topic in TOPICS),
)
SMALL: dict[str, Any] = {
    "id": {"scheme": "ours", "value": "{id}"},
    "source": {"id": "a-list", "publisher": "A gazette", "title": "A list"},
    "event": {
        "kind": "visit",
        "status": "held",
        "title": "{title}",
        "when": {"start": "date"},
    },
}

__all__ = ["SMALL", "WORLD", "drafts", "known", "mapped", "party", "relation", "small", "world"]


def world(*more: Any) -> Directory:
    """The actors, forums and topics of the small world, and some more."""
    return directory([*WORLD, *(model(Thing.ACTOR, actor) for actor in more)])


def known(directory_: Directory | None = None) -> Known:
    return Known(directory_ or world(), lambda _token: None, lambda _id: None)


def small(**event: Any) -> dict[str, Any]:
    """A mapping with these members of its event."""
    return {**SMALL, "event": {**SMALL["event"], **event}}


def mapped(folder: Path, text: str | bytes, mapping: dict[str, Any], **tables: str) -> MappedReader:
    """The reader of a CSV file with this text, its lookup tables beside it."""
    path = folder / "events.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    for name, table in tables.items():
        (folder / f"{name}.csv").write_text(table, encoding="utf-8")
    return MappedReader(path, FileMapping.model_validate(mapping), [folder])


def drafts(reader: Reader, known_: Known | None = None) -> list[Draft]:
    """What each line says, troubles of unreadable lines included."""
    where = known_ or known()

    def of(line: Line) -> Draft:
        if line.trouble is not None:
            return Draft(line.number, troubles=[line.trouble])
        return reader.draft(line, where)

    return [of(line) for line in reader.lines()]
