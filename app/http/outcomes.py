"""Commits over HTTP: made or only rehearsed, answered with what they changed, once for each key."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, NamedTuple

import orjson
from fastapi import Request, Response

from app.domain.bodyreader import escaped
from app.domain.commitment import Commitment, commitment
from app.domain.faults import refused
from app.domain.listing import Recorded, View
from app.domain.scope import Scope
from app.domain.things import DIRECTORY, Thing
from app.editing.acts import Editor, Key, Plan, clock
from app.editing.reading import Desk
from app.errors import Fault, InvalidDocument, InvalidQuery, PreconditionFailed
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
from app.store.ledger import Entry, Made
from app.store.pins import Pin
from app.store.sessions import Connection
from app.store.states import states
from app.store.steps import Step
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
    made = _written(desk, planned, entry)
    found = touched(made.told if made else (), planned.subjects)
    head = made.pin if made else former
    left = _left(connection, head, made.steps if made else (), found)
    items = list(_items(connection, left, found, _view(asks, desk, head, found), head))
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


def _written(desk: Desk, planned: Plan, entry: Entry) -> Made | None:
    for draft in planned.drafts:
        drafts.remove(desk.connection, draft)
    try:
        return ledger.make(
            desk.connection, desk.directories, planned.changes, entry, seen=desk.seen
        )
    except PreconditionFailed as error:
        raise _Raced from error
    except InvalidDocument:
        planned.blame()
        raise


def _refuse_unknown_source(connection: Connection, said: Commitment) -> None:
    if said.source is None:
        return
    found = states(connection, [(Thing.SOURCE, said.source)]).get((Thing.SOURCE, said.source))
    if found is None or not found.live:
        detail = "there is no such source; POST /v1/sources makes one."
        raise refused([Fault(detail, pointer="/commit/source")])


class _Left(NamedTuple):
    """What a commit left of a thing that it touched: its version, and what is live of it."""

    version: int
    live: Recorded | None


def _left(
    connection: Connection, head: Pin, steps: Iterable[Step], found: Iterable[Touched]
) -> Mapping[Key, _Left]:
    """As its steps made them; what it only told of is read."""
    left = {(step.thing, step.id): _made(step, head) for step in steps}
    told = [(of.thing, of.id) for of in found]
    known = states(connection, (key for key in told if key not in left))
    for thing in dict.fromkeys(thing for thing, _ in known):
        ids = [id_ for kind, id_ in known if kind is thing]
        live = {of.id: of for of in documents.each(connection, thing, ids, head)}
        left |= {(thing, id_): _Left(known[thing, id_].version, live.get(id_)) for id_ in ids}
    return left


def _made(step: Step, pin: Pin) -> _Left:
    if step.after is None:
        return _Left(step.version, None)
    live = Recorded(step.id, step.version, pin.rev, pin.at, step.stored)
    return _Left(step.version, live)


def _items(
    connection: Connection,
    left: Mapping[Key, _Left],
    found: Iterable[Touched],
    view: View,
    head: Pin,
) -> Iterable[Written]:
    listed = [((told.thing, told.id), told.changes) for told in found]
    recorded = {key: of for key, _ in listed if (of := left[key].live) is not None}
    shown = _shown(connection, head, recorded, view)
    for key, changes in listed:
        yield Written(*key, left[key].version, changes, shown.get(key))


def _shown(
    connection: Connection, head: Pin, recorded: Mapping[Key, Recorded], view: View
) -> Mapping[Key, Json]:
    """Their items: as many statements for many as for one."""
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
