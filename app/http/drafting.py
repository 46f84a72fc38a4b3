"""Drafts over HTTP: made and changed, read, published, dropped; nothing public moves with them."""

from collections.abc import Callable, Sequence
from typing import Any

import orjson
from fastapi import Response

from app.domain.listing import Recorded, View
from app.domain.things import Thing
from app.editing.reading import Desk
from app.editing.standings import Standing, obstacles, standings
from app.errors import Fault
from app.http.once import once
from app.http.outcomes import Asked
from app.http.said import language, liked
from app.render.draft_item import Drafted, draft_item
from app.render.event_item import event_item
from app.render.form import ITEM
from app.render.statement_item import statement_item
from app.store import events
from app.store.drafts import Draft
from app.store.sessions import Connection

Json = dict[str, Any]
Made = Callable[[Desk, Asked], Draft]


def draft(asks: Asked, make: Made, status: int = 201) -> Response:
    """Makes or changes a draft, or only says what it would be, and answers it."""
    database, request = asks.service.database, asks.request
    if asks.rehearse:
        with database.rehearsing() as connection:
            return _answered(asks, connection, make, 200)
    with database.writing() as connection:
        return once(
            request,
            connection,
            asks.holder,
            request.state.body,
            lambda: _answered(asks, connection, make, status),
        )


def _answered(asks: Asked, connection: Connection, make: Made, status: int) -> Response:
    desk = Desk(connection, asks.service.directories)
    made = make(desk, asks)
    view = View(language(asks.values, liked(asks.request)), asks.service.base_url, desk.directory)
    (item,) = shown(desk, [made], view)
    headers = {"Location": item["urls"]["self"]} if status == 201 else {}
    return answer(item, made.version, status, headers)


def answer(item: Json, version: int, status: int, headers: dict[str, str]) -> Response:
    """A draft with the tag that its next change names."""
    tagged = {"ETag": f'"{version}"', **headers}
    return Response(orjson.dumps(item), status, tagged, media_type="application/json")


def shown(desk: Desk, listed: Sequence[Draft], view: View) -> list[Json]:
    """Drafts as JSON: as many statements for many as for one."""
    found = standings(desk, listed)
    items = _items(desk, listed, view)
    return [
        draft_item(_drafted(stands, faults, items[stands.draft.id]), view.base_url)
        for stands, faults in zip(found, obstacles(desk, found), strict=True)
    ]


def _drafted(stands: Standing, faults: Sequence[Fault], item: Json) -> Drafted:
    draft = stands.draft
    return Drafted(
        id=draft.id,
        thing=draft.thing,
        target=draft.target,
        base_version=draft.base_version,
        version=draft.version,
        author=draft.author,
        created_at=draft.created_at,
        updated_at=draft.updated_at,
        proposed=draft.proposed or {},
        evidence=draft.evidence,
        changes=stands.changes,
        obstacles=faults,
        item=item,
    )


def _items(desk: Desk, listed: Sequence[Draft], view: View) -> dict[str, Json]:
    """By draft; version and revision are those that it is based on, 0 where it is new."""
    recorded = {draft.id: _recorded(draft) for draft in listed}
    drafted = [recorded[draft.id] for draft in listed if draft.thing is Thing.EVENT]
    related = events.related(desk.connection, desk.pin, drafted, ITEM)
    return {
        draft.id: event_item(recorded[draft.id], related, view)
        if draft.thing is Thing.EVENT
        else statement_item(recorded[draft.id], view)
        for draft in listed
    }


def _recorded(draft: Draft) -> Recorded:
    return Recorded(draft.entity, draft.base_version or 0, 0, draft.updated_at, draft.document)
