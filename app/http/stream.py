"""/v1/changes/stream: what each commit does under a filter, as it is made (server-sent events)."""

from collections.abc import AsyncGenerator
from contextlib import aclosing

import anyio
from fastapi import APIRouter, Request, Response
from starlette.types import Receive, Scope, Send

from app.domain.feed import Place
from app.errors import Fault, InvalidQuery
from app.http import openapi, parameters, places
from app.http.asking import question
from app.http.feed import refuse_filter, token_of
from app.http.hub import Hub, Question
from app.http.parameters import Told
from app.http.places import Token
from app.http.plain import PlainRoute
from app.http.reading import Reading, reading
from app.render import sse
from app.store.pins import Pin

router = APIRouter(prefix="/v1/changes/stream", tags=["changes"], route_class=PlainRoute)

# Milliseconds after which a reader that was cut off comes back, and seconds after which one that
# takes nothing is cut off.
RETRY, PATIENCE = 3_000, 30.0
_HEADERS = {
    "Content-Type": sse.MEDIA_TYPE,
    "Cache-Control": "no-store",
    # Proxies that gather what they pass on would keep it from the reader.
    "X-Accel-Buffering": "no",
}


class EventStream(Response):
    """A response that is written as its events come, for as long as its reader takes them."""

    def __init__(self, events: AsyncGenerator[bytes, None], headers: dict[str, str]) -> None:
        super().__init__(headers=headers)
        del self.headers["Content-Length"]
        self._events = events

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Writes until the events end, the reader goes, or takes nothing for too long."""
        async with anyio.create_task_group() as group:
            group.start_soon(_until_gone, receive, group.cancel_scope)
            async with aclosing(self._events):
                await self._write(scope, send)
            group.cancel_scope.cancel()

    async def _write(self, scope: Scope, send: Send) -> None:
        start = {"type": "http.response.start", "status": 200, "headers": self.raw_headers}
        await send(start)
        # Who asks for the head alone must not wait for what has no end.
        if not scope.get("head"):
            async for event in self._events:
                with anyio.move_on_after(PATIENCE) as patience:
                    await send({"type": "http.response.body", "body": event, "more_body": True})
                if patience.cancelled_caught:
                    return
        await send({"type": "http.response.body", "body": b""})


async def _until_gone(receive: Receive, scope: anyio.CancelScope) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    scope.cancel()


def _stream(request: Request) -> Response:
    hub: Hub = request.app.state.hub
    with reading(request, parameters.STREAM) as read:
        asked, start = _asked(read), _start(read)
        events = _opened(hub, asked, read.pin, start)
        return EventStream(events, {**_HEADERS, "Pourparlers-Rev": str(read.pin.rev)})


async def _opened(
    hub: Hub, asked: Question, head: Pin, start: Place
) -> AsyncGenerator[bytes, None]:
    """First where the reader stands: one that is cut off before any event comes back there."""
    yield sse.opening(places.encode(head.epoch, start), RETRY)
    async with aclosing(hub.follow(asked, head, start)) as events:
        async for event in events:
            yield event


def _asked(read: Reading) -> Question:
    found = question(read)
    thing = found.one_of("thing", Told, Told.EVENT)
    query = found.query(read.now)
    if thing is Told.EVENT:
        return Question(query, read.lang)
    refuse_filter(query)
    return Question(None, read.lang)


def _start(read: Reading) -> Place:
    """After the last event that the reader has seen, or from `since` on, or from now on."""
    token = _last_event(read) or (token_of(read) if "since" in read.values else None)
    if token is None:
        return Place(read.pin.rev)
    places.refuse_ended(token, read.pin, read.address(read.path, since="0"))
    return token.place


def _last_event(read: Reading) -> Token | None:
    text = read.request.headers.get("last-event-id")
    if not text:
        return None
    token = places.decode(text)
    if token is None:
        detail = "Last-Event-ID: this is not an id of ours; leave it out, or give since."
        raise InvalidQuery.of([Fault(detail, parameter="Last-Event-ID")])
    return token


@router.get(
    "",
    operation_id="streamChanges",
    summary="What each commit does under a filter, as it is made, as server-sent events",
    **openapi.stream(parameters.STREAM, sse.MEDIA_TYPE),
)
def stream_changes(request: Request) -> Response:
    """An event for each entry of the list of changes; `id` is where the reader then stands."""
    return _stream(request)
