"""An event as its answer shows it, read back: names for ids, one language for many, EDTF for dates.

What is read-only in an answer is ignored, so that an answer can be edited and sent back.
"""

from collections.abc import Mapping
from typing import Any, ClassVar

from app.domain.bodyreader import BodyReader, Json, Read, id_of
from app.domain.dates import When
from app.domain.event import Event, Note, Place
from app.domain.forum import Collective
from app.domain.participation import Participation, Position

READ_ONLY = frozenset(
    {"version", "rev", "changed_at", "lang", "agreement", "previous", "statements", "matched_by",
     "urls", "history"}
)  # fmt: skip
_WHEN = {*When.model_fields, "text"}


class Body(BodyReader):
    """The body of an event."""

    read_only = READ_ONLY
    writable = frozenset(Event.model_fields) - READ_ONLY

    def _when(self, value: Any, pointer: str) -> Any:
        """A date told as text alone is at the venue that is known."""
        if isinstance(value, Mapping):
            self.refuse_unknown(value, _WHEN, pointer)
            return {name: member for name, member in value.items() if name in _WHEN - {"text"}}
        known = (self.current.get("when") or {}).get("timezone")
        return {"edtf": value, "timezone": known} if known and isinstance(value, str) else value

    def _place(self, value: Any, pointer: str) -> Any:
        if not self.is_object(value, pointer):
            return None
        self.refuse_unknown(value, Place.model_fields, pointer)
        known = self.current.get("place") or {}
        texts = {
            name: self.beside(known.get(name), value[name])
            for name in ("name", "city")
            if isinstance(value.get(name), str)
        }
        return _known(value, Place) | texts | self.references(value, pointer, "country")

    def _participants(self, value: Any, pointer: str) -> Any:
        return [self._participant(row, at) for row, at in self.rows(value, pointer)]

    def _participant(self, row: Json, at: str) -> Json:
        self.refuse_unknown(row, Participation.model_fields, at)
        people = self.each(row.get("represented_by") or [], f"{at}/represented_by")
        return {
            **_known(row, Participation),
            **self.references(row, at, "actor", "office"),
            "represented_by": [self.actor(person, where) for person, where in people],
            "collective": self._collective(row.get("collective"), f"{at}/collective"),
        }

    def _collective(self, value: Any, at: str) -> Any:
        if value is None or not self.is_object(value, at):
            return None
        self.refuse_unknown(value, Collective.model_fields, at)
        return _known(value, Collective) | self.references(value, at, "of")

    def _positions(self, value: Any, pointer: str) -> Any:
        return [self._position(row, at) for row, at in self.rows(value, pointer)]

    def _position(self, row: Json, at: str) -> Json:
        self.refuse_unknown(row, Position.model_fields, at)
        references = self.references(row, at, "actor", "by")
        return _known(row, Position) | references | {"source": id_of(row.get("source"))}

    def _topics(self, value: Any, pointer: str) -> Any:
        names = self.directory.topic_names
        return [self.resolved(topic, names, at) for topic, at in self.each(value, pointer)]

    def _sources(self, value: Any, pointer: str) -> Any:
        return [id_of(source) for source, _ in self.each(value, pointer)]

    def _notes(self, value: Any, pointer: str) -> Any:
        """A note in one language keeps the others of the note that stood in its place."""
        known = self.current.get("notes") or []
        rows = self.rows(value, pointer)
        return [self._note(row, at, known[i : i + 1]) for i, (row, at) in enumerate(rows)]

    def _note(self, row: Json, at: str, stood: list[Json]) -> Json:
        self.refuse_unknown(row, Note.model_fields, at)
        if not isinstance(row.get("text"), str):
            return _known(row, Note)
        told = row.get("field"), row.get("basis")
        same = stood and (stood[0]["field"], stood[0]["basis"]) == told
        return _known(row, Note) | {
            "text": self.beside(stood[0]["text"] if same else None, row["text"])
        }

    members: ClassVar[Mapping[str, Read]] = {
        "title": BodyReader.texts,
        "summary": BodyReader.texts,
        "when": _when,
        "place": _place,
        "forum": BodyReader.forum,
        "part_of": BodyReader.event,
        "participants": _participants,
        "positions": _positions,
        "topics": _topics,
        "sources": _sources,
        "notes": _notes,
    }


def _known(row: Json, model: Any) -> Json:
    """Without what is refused already, so that it is named once."""
    return {name: value for name, value in row.items() if name in model.model_fields}
