"""Our own NDJSON: a line an event as `export` writes it, or another thing as the ledger has it."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from app.domain.actor import Identifier
from app.domain.body import READ_ONLY, Body
from app.domain.things import Thing
from app.intake.draft import Draft, Json, Known, Line, Trouble

_LONGEST = 1_000_000
_KNOWN = ("id", "identifiers")
_CITED = ("publisher", "title")


class NdjsonReader:
    """Reads a file of lines; blank ones count but say nothing."""

    publisher = "ndjson"

    def __init__(self, path: Path) -> None:
        self.path = path

    def lines(self) -> Iterator[Line]:
        """The lines as JSON objects."""
        with self.path.open("rb") as file:
            for number, raw in enumerate(file, 1):
                if raw.strip():
                    yield _line(number, raw)

    def draft(self, line: Line, known: Known) -> Draft:
        """The event of a line, or the actor, forum, topic, source or statement it names."""
        body: Json = dict(line.content)
        thing = body.pop("thing", Thing.EVENT)
        draft = Draft(line.number)
        if thing not in list(Thing):
            draft.trouble(
                "/thing", f"write one of {', '.join(Thing)}, or leave it out for an event"
            )
        elif thing == Thing.EVENT:
            _event(draft, body, known)
        else:
            draft.thing = Thing(thing)
            draft.document = {n: _ids(n, v) for n, v in body.items() if n not in READ_ONLY}
        return draft


def _line(number: int, raw: bytes) -> Line:
    try:
        content = _parsed(raw)
    except (ValueError, RecursionError) as error:
        return Line(number, None, Trouble(number, None, _plain(error)))
    if not isinstance(content, dict):
        return Line(number, None, Trouble(number, None, "expected a JSON object on one line"))
    return Line(number, content)


def _parsed(raw: bytes) -> Any:
    if len(raw) > _LONGEST:
        raise ValueError(f"expected at most {_LONGEST} bytes on a line")
    return json.loads(raw.decode("utf-8"), object_pairs_hook=_unrepeated)


def _unrepeated(pairs: list[tuple[str, Any]]) -> Json:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("expected each member of an object once")
    return found


def _plain(error: Exception) -> str:
    if isinstance(error, UnicodeDecodeError):
        return f"expected UTF-8; byte {error.start} is not"
    if isinstance(error, json.JSONDecodeError):
        return f"expected JSON; it breaks at character {error.pos}: {error.msg}"
    if isinstance(error, RecursionError):
        return "expected JSON that is not nested so deeply"
    return str(error)


def _event(draft: Draft, body: Json, known: Known) -> None:
    if not any(body.get(member) for member in _KNOWN):
        expected = "expected an id or identifiers, by which a second import finds the event again"
        return draft.trouble("/id", expected)
    ids = _ids_of(body, known)
    if len(ids) > 1:
        return draft.trouble("/identifiers", f"expected one event; these are {', '.join(ids)}")
    id_ = next(iter(ids), None)
    current = known.current(id_) if id_ else None
    read = Body(body, known.directory, known.find, current)
    for fault in read.faults:
        draft.trouble(fault.pointer, fault.detail)
    draft.document = {**(current or {}), **read.document}
    draft.document.pop("id", None)
    draft.identity = _identity(body)
    if id_:
        draft.document["id"] = id_
    draft.base = _base(body)
    draft.support = list(_sources(body.get("sources")))
    return None


def _ids_of(body: Json, known: Known) -> list[str]:
    """The events that the line is about: the one with its id, and those with its identifiers."""
    own = body.get("id")
    tokens = [own, *(_token(i) for i in _identifiers(body))]
    found = [known.find(token) for token in tokens if isinstance(token, str)]
    return list(dict.fromkeys([*([own] if isinstance(own, str) else []), *filter(None, found)]))


def _identity(body: Json) -> Identifier | None:
    for given in _identifiers(body):
        if set(given) == {"scheme", "value"}:
            return Identifier.model_construct(**given)
    return None


def _identifiers(body: Json) -> Iterable[Json]:
    given = body.get("identifiers")
    return [i for i in given if isinstance(i, dict)] if isinstance(given, list) else []


def _token(identifier: Json) -> str:
    return f"{identifier.get('scheme')}:{identifier.get('value')}"


def _base(body: Json) -> tuple[int, int] | None:
    version, rev = body.get("version"), body.get("rev")
    return (version, rev) if type(version) is int and type(rev) is int else None


def _sources(given: Any) -> Iterator[tuple[Thing, Json]]:
    """Sources come in full inside an event: those that the record lacks come with it."""
    for source in given if isinstance(given, list) else ():
        if isinstance(source, dict) and all(source.get(member) for member in _CITED):
            yield Thing.SOURCE, source


_REFERENCES = frozenset(
    {"object", "country", "parent", "organ_of", "speaker", "office", "on_behalf_of", "source"}
)


def _ids(name: str, value: Any) -> Any:
    """References as an answer shows them, as the ids that the ledger keeps."""
    if isinstance(value, list):
        return [_ids(name, each) for each in value]
    if not isinstance(value, dict):
        return value
    if name in _REFERENCES or name == "parties":
        return value.get("id")
    return {member: _ids(member, each) for member, each in value.items()}
