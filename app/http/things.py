"""/v1/actors, /forums, /topics, /statements, /sources: the rest of the record."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from hashlib import sha256
from typing import Any

import orjson
from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from app.domain.actor import ActorKind
from app.domain.directory import Directory
from app.domain.forum import ForumKind, Topic
from app.domain.listing import Recorded, View
from app.domain.names import Named
from app.domain.query import ANY, Choice
from app.domain.resolve import Names
from app.domain.things import Thing
from app.errors import Fault, InvalidQuery
from app.http import cursor as cursors
from app.http import openapi, parameters, respond
from app.http.cursor import Cursor
from app.http.plain import PlainRoute
from app.http.raw import Parameter
from app.http.reading import Reading, address_id, reading
from app.http.respond import Links, Meta
from app.http.tokens import Reader, word_of
from app.render import refs, statements_atom
from app.render.form import Typed
from app.render.named_items import actor_item, forum_item, topic_item
from app.render.source_item import source_item
from app.render.statement_item import statement_item
from app.store import documents, identify
from app.store.merging import survivor

Json = dict[str, Any]
Item = Callable[[Recorded, View], Json]


@dataclass(frozen=True)
class Kind:
    """A kind of thing as the interface lists it."""

    path: str
    thing: Thing
    title: str
    item: Item
    listed: Mapping[str, Parameter]
    single: Mapping[str, Parameter] = field(default_factory=lambda: parameters.PLAIN)
    names: Callable[[Directory], Names] | None = None
    feed: Typed | None = None


def _source(item: Recorded, _view: View) -> Json:
    return {**refs.head(item), **source_item(item.id, item.document)}


_NAMED, _TOPICS, _THING = parameters.NAMED, parameters.TOPICS, parameters.THING

KINDS = (
    Kind("actors", Thing.ACTOR, "Actor", actor_item, _NAMED, _THING, lambda d: d.actor_names),
    Kind("forums", Thing.FORUM, "Forum", forum_item, _NAMED, _THING, lambda d: d.forum_names),
    Kind(
        "topics",
        Thing.TOPIC,
        "Topic",
        topic_item,
        parameters.TOPICS,
        _THING,
        lambda d: d.topic_names,
    ),
    Kind(
        "statements",
        Thing.STATEMENT,
        "Statement",
        statement_item,
        parameters.STATEMENTS,
        feed=statements_atom.FEED,
    ),
    Kind("sources", Thing.SOURCE, "Source", _source, parameters.SOURCES),
)


_KINDS: Mapping[Thing, type[StrEnum]] = {Thing.ACTOR: ActorKind, Thing.FORUM: ForumKind}


def routers() -> Iterable[APIRouter]:
    """One router a kind, a list and a single thing each."""
    return map(_router, KINDS)


def _router(kind: Kind) -> APIRouter:
    router = APIRouter(prefix=f"/v1/{kind.path}", tags=[kind.path], route_class=PlainRoute)

    def list_things(request: Request) -> Response:
        return _list(request, kind)

    def get_thing(request: Request, id: str) -> Response:  # noqa: A002 - the name in the address
        return _get(request, kind, id)

    router.add_api_route(
        "",
        list_things,
        operation_id=f"list{kind.title}s",
        summary=f"The {kind.path} of the record",
        description="By id, a page at a time, at the head or at any revision.",
        **openapi.operation(kind.listed, f"{kind.title}Page"),
    )
    router.add_api_route(
        "/{id}",
        get_thing,
        operation_id=f"get{kind.title}",
        summary=f"One of the {kind.path}",
        description="The bare item, as in the list.",
        **openapi.operation(kind.single, kind.title),
    )
    return router


def _list(request: Request, kind: Kind) -> Response:
    with reading(request, kind.listed) as read:
        bound = fingerprint(read, kind.path)
        wanted = conditions(read, kind)
        items, key = documents.listed(
            read.connection, kind.thing, read.pin, read.limit, _after(read, bound), *wanted
        )
        view, next_ = _view(read), next_page(read, bound, (key,) if key else None)
        body = {
            "items": [kind.item(item, view) for item in items],
            "next": next_,
            "rev": read.pin.rev,
            "at": refs.utc(read.pin.at),
        }
        return respond.whole(request, orjson.dumps(body), _meta(read, next_, _feed(read, kind)))


def _get(request: Request, kind: Kind, id_: str) -> Response:
    with reading(request, kind.single) as read:
        if (into := _merged_into(read, kind, address_id(id_))) != id_:
            address = read.address(f"/v1/{kind.path}/{into}")
            return RedirectResponse(address, 301, {"Cache-Control": respond.MOVED})
        item = documents.get(read.connection, kind.thing, id_, read.pin)
        body = orjson.dumps(kind.item(item, _view(read)))
        return respond.whole(request, body, replace(_meta(read), etag=str(item.version)))


def _merged_into(read: Reading, kind: Kind, id_: str) -> str:
    """Of those that can be merged, statements are listed here."""
    if kind.thing is not Thing.STATEMENT:
        return id_
    return survivor(read.connection, kind.thing, id_, read.pin)


def conditions(read: Reading, kind: Kind) -> list[documents.Condition]:
    """What the things listed must meet."""
    if kind.thing is Thing.STATEMENT and (token := read.one("event")):
        event = identify.find(read.connection, token, read.pin)
        if event is None:
            raise _unknown_event()
        return [documents.about(event, read.pin)]
    if kind.names is None or not (read.one("q") or read.one("kind")):
        return []
    kinds, names, text = _kinds(read, kind), kind.names(read.directory), read.one("q")
    liked = names.ids if text is None else names.like(text)
    return [documents.one_of(id_ for id_ in liked if kinds.admits(_kind_of(names.ids[id_])))]


def _kinds(read: Reading, kind: Kind) -> Choice:
    value, words = read.one("kind"), _KINDS.get(kind.thing)
    if value is None or words is None:
        return ANY
    reader = Reader()
    chosen = reader.choice("kind", value, word_of(words))
    reader.done()
    return chosen


def _kind_of(thing: Named) -> tuple[str, ...]:
    return () if isinstance(thing, Topic) else (thing.kind,)


def _unknown_event() -> InvalidQuery:
    detail = "event: there is no event with this id or slug."
    return InvalidQuery.of([Fault(detail, parameter="event")])


def fingerprint(read: Reading, path: str) -> str:
    """What a cursor is bound to, beside the revision and the epoch."""
    asked = [(name, read.one(name)) for name in ("q", "kind", "event")]
    return sha256(repr((path, asked)).encode()).hexdigest()[:16]


def _after(read: Reading, bound: str) -> str | None:
    if read.cursor is None:
        return None
    cursors.check_filter(read.cursor, bound)
    (key,) = cursors.key_of(read.cursor, str)
    return str(key)


def next_page(read: Reading, bound: str, key: tuple[int | str, ...] | None) -> str | None:
    """Its address, pinned by its cursor."""
    if key is None:
        return None
    cursor = cursors.encode(Cursor(read.pin.epoch, read.pin.rev, bound, None, key))
    return read.address(read.path, cursor=cursor, as_of=None)


def _view(read: Reading) -> View:
    include = read.one("include")
    if include not in (None, "names"):
        raise InvalidQuery.of([Fault("include: names is all there is.", parameter="include")])
    return View(
        lang=read.lang,
        base_url=read.service.base_url,
        directory=read.directory,
        include=frozenset({include} if include else ()),
    )


def _feed(read: Reading, kind: Kind) -> Links:
    if kind.feed is None:
        return ()
    address = read.address(f"/v1/{kind.path}.atom", cursor=None, limit=None)
    return (("alternate", address, kind.feed.media_type),)


def _meta(read: Reading, next_: str | None = None, more: Links = ()) -> Meta:
    pinned = read.address(read.path, as_of=str(read.pin.rev), cursor=None)
    return Meta(
        "application/json",
        read.pin,
        read.lang,
        pinned=read.pinned,
        links=((("next", next_),) if next_ else ()) + (("memento", pinned), *more),
    )
