"""POST and PATCH under /v1/events, /statements, /actors, /forums, /topics, /sources."""

from collections.abc import Callable, Iterable
from typing import Any

from fastapi import APIRouter, Request, Response

from app.domain.drafts import DRAFTED
from app.domain.faults import refused
from app.domain.scope import Scope
from app.domain.things import Thing
from app.editing import proposals
from app.editing.acts import Editor, Plan
from app.editing.batches import batch
from app.editing.merges import merge
from app.editing.standings import draft_of, published
from app.errors import Fault
from app.http import editing_docs as docs
from app.http.drafting import draft
from app.http.jsonbody import JsonRoute
from app.http.outcomes import PATHS, asked, commit, only
from app.http.preconditions import if_match
from app.http.reading import address_id

Json = dict[str, Any]
Handler = Callable[..., Response]


def routers() -> Iterable[APIRouter]:
    """One a kind of thing."""
    return [_router(thing) for thing in Thing]


def _router(thing: Thing) -> APIRouter:
    router = APIRouter(prefix=f"/v1/{PATHS[thing]}", tags=[PATHS[thing]], route_class=JsonRoute)
    one = "{id_or_slug}" if thing is Thing.EVENT else "{id}"
    acts = docs.acts(thing)
    for name, path, make in _ACTS:
        if name in acts:
            router.add_api_route(
                path.format(one=one),
                make(thing),
                methods=["PATCH" if name == "change" else "POST"],
                **acts[name],
            )
    return router


def _creating(thing: Thing) -> Handler:
    def draft_one(request: Request) -> Response:
        asks = asked(request, Scope.WRITE)
        return draft(
            asks, lambda desk, _: proposals.drafted(desk, thing, asks.sent, asks.holder.name)
        )

    def create(request: Request) -> Response:
        asks = asked(request, Scope.PUBLISH)
        return commit(asks, lambda editor, sent: editor.create(thing, sent), 201)

    return draft_one if thing in DRAFTED else create


def _changing(thing: Thing) -> Handler:
    def change(request: Request, **path: str) -> Response:
        (id_,) = path.values()
        if thing in DRAFTED and docs.asks_for_draft(request):
            return _propose(request, thing, id_)
        asks = asked(request, Scope.PUBLISH, known=docs.changing(thing))
        token, expected = address_id(id_), if_match(request)
        return commit(asks, lambda editor, sent: editor.patch(thing, token, sent, expected))

    return change


def _propose(request: Request, thing: Thing, id_: str) -> Response:
    asks = asked(request, Scope.WRITE, known=docs.changing(thing))
    token, expected = address_id(id_), if_match(request)
    return draft(
        asks,
        lambda desk, _: proposals.proposed(
            desk, thing, token, asks.sent, expected, asks.holder.name
        ),
    )


def _acting(plan: Callable[[Editor, Thing, str, Json, Any], Plan]) -> Callable[[Thing], Handler]:
    """An act upon one thing, of the version in If-Match."""

    def make(thing: Thing) -> Handler:
        def act(request: Request, **path: str) -> Response:
            (id_,) = path.values()
            asks = asked(request, Scope.PUBLISH)
            token, expected = address_id(id_), if_match(request)
            return commit(asks, lambda editor, sent: plan(editor, thing, token, sent, expected))

        return act

    return make


def _retract(editor: Editor, thing: Thing, token: str, sent: Json, expected: Any) -> Plan:
    only(sent)
    return editor.retract(thing, token, expected)


def _undo(editor: Editor, thing: Thing, token: str, sent: Json, expected: Any) -> Plan:
    only(sent, "version")
    version = sent.get("version")
    if version is not None and (type(version) is not int or not 0 < version < 2**31):
        raise refused(
            [Fault("the number of a version, as the history has it.", pointer="/version")]
        )
    return editor.undo(thing, token, version, expected)


def _merge(editor: Editor, thing: Thing, token: str, sent: Json, expected: Any) -> Plan:
    only(sent, "into")
    return merge(editor, thing, token, sent, expected)


def _publish(editor: Editor, thing: Thing, token: str, sent: Json, expected: Any) -> Plan:
    only(sent)
    return published(editor, draft_of(editor.desk, thing, token), expected)


def _batching(_thing: Thing) -> Handler:
    def batch_(request: Request) -> Response:
        asks = asked(request, Scope.PUBLISH)
        return commit(asks, batch)

    return batch_


_ACTS: tuple[tuple[str, str, Callable[[Thing], Handler]], ...] = (
    ("batch", "/batch", _batching),
    ("create", "", _creating),
    ("change", "/{one}", _changing),
    ("publish", "/{one}/publish", _acting(_publish)),
    ("retract", "/{one}/retract", _acting(_retract)),
    ("merge", "/{one}/merge", _acting(_merge)),
    ("undo", "/{one}/undo", _acting(_undo)),
)
