"""An event as its answer shows it, read back: names for ids, one language for many, EDTF for dates.

What is read-only in an answer is ignored, so that an answer can be edited and sent back.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from app.domain.directory import Directory
from app.domain.event import Event
from app.domain.participation import Participation, Position
from app.domain.resolve import FindEvent, Names, UnknownToken
from app.domain.text import Lang
from app.errors import Fault

Json = dict[str, Any]

READ_ONLY = frozenset(
    {"version", "rev", "changed_at", "lang", "agreement", "previous", "statements", "matched_by",
     "urls", "history"}
)  # fmt: skip
_WRITABLE = frozenset(Event.model_fields) - READ_ONLY
_DEFAULT_LANG: Lang = "en"


class Body:
    """Reads one body; `document` is what it says, `faults` is what cannot be read of it.

    `current` is the event's document where it has one already: a text given in one language then
    leaves its other languages as they are.
    """

    def __init__(
        self, body: Json, directory: Directory, find: FindEvent, current: Json | None = None
    ) -> None:
        self.directory = directory
        self.find = find
        self.current = current or {}
        self.faults: list[Fault] = []
        self.lang = self._lang(body.get("lang"))
        given = {name: value for name, value in body.items() if name not in READ_ONLY}
        self._refuse_unknown(given, _WRITABLE, "")
        self.document = {n: self._member(n, v) for n, v in given.items() if n in _WRITABLE}

    def _lang(self, value: Any) -> str:
        if value is not None and not isinstance(value, str):
            self._fault("/lang", "write a language as en or fr.")
            return _DEFAULT_LANG
        return value or _DEFAULT_LANG

    def _member(self, name: str, value: Any) -> Any:
        read = _MEMBERS.get(name)
        return value if read is None or value is None else read(self, value, f"/{name}")

    def _texts(self, value: Any, pointer: str) -> Any:
        """A text in the body's language beside the others known; or all languages at once."""
        if not isinstance(value, str):
            return value
        return self._beside(self.current.get(pointer.removeprefix("/")), value)

    def _beside(self, known: Json | None, text: str) -> Json:
        """What is known in any language already says nothing new: it was shown so."""
        known = known or {}
        return known if text in known.values() else {**known, self.lang: text}

    def _when(self, value: Any, _pointer: str) -> Any:
        if isinstance(value, Mapping):
            return {name: member for name, member in value.items() if name != "text"}
        return value

    def _place(self, value: Any, pointer: str) -> Any:
        if not self._is_object(value, pointer):
            return None
        known = self.current.get("place") or {}
        texts = {
            name: self._beside(known.get(name), value[name])
            for name in ("name", "city")
            if isinstance(value.get(name), str)
        }
        country = self._actor(value.get("country"), f"{pointer}/country")
        return {**value, **texts, "country": country}

    def _participants(self, value: Any, pointer: str) -> Any:
        return [self._participant(row, at) for row, at in self._rows(value, pointer)]

    def _participant(self, row: Json, at: str) -> Json:
        self._refuse_unknown(row, Participation.model_fields, at)
        people = self._rows_or_tokens(row.get("represented_by") or [], f"{at}/represented_by")
        return {
            **row,
            "actor": self._actor(row.get("actor"), f"{at}/actor"),
            "office": self._actor(row.get("office"), f"{at}/office"),
            "represented_by": [self._actor(person, where) for person, where in people],
            "collective": self._collective(row.get("collective"), f"{at}/collective"),
        }

    def _collective(self, value: Any, at: str) -> Any:
        if value is None or not self._is_object(value, at):
            return None
        return {**value, "of": self._actor(value.get("of"), f"{at}/of")}

    def _positions(self, value: Any, pointer: str) -> Any:
        return [self._position(row, at) for row, at in self._rows(value, pointer)]

    def _position(self, row: Json, at: str) -> Json:
        self._refuse_unknown(row, Position.model_fields, at)
        return {
            **row,
            "actor": self._actor(row.get("actor"), f"{at}/actor"),
            "by": self._actor(row.get("by"), f"{at}/by"),
            "source": _id(row.get("source")),
        }

    def _forum(self, value: Any, pointer: str) -> Any:
        return self._resolved(value, self.directory.forum_names, pointer)

    def _topics(self, value: Any, pointer: str) -> Any:
        names = self.directory.topic_names
        return [self._resolved(v, names, at) for v, at in self._rows_or_tokens(value, pointer)]

    def _sources(self, value: Any, pointer: str) -> Any:
        return [_id(source) for source, _ in self._rows_or_tokens(value, pointer)]

    def _part_of(self, value: Any, pointer: str) -> Any:
        token = _id(value)
        try:
            found = self.find(token) if isinstance(token, str) else None
        except UnknownToken as unknown:
            self._fault(pointer, _unknown(unknown), *unknown.candidates)
            return None
        if found is None:
            self._fault(pointer, "there is no event with this id, slug or identifier.")
        return found

    def _notes(self, value: Any, pointer: str) -> Any:
        """A note in one language keeps the others of the note that stood in its place."""
        known = self.current.get("notes") or []
        rows = self._rows(value, pointer)
        return [self._note(row, known[i : i + 1]) for i, (row, _) in enumerate(rows)]

    def _note(self, row: Json, stood: list[Json]) -> Json:
        if not isinstance(row.get("text"), str):
            return row
        told = row.get("field"), row.get("basis")
        same = stood and (stood[0]["field"], stood[0]["basis"]) == told
        return {**row, "text": self._beside(stood[0]["text"] if same else None, row["text"])}

    def _actor(self, value: Any, pointer: str) -> str | None:
        return self._resolved(value, self.directory.actor_names, pointer)

    def _resolved(self, value: Any, names: Names, pointer: str) -> str | None:
        token = _id(value)
        if token is None:
            return None
        if not isinstance(token, str):
            self._fault(pointer, "write an id, a code or a name.")
            return None
        try:
            return names.resolve(token).id
        except UnknownToken as unknown:
            self._fault(pointer, _unknown(unknown), *unknown.candidates)
            return None

    def _rows(self, value: Any, pointer: str) -> list[tuple[Json, str]]:
        if not isinstance(value, list):
            self._fault(pointer, "write a list.")
            return []
        placed = [(row, f"{pointer}/{i}") for i, row in enumerate(value)]
        return [(row, at) for row, at in placed if self._is_object(row, at)]

    def _rows_or_tokens(self, value: Any, pointer: str) -> list[tuple[Any, str]]:
        if not isinstance(value, list):
            self._fault(pointer, "write a list.")
            return []
        return [(row, f"{pointer}/{i}") for i, row in enumerate(value)]

    def _is_object(self, value: Any, pointer: str) -> bool:
        if isinstance(value, dict):
            return True
        self._fault(pointer, "write an object.")
        return False

    def _refuse_unknown(self, given: Iterable[str], known: Iterable[str], at: str) -> None:
        for name in sorted(set(given) - set(known)):
            self._fault(f"{at}/{name}", "there is no such member; the documentation lists them.")

    def _fault(self, pointer: str, detail: str, *suggestions: str) -> None:
        self.faults.append(Fault(detail, pointer=pointer, suggestions=suggestions))


def _id(value: Any) -> Any:
    """Of a reference as an answer shows it, the id."""
    return value.get("id") if isinstance(value, Mapping) else value


def _unknown(unknown: UnknownToken) -> str:
    if unknown.candidates:
        return f"it could be any of {', '.join(unknown.candidates)}: write one of these."
    return "nothing in the record is called that."


_MEMBERS: Mapping[str, Callable[[Body, Any, str], Any]] = {
    "title": Body._texts,
    "summary": Body._texts,
    "when": Body._when,
    "place": Body._place,
    "forum": Body._forum,
    "part_of": Body._part_of,
    "participants": Body._participants,
    "positions": Body._positions,
    "topics": Body._topics,
    "sources": Body._sources,
    "notes": Body._notes,
}
