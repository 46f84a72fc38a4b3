"""Commits over HTTP: made or only rehearsed, answered with what they changed, once for each key."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

import orjson
from fastapi import Request, Response

from app.domain.bodyreader import escaped
from app.domain.commitment import Commitment, commitment
from app.domain.faults import refused
from app.domain.listing import View
from app.domain.scope import Scope
from app.domain.things import DIRECTORY, Thing
from app.editing.acts import Editor, Key, Plan, clock
from app.editing.reading import Desk
from app.errors import Fault, InvalidQuery, PreconditionFailed
from app.http import raw
from app.http.auth import Holder, holder
from app.http.jsonbody import body
from app.http.once import once
from app.http.raw import Parameter, Values
from app.http.reading import Service
from app.http.said import language, liked, one
from app.http.things import KINDS
from app.render.event_item import event_item
from app.render.form import ITEM
from app.render.written import Outcome, Written, outcome
from app.store import documents, drafts, events, ledger
from app.store.ledger import Entry
from app.store.pins import Pin
from app.store.sessions import Connection
from app.store.states import states
from app.store.touched import Touched, touched

Json = dict[str, Any]

LANG = Parameter(
    "lang", "Language of names and titles in the answer, as in a list.", {"type": "string"}, "fr"
)
DRY_RUN = Parameter(
    "dry_run",
    "Say what would change, and change nothing.",
    {"type": "boolean", "default": False},
    True,
)
PARAMETERS = {parameter.name: parameter for parameter in (DRY_RUN, LANG)}
# Another writer may come between what was read and the commit. Where any version will do, or the
# one that is expected is still there, it is read again.
_ATTEMPTS = 5
_ITEMS = {kind.thing: kind.item for kind in KINDS}
PATHS = {Thing.EVENT: "events", **{kind.thing: kind.path for kind in KINDS}}

Planned = Callable[[Editor, Json], Plan]


class _Raced(Exception):
    """Somebody else committed between reading and committing."""


@dataclass(frozen=True)
class Asked:
    """A request to write: who asks, what was sent, how."""

    request: Request
    holder: Holder
    values: Values
    sent: Json
    said: Commitment

    @property
    def service(self) -> Service:
        """What the handlers work with."""
        service: Service = self.request.app.state.service
        return service

    @property
    def rehearse(self) -> bool:
        """Whether only to say what would be."""
        return flag(self.values, "dry_run")


def flag(values: Values, name: str) -> bool:
    """A boolean parameter, false where it is not given."""
    text = one(values, name) or "false"
    if text not in ("true", "false"):
        detail = f"{name}: write true or false."
        raise InvalidQuery.of([Fault(detail, parameter=name)])
    return text == "true"


def asked(request: Request, *scopes: Scope, known: Any = PARAMETERS) -> Asked:
    """The request with its body, if its key has one of these scopes."""
    asks = holder(request, *scopes)
    values = raw.read(request.scope["query_string"], known)
    sent = body(request)
    return Asked(request, asks, values, sent, commitment(sent.get("commit")))


def commit(asks: Asked, plan: Planned, status: int = 200) -> Response:
    """Makes a commit of what is planned, and answers what it changed.

    `plan` is given what was sent without `commit`. Under an Idempotency-Key it happens once.
    """
    for attempt in range(_ATTEMPTS):
        try:
            return _attempted(asks, plan, status)
        except _Raced as raced:
            if attempt == _ATTEMPTS - 1:
                raise PreconditionFailed(
                    "Others are writing to this just now: read it again, and try again."
                ) from raced
    raise AssertionError("one of the attempts answers or raises")


def _attempted(asks: Asked, plan: Planned, status: int) -> Response:
    database = asks.service.database
    if asks.rehearse:
        with database.rehearsing() as connection:
            return _committed(asks, connection, plan, 200)
    with database.writing() as connection:
        return once(
            asks.request,
            connection,
            asks.holder,
            asks.request.state.body,
            lambda: _committed(asks, connection, plan, status),
        )


def _committed(asks: Asked, connection: Connection, plan: Planned, status: int) -> Response:
    desk = Desk(connection, asks.service.directories)
    editor = Editor(desk, asks.said, clock())
    planned = plan(editor, {name: v for name, v in asks.sent.items() if name != "commit"})
    entry = _entry(asks, connection, planned)
    former = desk.pin
    made = _written(connection, asks.service, planned, entry)
    found = touched(connection, made.rev if made else 0, planned.subjects)
    head = made or former
    items = list(_items(connection, head, found, _view(asks, desk, head, found)))
    told = former if asks.rehearse else head
    done = Outcome(
        told.rev, told.at, not asks.rehearse, entry.nature, entry.reason, entry.source, items
    )
    return _answer(asks, done, status, len(planned.subjects))


def _entry(asks: Asked, connection: Connection, planned: Plan) -> Entry:
    said = planned.said or asks.said
    _refuse_unknown_source(connection, said)
    return Entry(asks.holder.name, planned.nature, said.reason, said.source)


def _view(asks: Asked, desk: Desk, head: Pin, found: Iterable[Touched]) -> View:
    """With the names as they are after the commit."""
    directory = desk.directory
    if any(told.thing in DIRECTORY for told in found):
        directory = asks.service.directories.unkept(desk.connection, head)
    return View(language(asks.values, liked(asks.request)), asks.service.base_url, directory)


def _written(connection: Connection, service: Service, planned: Plan, entry: Entry) -> Pin | None:
    for draft in planned.drafts:
        drafts.remove(connection, draft)
    try:
        return ledger.commit(connection, service.directories, planned.changes, entry)
    except PreconditionFailed as error:
        raise _Raced from error


def _refuse_unknown_source(connection: Connection, said: Commitment) -> None:
    if said.source is None:
        return
    found = states(connection, [(Thing.SOURCE, said.source)]).get((Thing.SOURCE, said.source))
    if found is None or not found.live:
        detail = "there is no such source; POST /v1/sources makes one."
        raise refused([Fault(detail, pointer="/commit/source")])


def _items(
    connection: Connection, head: Pin, found: Iterable[Touched], view: View
) -> Iterable[Written]:
    listed = list(found)
    known = states(connection, ((told.thing, told.id) for told in listed))
    shown = _shown(connection, head, [key for key, state in known.items() if state.live], view)
    for told in listed:
        key = told.thing, told.id
        yield Written(*key, known[key].version, told.changes, shown.get(key))


def _shown(
    connection: Connection, head: Pin, keys: Sequence[Key], view: View
) -> Mapping[Key, Json]:
    """Their items: as many statements for many as for one."""
    recorded = {
        (thing, of.id): of
        for thing in dict.fromkeys(thing for thing, _ in keys)
        for of in documents.each(connection, thing, [i for kind, i in keys if kind is thing], head)
    }
    held = [of for (thing, _), of in recorded.items() if thing is Thing.EVENT]
    related = events.related(connection, head, held, ITEM)
    return {
        (thing, id_): event_item(of, related, view)
        if thing is Thing.EVENT
        else _ITEMS[thing](of, view)
        for (thing, id_), of in recorded.items()
    }


def _answer(asks: Asked, told: Outcome, status: int, subjects: int) -> Response:
    """Of one thing with its tag, and with its address where it is new.

    What is only rehearsed has neither a revision nor a tag that anybody could ask for.
    """
    first = told.items[0]
    headers = {"Pourparlers-Rev": str(told.rev)}
    if subjects == 1 and told.kept:
        headers["ETag"] = f'"{first.version}"'
    if status == HTTPStatus.CREATED:
        headers["Location"] = f"{asks.service.base_url}/v1/{PATHS[first.thing]}/{first.id}"
    return Response(orjson.dumps(outcome(told)), status, headers, media_type="application/json")


def only(sent: Json, *names: str) -> None:
    """InvalidDocument for members that an address does not take beside `commit`."""
    unknown = sorted(sent.keys() - {*names, "commit"})
    detail = f"this address takes {', '.join((*names, 'commit'))} and nothing else."
    if unknown:
        raise refused([Fault(detail, pointer=f"/{escaped(name)}") for name in unknown])
