"""What the routes of editors declare: their parameters, their bodies, the scopes that open them."""

from collections.abc import Mapping
from typing import Any

from fastapi import Request

from app.domain.bodies import BODIES
from app.domain.change import Nature
from app.domain.drafts import DRAFTED
from app.domain.scope import Scope
from app.domain.things import Thing
from app.editing.batches import MOST
from app.http import openapi, parameters, raw
from app.http.jsonbody import TYPES
from app.http.outcomes import LANG, PARAMETERS, flag
from app.http.raw import Parameter

Json = dict[str, Any]

_DRAFT = Parameter(
    "draft",
    "Only propose the change, as a draft; the scope `write` is then wanted, and enough.",
    {"type": "boolean", "default": False},
    True,
)
_PROPOSING = PARAMETERS | {_DRAFT.name: _DRAFT}
_THING = Parameter(
    "thing",
    f"Which drafts: {', '.join(DRAFTED)}; comma = any of. All without it.",
    {"type": "string"},
    "event",
)
DRAFTS = {_THING.name: _THING} | {
    name: parameter
    for name, parameter in parameters.EVENTS.items()
    if name not in ("as_of", "include")
}
DRAFT = {LANG.name: LANG}
_NAMES = {thing: thing.value.title() for thing in Thing}
_IF_MATCH: Json = {
    "name": "If-Match",
    "in": "header",
    "required": True,
    "description": "The ETag of what you have read; of it only the version before the dot counts.",
    "schema": {"type": "string"},
    "example": '"1"',
}
_COMMIT: Json = {
    "type": "object",
    "description": "Why, on whose word, and whether the world changed or the record was wrong.",
    "properties": {
        "reason": {"type": "string", "maxLength": 500},
        "source": {"type": "string", "description": "The id of the source that says so."},
        "nature": {"type": "string", "enum": [Nature.WORLD, Nature.CORRECTION]},
    },
}


def changing(thing: Thing) -> Mapping[str, Parameter]:
    """What a change may be asked with: those of events and statements may be proposed."""
    return _PROPOSING if thing in DRAFTED else PARAMETERS


def asks_for_draft(request: Request) -> bool:
    """Whether a change is only to be proposed."""
    return flag(raw.read(request.scope["query_string"], _PROPOSING), _DRAFT.name)


def acts(thing: Thing) -> dict[str, Json]:
    """What can be done with a kind of thing, each with its declaration."""
    found = {"create": _create(thing), "change": _change(thing)}
    for name in ("retract", "undo", *(("merge", "publish") if thing in DRAFTED else ())):
        found[name] = _act(thing, name)
    if thing is Thing.EVENT:
        found["batch"] = _BATCH
    return found


def _create(thing: Thing) -> Json:
    verb, shape, scope = "create", "Commit", Scope.PUBLISH
    told = "It is published at once."
    if thing in DRAFTED:
        verb, shape, scope = "draft", "Draft", Scope.WRITE
        told = "Nothing public moves: it is published at the address of the draft."
    named = f"{verb}{_NAMES[thing]}", f"{verb.title()} a new {thing}"
    found = _declared(*named, PARAMETERS, (_body(thing), shape), scope)
    return _making(found, "As made", shape) | {"description": told}


def _change(thing: Thing) -> Json:
    scopes = [Scope.PUBLISH, *([Scope.WRITE] if thing in DRAFTED else [])]
    named = f"change{_NAMES[thing]}", f"Change this {thing} by a merge patch"
    found = _declared(*named, changing(thing), (_body(thing), "Commit"), *scopes)
    found = _of_one(thing, _matched(found)) | {"description": "JSON Merge Patch (RFC 7396)."}
    return _making(found, "The draft of the change", "Draft") if thing in DRAFTED else found


def _act(thing: Thing, name: str) -> Json:
    summary, description, properties = _ACTS[name]
    named = f"{name}{_NAMES[thing]}", summary.format(thing=thing)
    told = _declared(*named, PARAMETERS, (_object(properties), "Commit"), Scope.PUBLISH)
    return _of_one(thing, _matched(told)) | {"description": description}


