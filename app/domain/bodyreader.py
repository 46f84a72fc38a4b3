"""What bodies of every kind of thing have in common: tokens for ids, one language for many.

A body has the members of the answer. What is read-only in an answer is ignored, so that an answer
can be edited and sent back; a member that no answer has is a fault.
"""

from collections.abc import Callable, Iterable, Mapping
from difflib import get_close_matches
from typing import Any, ClassVar

from app.domain.directory import Directory
from app.domain.resolve import FindEvent, Names, UnknownToken
from app.domain.text import Lang
from app.errors import Fault

Json = dict[str, Any]
Read = Callable[[Any, Any, str], Any]
# Ids of things that are called nearly so, to offer where a token means nothing.
Suggest = Callable[[str, Names], Iterable[str]]

# A member that is not there, which is not the same as one that is null.
ABSENT = object()
_DEFAULT_LANG: Lang = "en"


def _silent(_token: str, _names: Names) -> Iterable[str]:
    return ()


class BodyReader:
    """Reads one body; `document` is what it says, `faults` is what cannot be read of it.

    `current` is the thing's document where it has one already: a text given in one language then
    leaves its other languages as they are. `document` has only the members that the body gives.
    """

    writable: ClassVar[frozenset[str]]
    read_only: ClassVar[frozenset[str]]
    members: ClassVar[Mapping[str, Read]]

    def __init__(
        self,
        body: Json,
        directory: Directory,
        find: FindEvent,
        current: Json | None = None,
        suggest: Suggest = _silent,
    ) -> None:
        self.directory = directory
        self.find = find
        self.current = current or {}
        self.suggest = suggest
        self.faults: list[Fault] = []
        self.lang = self._lang(body.get("lang"))
        given = {name: value for name, value in body.items() if name not in self.read_only}
        self.refuse_unknown(given, self.writable, "")
        self.document = {n: self._member(n, v) for n, v in given.items() if n in self.writable}

    def _lang(self, value: Any) -> str:
        if value is not None and not isinstance(value, str):
            self.fault("/lang", "write a language as en or fr.")
            return _DEFAULT_LANG
        return value or _DEFAULT_LANG

    def _member(self, name: str, value: Any) -> Any:
        read = self.members.get(name)
        return value if read is None or value is None else read(self, value, f"/{name}")

    def texts(self, value: Any, pointer: str) -> Any:
        """A text in the body's language beside the others known; or all languages at once."""
        if not isinstance(value, str):
            return value
        return self.beside(self.current.get(pointer.removeprefix("/")), value)

    def beside(self, known: Json | None, text: str) -> Json:
        """What is known in any language already says nothing new: it was shown so."""
        known = known or {}
        return known if text in known.values() else {**known, self.lang: text}

    def actor(self, value: Any, pointer: str) -> str | None:
        """The id of an actor."""
        return self.resolved(value, self.directory.actor_names, pointer)

    def forum(self, value: Any, pointer: str) -> str | None:
        """The id of a forum."""
        return self.resolved(value, self.directory.forum_names, pointer)

    def event(self, value: Any, pointer: str) -> str | None:
        """The id of an event."""
        token = id_of(value)
        try:
            found = self.find(token) if isinstance(token, str) else None
        except UnknownToken as unknown:
            self.fault(pointer, _several(unknown), *unknown.candidates)
            return None
        if found is None:
            self.fault(pointer, "there is no event with this id, slug or identifier.")
        return found

    def plain_id(self, value: Any, _pointer: str) -> Any:
        """Of a reference to what has no names, the id."""
        return id_of(value)

    def resolved(self, value: Any, names: Names, pointer: str) -> str | None:
        """The id that a token means; a fault, and None, where it means nothing."""
        token = id_of(value)
        if token is None:
            return None
        if not isinstance(token, str):
            self.fault(pointer, "write an id, a code or a name.")
            return None
        try:
            return names.resolve(token).id
        except UnknownToken as unknown:
            self._unknown(unknown, names, pointer)
            return None

    def _unknown(self, unknown: UnknownToken, names: Names, pointer: str) -> None:
        if unknown.candidates:
            self.fault(pointer, _several(unknown), *unknown.candidates)
            return
        near = tuple(self.suggest(unknown.token, names))
        hint = f" Near: {', '.join(near)}." if near else ""
        self.fault(pointer, f"nothing in the record is called that.{hint}", *near)

    def references(self, row: Json, at: str, *names: str) -> Json:
        """Those of these members of a row that it has, as ids of actors."""
        return {name: self.actor(row[name], f"{at}/{name}") for name in names if name in row}

    def rows(self, value: Any, pointer: str) -> list[tuple[Json, str]]:
        """The objects of a list, each with its pointer; faults for what is none."""
        return [(row, at) for row, at in self.each(value, pointer) if self.is_object(row, at)]

    def each(self, value: Any, pointer: str) -> list[tuple[Any, str]]:
        """The members of a list, each with its pointer."""
        if not isinstance(value, list):
            self.fault(pointer, "write a list.")
            return []
        return [(row, f"{pointer}/{i}") for i, row in enumerate(value)]

    def is_object(self, value: Any, pointer: str) -> bool:
        """Whether it is one; a fault where it is not."""
        if isinstance(value, dict):
            return True
        self.fault(pointer, "write an object.")
        return False

    def refuse_unknown(self, given: Iterable[str], known: Iterable[str], at: str) -> None:
        """A fault for each member that is not known, with those it may have been meant for."""
        listed = set(known)
        for name in sorted(set(given) - listed):
            near = get_close_matches(name, listed, n=2)
            meant = (
                f"did you mean {' or '.join(near)}?" if near else "the documentation lists them."
            )
            self.fault(f"{at}/{escaped(name)}", f"there is no such member; {meant}", *near)

    def fault(self, pointer: str, detail: str, *suggestions: str) -> None:
        """Keeps a fault."""
        self.faults.append(Fault(detail, pointer=pointer, suggestions=suggestions))


def id_of(value: Any) -> Any:
    """Of a reference as an answer shows it, the id."""
    return value.get("id") if isinstance(value, Mapping) else value


def escaped(name: str) -> str:
    """A name as a part of a JSON pointer (RFC 6901, section 3)."""
    return name.replace("~", "~0").replace("/", "~1")


def _several(unknown: UnknownToken) -> str:
    return f"it could be any of {', '.join(unknown.candidates)}: write one of these."
