"""What a batch of drafts does to the record: found again, given ids, merged with what is there."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import orjson
from pydantic import ValidationError

from app.domain.actor import Identifier
from app.domain.directory import Directory
from app.domain.event import Event
from app.domain.merging import merged
from app.domain.spans import covering
from app.domain.things import Model, Thing, dump
from app.importing.ids import assign
from app.importing.report import Changed, Conflict
from app.intake.draft import Draft, Trouble
from app.store import bases, identify, integrity
from app.store.ledger import Put
from app.store.publishing import Known, histories
from app.store.sessions import Connection
from app.store.states import parsed, states

Json = dict[str, Any]
Key = tuple[Thing, str]
# The line of each thing of the file, and what that line said.
Seen = dict[Key, tuple[int, int]]


class Wanted(NamedTuple):
    """A document with the line that asks for it. `base` is the version it was made from.

    What `grows` is an event that holds others; what `supports` is another thing that they need.
    """

    line: int
    thing: Thing
    document: Json
    base: tuple[int, int] | None = None
    grows: bool = False
    supports: bool = False

    @property
    def key(self) -> Key:
        """The thing it is of."""
        return self.thing, str(self.document.get("id"))


@dataclass
class Plan:
    """The changes of a batch with the line of each; a single trouble forbids them all."""

    puts: dict[Key, Put] = field(default_factory=dict)
    lines: dict[Key, int] = field(default_factory=dict)
    troubles: list[Trouble] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    created: list[Key] = field(default_factory=list)
    holders: int = 0
    changes: list[Changed] = field(default_factory=list)
    unchanged: int = 0
    repeated: int = 0
    retracted: int = 0
    supporting: int = 0


class Planner:
    """Plans one batch against the record as one transaction sees it."""

    def __init__(
        self,
        connection: Connection,
        directory: Directory,
        theirs: Callable[[str], bool],
        drafts: list[Draft],
        seen: Seen,
    ) -> None:
        """`seen` says in which line of the file each thing was, and as what, so far.

        What was said in commits whose author is `theirs` is what the drafts are merged over.
        """
        self.connection = connection
        self.theirs = theirs
        self.directory = directory
        self.seen = seen
        self.plan = Plan()
        named = {i for draft in drafts for i in (*_identifiers(draft), draft.part_of) if i}
        known = identify.known(connection, named)
        gone = identify.retracted(connection, named - known.keys())
        fresh = assign(named - known.keys() - gone, self._taken)
        self.ids: Mapping[Identifier, str] = {**known, **fresh}
        self.drafts = [draft for draft in drafts if gone.isdisjoint(_identifiers(draft))]
        self.plan.retracted = len(drafts) - len(self.drafts)

    def run(self) -> Plan:
        """The changes, or the troubles for which there can be none."""
        listed = [*self._holders(), *filter(self._is_new, self._own())]
        support = self._support()
        keys = [wanted.key for wanted in (*listed, *support)]
        self.record = histories(self.connection, self.theirs, keys)
        self.bases = self._bases(listed)
        for wanted in (*listed, *support):
            self._put(wanted)
        self._refuse_dangling()
        self._refuse_taken()
        return self.plan

    def _taken(self, ids: list[str]) -> set[str]:
        return {id_ for _, id_ in states(self.connection, ((Thing.EVENT, id_) for id_ in ids))}

    def _holders(self) -> Iterator[Wanted]:
        """The events that hold others, once each; they last as long as is known of them."""
        first: dict[str, Wanted] = {}
        for draft in self.drafts:
            if draft.part_of and draft.holder and draft.part_of in self.ids:
                id_ = self.ids[draft.part_of]
                document = {**draft.holder, "id": id_}
                first.setdefault(id_, Wanted(draft.line, Thing.EVENT, document, grows=True))
        yield from first.values()

    def _own(self) -> Iterator[Wanted]:
        for draft in self.drafts:
            document = dict(draft.document)
            if draft.thing is Thing.EVENT:
                document.setdefault("id", self.ids.get(draft.identity) if draft.identity else None)
            if draft.part_of and draft.part_of in self.ids:
                document["part_of"] = self.ids[draft.part_of]
            yield Wanted(draft.line, draft.thing, document, draft.base)

    def _support(self) -> list[Wanted]:
        """What the events need, once each: the first line that brings it is named in troubles."""
        asked: dict[Key, Wanted] = {}
        for draft in self.drafts:
            for thing, document in draft.support:
                wanted = Wanted(draft.line, thing, document, supports=True)
                asked.setdefault(wanted.key, wanted)
        return list(asked.values())

    def _is_new(self, wanted: Wanted) -> bool:
        """Not said in another line; the very same line twice is one, another is a trouble."""
        said = hash(orjson.dumps(wanted.document, default=str))
        line, before = self.seen.setdefault(wanted.key, (wanted.line, said))
        if line == wanted.line:
            return True
        if said == before:
            self.plan.repeated += 1
        else:
            detail = f"expected an identifier of its own; line {line} has the same"
            self.plan.troubles.append(Trouble(wanted.line, "id", detail))
        return False

    def _bases(self, listed: list[Wanted]) -> Mapping[str, Json]:
        """The versions that lines say they were made from, as an answer that was edited does."""
        told = [(w.key[1], *w.base) for w in listed if w.base and w.key in self.record]
        return bases.said(self.connection, told)

    def _put(self, wanted: Wanted) -> None:
        known = self.record.get(wanted.key)
        if known is not None and not known.live:
            self.plan.retracted += not wanted.supports
            return
        if known is not None and wanted.supports and not known.said:
            return  # Somebody else's: it is there, and that is all that the events need.
        model = self._model(wanted, known)
        if model is not None and known is None:
            self._create(wanted, model)
        elif model is not None and known is not None:
            self._merge(wanted, model, known)

    def _create(self, wanted: Wanted, model: Model) -> None:
        if wanted.supports:
            self.plan.supporting += 1
        else:
            self.plan.created.append(wanted.key)
            self.plan.holders += wanted.grows
        self._keep(wanted, model, 0)

    def _merge(self, wanted: Wanted, model: Model, known: Known) -> None:
        """What the line says anew, over what others have made of the thing since."""
        base = self.bases.get(wanted.key[1], known.said)
        sides = (_own_members(side) for side in (base, known.document, dump(model)))
        found = merged(*sides)
        if found.conflicts and not wanted.supports:
            self.plan.conflicts.append(Conflict(wanted.line, wanted.key[1], found.conflicts))
        document = {**known.document, **found.document}
        if not (wanted.grows or wanted.supports):
            self._count(wanted, known.document, document)
        if document != known.document:
            self.plan.supporting += wanted.supports
            self._keep(wanted, parsed(wanted.thing, document), known.version)

    def _count(self, wanted: Wanted, before: Json, after: Json) -> None:
        members = tuple(name for name in after if after[name] != before.get(name))
        if members:
            self.plan.changes.append(Changed(wanted.line, wanted.key[1], members))
        else:
            self.plan.unchanged += 1

    def _keep(self, wanted: Wanted, model: Model, expected: int | None) -> None:
        self.plan.puts[wanted.key] = Put(wanted.thing, model, expected)
        self.plan.lines[wanted.key] = wanted.line

    def _model(self, wanted: Wanted, known: Known | None) -> Model | None:
        document = wanted.document
        if wanted.grows and known is not None:
            document = {**document, **_grown(document, known.document)}
        elif wanted.supports and known is not None:
            document = {**document, **_held(document, known)}
        try:
            return parsed(wanted.thing, document)
        except ValidationError as error:
            self.plan.troubles += _troubles(wanted.line, error)
            return None

    def _refuse_dangling(self) -> None:
        puts = [(put.thing, put.document) for put in self.plan.puts.values()]
        lines = {id(put.document): self.plan.lines[key] for key, put in self.plan.puts.items()}
        for model, ref in integrity.dangling(self.connection, self.directory, puts):
            detail = f"there is no {ref.thing} {ref.id} in the record"
            self.plan.troubles.append(Trouble(lines[id(model)], ref.pointer, detail))

    def _refuse_taken(self) -> None:
        """An identifier that is another event's already, or another line's."""
        events = [p.document for p in self.plan.puts.values() if isinstance(p.document, Event)]
        given = [(identifier, event.id) for event in events for identifier in event.identifiers]
        owners = identify.held(self.connection, [identifier for identifier, _ in given])
        for identifier, id_ in given:
            owner = owners.setdefault(identifier, id_)
            if owner != id_:
                detail = f"{identifier.scheme}:{identifier.value} is {owner} already"
                line = self.plan.lines[Thing.EVENT, id_]
                self.plan.troubles.append(Trouble(line, "identifiers", detail))


def _own_members(document: Json) -> Json:
    """Without what follows from other members, or is the ledger's own."""
    return {name: value for name, value in document.items() if name not in _DERIVED}


