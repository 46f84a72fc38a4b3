"""Our own NDJSON: a line an event as `export` writes it, or another thing as the ledger has it."""

import json
import re
from codecs import BOM_UTF8
from collections.abc import Iterator, Sequence
from itertools import count
from pathlib import Path
from typing import Any, BinaryIO

from pydantic import TypeAdapter, ValidationError

from app.domain.actor import Identifier
from app.domain.body import READ_ONLY, Body
from app.domain.directory import overlaid
from app.domain.resolve import UnknownToken
from app.domain.text import refused_at
from app.domain.things import DIRECTORY, MODELS, Model, Thing
from app.intake.draft import Draft, Json, Known, Line, Trouble

_LONGEST = 1_000_000
_KNOWN = ("id", "identifiers")
_CITED = ("id", "publisher", "title")
_EVENT_ID = re.compile("ev_[a-z0-9]{8}")


class NdjsonReader:
    """Reads a file of lines; blank ones count but say nothing."""

    publisher = "ndjson"

    def __init__(self, path: Path) -> None:
        self.path = path
        self._brought: dict[str, Model] = {}

    def lines(self) -> Iterator[Line]:
        """The lines as JSON objects."""
        with self.path.open("rb") as file:
            for number in count(1):
                raw = file.readline(_LONGEST + 1)
                if not raw:
                    return
                if raw.strip():
                    yield _line(number, raw.removeprefix(BOM_UTF8))
                _skip_rest(file, raw)

    def prepared(self, lines: Sequence[Line], known: Known) -> Known:
        """What the file brings is known to its events, and they to each other."""
        told = [line.content for line in lines if line.trouble is None]
        brought = [model for body in told if (model := _thing(body)) is not None]
        self._brought |= {model.id: model for model in brought}
        ids = {body["id"] for body in told if isinstance(body.get("id"), str) and _is_event(body)}

        def find(token: str) -> str | None:
            return known.find(token) or (token if token in ids else None)

        return Known(overlaid(known.directory, self._brought.values()), find, known.current)

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
            draft.document = _kept(body)
        return draft


def _skip_rest(file: BinaryIO, raw: bytes) -> None:
    """Of a line that is too long, what was not read."""
    while raw and not raw.endswith(b"\n"):
        raw = file.readline(_LONGEST)


def _is_event(body: Json) -> bool:
    return bool(body.get("thing", Thing.EVENT) == Thing.EVENT)


def _thing(body: Json) -> Model | None:
    """The actor, forum or topic of a line; None where it is none, or not sound."""
    if body.get("thing") not in list(DIRECTORY):
        return None
    try:
        return MODELS[Thing(body["thing"])].model_validate(_kept(body))
    except (ValidationError, RecursionError):
        return None


def _kept(body: Json) -> Json:
    left_out = {"thing", *READ_ONLY}
    return {name: _ids(name, value) for name, value in body.items() if name not in left_out}


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
    content = json.loads(raw.decode("utf-8"), object_pairs_hook=_unrepeated)
    _refuse_controls(content)
    return content


def _refuse_controls(value: Any) -> None:
    """No text of the record may hold them: half a surrogate pair cannot even be looked up."""
    if isinstance(value, str) and refused_at(value.replace("\r", "")) is not None:
        raise ValueError("expected text without control characters and halves of surrogate pairs")
    if isinstance(value, dict):
        value = [*value.keys(), *value.values()]
    for each in value if isinstance(value, list) else ():
        _refuse_controls(each)


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
    identifiers = _identifiers(draft, body)
    ids = _ids_of(draft, body, identifiers, known)
    if draft.troubles:
        return None
    id_ = next(iter(ids), None)
    current = known.current(id_) if id_ else None
    read = Body(body, known.directory, known.find, current)
    for fault in read.faults:
        draft.trouble(fault.pointer, fault.detail)
    draft.document = {**(current or {}), **read.document}
    draft.document.pop("id", None)
    draft.identity = next(iter(identifiers), None)
    if "identifiers" in body:
        draft.document["identifiers"] = _joined(current, identifiers)
    if id_:
        draft.document["id"] = id_
    draft.base = _base(body)
    draft.support = list(_sources(body.get("sources")))
    return None


def _identifiers(draft: Draft, body: Json) -> list[Identifier]:
    try:
        given = TypeAdapter(tuple[Identifier, ...]).validate_python(body.get("identifiers") or ())
    except ValidationError as error:
        for fault in error.errors(include_url=False, include_input=False):
            pointer = "/identifiers/" + "/".join(map(str, fault["loc"]))
            draft.trouble(pointer, f"expected a scheme and a value: {fault['msg']}")
        return []
    return [i.model_copy(update={"value": i.value.strip()}) for i in given]


def _joined(current: Json | None, given: list[Identifier]) -> list[Json]:
    """What others call an event is added to: a line that names one of its names drops none."""
    had = [Identifier.model_validate(known) for known in (current or {}).get("identifiers", ())]
    said = {(known.scheme, known.value.casefold()) for known in had}
    fresh = [new for new in given if (new.scheme, new.value.casefold()) not in said]
    return [identifier.model_dump() for identifier in (*had, *fresh)]


def _ids_of(draft: Draft, body: Json, identifiers: list[Identifier], known: Known) -> list[str]:
    """The event that the line is about, by its id and by its identifiers; a trouble for several."""
    own = body.get("id")
    if own is not None and not (isinstance(own, str) and _EVENT_ID.fullmatch(own)):
        draft.trouble("/id", "expected ev_ and eight letters or digits")
        return []
    try:
        found = [known.find(f"{i.scheme}:{i.value}") for i in identifiers]
    except UnknownToken as unknown:
        found = list(unknown.candidates)
    # What was merged since the file was written is told of what it was merged into.
    ids = list(dict.fromkeys(filter(None, [own and (known.find(own) or own), *found])))
    if len(ids) > 1:
        draft.trouble("/identifiers", f"expected one event; these are {', '.join(ids)}")
    return ids


def _base(body: Json) -> tuple[int, int] | None:
    version, rev = body.get("version"), body.get("rev")
    if type(version) is not int or type(rev) is not int:
        return None
    return (version, rev) if 0 < version < 2**31 and 0 < rev < 2**53 else None


def _sources(given: Any) -> Iterator[tuple[Thing, Json]]:
    """Sources come in full inside an event: those that the record lacks come with it."""
    for source in given if isinstance(given, list) else ():
        if isinstance(source, dict) and all(isinstance(source.get(m), str) for m in _CITED):
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