def _of_one(thing: Thing, found: Json) -> Json:
    """With the parameter of the address, which the function has in no signature."""
    name = "id_or_slug" if thing is Thing.EVENT else "id"
    at = {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
    extra = found["openapi_extra"]
    return found | {"openapi_extra": {**extra, "parameters": [at, *extra["parameters"]]}}


_ACTS: dict[str, tuple[str, str, Json]] = {
    "retract": (
        "Withdraw this {thing}: it should never have been published",
        "It answers 410 from then on. What was called off is cancelled instead, and stays.",
        {},
    ),
    "undo": (
        "Restore this {thing} as an old version had it",
        "A new revision; without `version` the one before. It also takes a merge back.",
        {"version": {"type": "integer", "minimum": 1}},
    ),
    "merge": (
        "Merge this {thing} into another that it is",
        "It answers 301 from then on, and its tokens mean the other.",
        {"into": {"type": "string", "description": "The other: its id, or any token of an event."}},
    ),
    "publish": (
        "Publish the draft of this {thing}",
        "Where several change it, each is published at its own address.",
        {},
    ),
}
_OPERATION: Json = {
    "type": "object",
    "description": "One of create, change, retract, publish; all but create with a version.",
    "properties": {
        "create": {"$ref": "#/components/schemas/EventBody"},
        "change": {"type": "string"},
        "with": {"$ref": "#/components/schemas/EventBody"},
        "retract": {"type": "string"},
        "publish": {"type": "string", "description": "The id of a draft."},
        "version": {"type": "integer", "minimum": 1},
    },
}


def body_schemas() -> dict[str, Json]:
    """The bodies of every kind of thing, for `components`: the members, and which are ignored."""
    return {f"{_NAMES[thing]}Body": _members(thing) for thing in Thing}


def _members(thing: Thing) -> Json:
    body = BODIES[thing]
    told: Json = {name: {} for name in sorted(body.writable | {"lang"})}
    told |= {name: {"readOnly": True} for name in sorted(body.read_only - {"lang"})}
    return {
        "type": "object",
        "description": "The members of the answer; docs/editing.md says how each may be written.",
        "properties": told | {"commit": _COMMIT},
        "additionalProperties": False,
    }


def _body(thing: Thing) -> Json:
    return {"$ref": f"#/components/schemas/{_NAMES[thing]}Body"}


def _object(properties: Json) -> Json:
    told = {**properties, "commit": _COMMIT}
    return {"type": "object", "properties": told, "additionalProperties": False}


def _declared(
    id_: str, summary: str, known: Mapping[str, Parameter], shapes: tuple[Json, str], *scopes: Scope
) -> Json:
    """A route with a body and an answer of these shapes."""
    body, shape = shapes
    found = openapi.operation(known, shape)
    found = openapi.taking(found, {name: {"schema": body} for name in TYPES})
    found = openapi.secured(found, *scopes)
    responses = found["responses"] | openapi.failures(404, 410)
    return found | {"operation_id": id_, "summary": summary, "responses": responses}


def _matched(found: Json) -> Json:
    """The declaration of what says in If-Match which version it is made for."""
    extra = found["openapi_extra"]
    extra = extra | {"parameters": [*extra["parameters"], _IF_MATCH]}
    responses = found["responses"] | openapi.failures(412, 428)
    return found | {"openapi_extra": extra, "responses": responses}


def _making(found: Json, description: str, shape: str) -> Json:
    """The declaration of what makes something with an address of its own."""
    return found | {"responses": {**found["responses"], 201: _answer(description, shape)}}


def _answer(description: str, shape: str) -> Json:
    content = {"application/json": {"schema": {"$ref": f"#/components/schemas/{shape}"}}}
    return {"description": description, "content": content}


_OPERATIONS: Json = {"type": "array", "minItems": 1, "maxItems": MOST, "items": _OPERATION}
_BATCH = _declared(
    "commitEvents",
    "Up to a hundred operations on events in one commit, all or none",
    PARAMETERS,
    (_object({"operations": _OPERATIONS}), "Commit"),
    Scope.PUBLISH,
) | {"description": "The faults of an operation have pointers that begin with its number."}
CHANGE_DRAFT = _matched(
    _declared(
        "changeDraft",
        "Change a draft by a merge patch of what it holds",
        PARAMETERS,
        ({"type": "object"}, "Draft"),
        Scope.WRITE,
    )
)
PUBLISH_DRAFT = _matched(
    _declared("publishDraft", "Publish a draft", PARAMETERS, (_object({}), "Commit"), Scope.PUBLISH)
)


def _dropped() -> Json:
    found = openapi.secured(openapi.operation({}, "Draft"), Scope.WRITE)
    extra = found["openapi_extra"] | {"parameters": [_IF_MATCH]}
    failing = openapi.failures(400, 401, 403, 404, 412, 422, 428, 503)
    responses = {204: {"description": "Nothing is left of it"}, **failing}
    told = {"operation_id": "dropDraft", "summary": "Drop a draft", "status_code": 204}
    return found | told | {"openapi_extra": extra, "responses": responses}


DROP_DRAFT = _dropped()