_DERIVED = {"id", "agreement", "previous"}


def _grown(document: Json, known: Json) -> Json:
    """A holder lasts as long as was known before and as its lines say, and keeps its sources."""
    texts = [text for text in (document["when"], known["when"]["edtf"]) if text]
    sources = dict.fromkeys([*known["sources"], *document["sources"]])
    return {"when": covering(texts), "sources": list(sources)}


def _held(document: Json, known: Known) -> Json:
    """A person holds what this file said before, and each office as long as it ever said."""
    said = {relation["object"]: relation for relation in known.said.get("relations", ())}
    for new in document.get("relations", ()):
        before = said.get(new["object"], {}).get("attested")
        dates = [text for text in (before, new["attested"]) if text]
        said[new["object"]] = {**new, "attested": covering(dates)}
    return {"relations": list(said.values())} if said else {}


def _identifiers(draft: Draft) -> list[Identifier]:
    """All that a line calls its event."""
    given = draft.document.get("identifiers") or ()
    named = [Identifier.model_validate(identifier) for identifier in given]
    return [*named, *([draft.identity] if draft.identity else [])]


def _troubles(line: int, error: ValidationError) -> Iterator[Trouble]:
    for fault in error.errors(include_url=False, include_input=False, include_context=False):
        pointer = "/" + "/".join(map(str, fault["loc"]))
        said = fault["msg"].removeprefix("Value error, ")
        yield Trouble(line, pointer, said.replace("Input should be", "expected"))
