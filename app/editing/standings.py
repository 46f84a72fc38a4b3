"""A draft beside what it changes: what it would do now, and what keeps it from being published."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from pydantic import ValidationError

from app.domain.change import Change, diff
from app.domain.commitment import Commitment
from app.domain.faults import faults_of, refused
from app.domain.merging import Merged, merged
from app.domain.things import Model, Thing
from app.editing.acts import Editor, Plan
from app.editing.expected import Expected, live
from app.editing.reading import Desk
from app.errors import Conflict, Fault, NotFound
from app.store import drafts, integrity
from app.store.drafts import Draft
from app.store.steps import Put, State, parsed, states, versions_of

Json = dict[str, Any]
# What follows from other members, or is the ledger's own: two edits do not collide in it.
_DERIVED = frozenset({"agreement", "previous"})


@dataclass(frozen=True)
class Standing:
    """A draft beside the thing that it changes, as that is now."""

    draft: Draft
    state: State | None
    base: Json | None

    @cached_property
    def current(self) -> Json | None:
        """The document of the published thing; None where there is none, or no longer."""
        return self.state.document if self.state and self.state.live else None

    @cached_property
    def both(self) -> Merged:
        """What comes of it and of all that others did since it was made."""
        if self.draft.target is None:
            return Merged(self.draft.document, ())
        sides = (self.base or {}, self.current or {}, self.draft.document)
        found = merged(*(_own(side) for side in sides))
        return Merged({**(self.current or {}), **found.document}, found.conflicts)

    @property
    def changes(self) -> list[Change]:
        """What publishing it would change, but for members in conflict."""
        return diff(self.current, self.both.document)

    @cached_property
    def model(self) -> Model | None:
        """What would be published; None where that breaks a rule of the record."""
        try:
            return parsed(self.draft.thing, self.both.document)
        except ValidationError:
            return None

    def obstacles(self) -> Iterator[Fault]:
        """What it lacks, and what others changed meanwhile."""
        if self.draft.target is not None and self.current is None:
            yield Fault(f"{self.draft.target} is no longer published.")
        yield from self.collisions()
        try:
            parsed(self.draft.thing, self.both.document)
        except ValidationError as error:
            yield from faults_of(error)

    def collisions(self) -> Iterator[Fault]:
        """A fault for each member that others changed too, each its own way."""
        number = self.state.version if self.state else 0
        for name in self.both.conflicts:
            detail = (
                f"it has changed since version {self.draft.base_version}, on which this draft is "
                f"based. PATCH the draft with base_version {number} and what should stand there."
            )
            yield Fault(detail, pointer=f"/{name}")


def _own(document: Json) -> Json:
    return {name: value for name, value in document.items() if name not in _DERIVED}


def standings(desk: Desk, listed: Sequence[Draft]) -> list[Standing]:
    """Each draft beside what it changes: one statement for all that is published of them."""
    proposed = [draft for draft in listed if draft.target is not None]
    now = states(desk.connection, ((draft.thing, draft.entity) for draft in proposed))
    bases = versions_of(
        desk.connection, ((d.thing, d.entity, d.base_version or 0) for d in proposed)
    )
    return [
        Standing(
            draft,
            now.get((draft.thing, draft.entity)),
            bases.get((draft.thing, draft.entity, draft.base_version or 0)),
        )
        for draft in listed
    ]


def obstacles(desk: Desk, listed: Sequence[Standing]) -> list[list[Fault]]:
    """For each what keeps it from being published as it is, but for rules of a status."""
    found = [list(stands.obstacles()) for stands in listed]
    models = {
        id(model): i
        for i, stands in enumerate(listed)
        if not found[i] and (model := stands.model) is not None
    }
    documents = [(listed[i].draft.thing, listed[i].model) for i in models.values()]
    known = [(thing, model) for thing, model in documents if model is not None]
    for model, ref in integrity.dangling(desk.connection, desk.directory, known):
        fault = Fault(f"{ref.thing} {ref.id} is not published.", pointer=ref.pointer)
        found[models[id(model)]].append(fault)
    return found


def published(editor: Editor, draft: Draft, expected: Expected) -> Plan:
    """The commit that a draft becomes; Conflict, member by member, where others came between.

    What its author would have said of the commit stands where the request says nothing.
    """
    expected.check(draft.id, draft.version)
    said = editor.said.over(Commitment.model_validate(draft.proposed or {}))
    editor = replace(editor, said=said)
    (stands,) = standings(editor.desk, [draft])
    version = 0
    if draft.target is not None:
        version = live(editor.desk, draft.thing, draft.entity, Expected()).version
        _refuse_collisions(stands)
    model = editor.ruled(_model(draft, stands.both.document), stands.current)
    put = Put(draft.thing, model, version)
    return Plan([put], [(draft.thing, draft.entity)], editor.nature(), [draft], said)


def _refuse_collisions(stands: Standing) -> None:
    faults = list(stands.collisions())
    if faults:
        names = ", ".join(stands.both.conflicts)
        detail = f"{stands.draft.entity} has changed since this draft was made, and so has {names}."
        raise Conflict(detail, faults)


def _model(draft: Draft, document: Mapping[str, Any]) -> Model:
    try:
        return parsed(draft.thing, document)
    except ValidationError as error:
        raise refused(faults_of(error)) from None


def draft_of(desk: Desk, thing: Thing, token: str) -> Draft:
    """The one draft that becomes or changes a thing; NotFound, or Conflict where there are more."""
    found = drafts.of(desk.connection, thing, [desk.find(token) or token])
    if not found:
        raise NotFound(f"There is no draft of this {thing}; /v1/drafts lists those there are.")
    if len(found) > 1:
        listed = tuple(draft.id for draft in found)
        detail = f"There are several drafts of it: publish one of {', '.join(listed)}."
        raise Conflict(detail, [Fault(detail, suggestions=listed)])
    return found[0]
