"""Drafts against the record: made, changed, held against what others did since, published."""

from dataclasses import replace
from functools import partial
from typing import Any

from app.domain.commitment import Commitment, commitment
from app.domain.drafts import DRAFTED
from app.domain.faults import refused
from app.domain.merging import merged
from app.domain.things import Thing, dump
from app.editing.acts import owned
from app.editing.expected import Expected, id_of, live
from app.editing.ids import fresh
from app.editing.reading import Desk, read
from app.errors import Fault, NotFound
from app.store import drafts
from app.store.drafts import Draft, new_id
from app.store.states import versions_of

Json = dict[str, Any]


def drafted(desk: Desk, thing: Thing, body: Json, author: str) -> Draft:
    """A new draft of something new."""
    said = commitment(body.get("commit"))
    entity = fresh(desk, thing)
    document = _read(desk, thing, {**_told(body), "id": entity}, None)
    return drafts.add(
        desk.connection,
        Draft(new_id("dr_"), thing, entity, document, author, proposed=_proposed(said)),
    )


def proposed(
    desk: Desk, thing: Thing, token: str, body: Json, expected: Expected, author: str
) -> Draft:
    """A new draft that changes a published thing."""
    said = commitment(body.get("commit"))
    id_ = id_of(desk, thing, token)
    state = live(desk, thing, id_, expected)
    document = _read(desk, thing, owned(_told(body), id_), state.document)
    made = Draft(
        new_id("dr_"), thing, id_, document, author, id_, state.version, proposed=_proposed(said)
    )
    return drafts.add(desk.connection, made)


def changed(desk: Desk, draft: Draft, body: Json, expected: Expected) -> Draft:
    """A draft with a merge patch applied; with `base_version`, brought up to that version first."""
    expected.check(draft.id, draft.version)
    told = {n: v for n, v in _told(body).items() if n not in ("base_version", "id")}
    base = _base_of(draft, body.get("base_version"))
    brought = _brought(desk, draft, base)
    document = _read(desk, draft.thing, told, brought)
    said = commitment(body.get("commit")).over(Commitment.model_validate(draft.proposed or {}))
    made = replace(draft, document=document, base_version=base, proposed=_proposed(said))
    return drafts.change(desk.connection, made)


def _base_of(draft: Draft, told: Any) -> int | None:
    if told is None:
        return draft.base_version
    if draft.target is None or type(told) is not int or not 0 < told < 2**31:
        detail = "the number of the version of its target that it is a change of."
        raise refused([Fault(detail, pointer="/base_version")])
    return told


def _brought(desk: Desk, draft: Draft, base: int | None) -> Json:
    """What others did between two versions is in it too; where both did, the draft's stays."""
    if draft.target is None or base == draft.base_version:
        return draft.document
    sides = [_version(desk, draft, number) for number in (draft.base_version, base)]
    if sides[1] is None:
        raise refused([Fault("there is no such version.", pointer="/base_version")])
    both = merged(sides[0] or {}, sides[1], draft.document)
    return both.document | {name: draft.document[name] for name in both.conflicts}


def _version(desk: Desk, draft: Draft, number: int | None) -> Json | None:
    key = (draft.thing, draft.entity, number or 0)
    return versions_of(desk.connection, [key]).get(key)


def _told(body: Json) -> Json:
    return {name: value for name, value in body.items() if name != "commit"}


def _read(desk: Desk, thing: Thing, body: Json, current: Json | None) -> Json:
    """Events that are drafts themselves may be pointed at."""

    if thing not in DRAFTED:
        raise NotFound(f"There are no drafts of {thing}: it is committed at once.")
    told = dict(body) if current is None else {**body, "id": current["id"]}
    model = read(thing, told, DRAFTED[thing], desk.directory, partial(find, desk), current)
    return dump(model)


def find(desk: Desk, token: str) -> str | None:
    """The id of the event that a token names, or that one will have which is a draft yet."""
    return desk.find(token) or (token if drafts.of(desk.connection, Thing.EVENT, [token]) else None)


def _proposed(said: Commitment) -> Json:
    return said.model_dump(mode="json", exclude_none=True)
