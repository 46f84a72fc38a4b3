"""The stream of changes behind a real server: replay, silence, slow readers, the end."""

import asyncio
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import islice, pairwise
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from sqlalchemy.event import listen
from starlette.types import ASGIApp

from app.domain.feed import Key, Place
from app.domain.things import Thing
from app.http import hub, stream
from app.http.hub import Channel, Frame, order
from app.render import sse
from app.store import ledger
from tests.render.hostile import HOSTILE
from tests.support.browser import chromium
from tests.support.live import serving
from tests.support.process import SERVE, started
from tests.support.sse import Message, changes, listening, messages
from tests.support.world import World, actor, event, party

STREAM = "/v1/changes/stream"


@pytest.fixture
def world(database_url: str) -> Iterator[World]:
    made = World(database_url)
    made.begin()
    made.put(Thing.EVENT, event(1), event(2), event(3, "2022-03-01"))
    yield made
    made.close()


@pytest.fixture
def address(world: World) -> Iterator[str]:
    with serving(world.url) as base:
        yield base + STREAM


def _next(blocks: Iterator[Message], count: int = 1) -> list[Message]:
    """The next events, whatever silence lies between them."""
    return list(islice((block for block in blocks if block.data is not None), count))


def _said(found: list[Message]) -> list[tuple[int, str, str]]:
    return [(m.change["rev"], m.change["id"][-1], m.change["effect"]) for m in found]


def _listed(address: str, since: str, asked: str = "") -> list[dict[str, Any]]:
    page = httpx.get(f"{address.removesuffix('/stream')}?since={since}&limit=200{asked}").json()
    items: list[dict[str, Any]] = page["items"]
    return items


def test_what_is_committed_is_told_as_the_list_tells_it(address: str, world: World) -> None:
    with listening(f"{address}?date=2022-01&lang=fr") as blocks:
        first = next(blocks)
        world.put(Thing.EVENT, event(1, "2022-02-01"), event(3, "2022-01-02"))
        world.put(Thing.EVENT, event(2, status="held"))
        found = _next(blocks, 3)

    assert (first.data, first.retry, first.id.partition(".")[2]) == (None, stream.RETRY, "2")
    assert _said(found) == [(3, "1", "left"), (3, "3", "entered"), (4, "2", "changed")]
    assert [m.change for m in found] == _listed(address, "2", "&date=2022-01&lang=fr")
    assert [m.id.split(".", 1)[1] for m in found] == ["3.event.ev_00000001", "3", "4"]


def test_each_reader_hears_what_concerns_its_own_filter(address: str, world: World) -> None:
    world.put(Thing.EVENT, event(4, participants=[party("finland"), party("france")]))
    with (
        listening(f"{address}?actor=nato&via=members") as members,
        listening(f"{address}?status=held") as held,
        listening(f"{address}?thing=all") as everything,
    ):
        for blocks in (members, held, everything):
            next(blocks)
        world.put(Thing.ACTOR, actor("france", relations=[]))
        world.put(Thing.EVENT, event(2, status="held"))
        told = _next(everything, 2)
        assert _said(_next(members)) == [(4, "4", "left")]
        assert _said(_next(held)) == [(5, "2", "entered")]
    assert [(m.change["thing"], m.change["id"]) for m in told] == [
        ("actor", "france"), ("event", "ev_00000002"),
    ]  # fmt: skip
    assert told[1].change["item"]["title"] == {"en": "Meeting 2"}


@pytest.mark.parametrize("seen", range(6))
def test_who_comes_back_hears_the_rest_and_nothing_twice(
    address: str, world: World, seen: int
) -> None:
    world.put(Thing.EVENT, event(4), event(5))
    world.put(Thing.EVENT, event(4, status="held"))
    with listening(f"{address}?since=0&thing=event") as blocks:
        whole = _next(blocks, 6)
    last = whole[seen - 1].id if seen else None
    with listening(f"{address}?since=0", last) as blocks:
        rest = _next(blocks, 6 - seen)
        world.put(Thing.EVENT, event(9))
        (more,) = _next(blocks)

    assert whole[:seen] + rest == whole
    assert _said([more]) == [(5, "9", "entered")]


def test_a_reader_far_behind_catches_up_while_the_record_goes_on(
    address: str, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A commit of more events than are kept, and a reader that comes back before it."""
    monkeypatch.setattr(hub, "KEPT", 8)
    monkeypatch.setattr(hub, "READ", 5)
    with listening(f"{address}?date=2022-01") as there, listening(f"{address}?since=0") as late:
        next(there)
        world.put(Thing.EVENT, *(event(n) for n in range(10, 50)))
        world.put(Thing.EVENT, *(event(n, status="held") for n in range(10, 14)))
        heard, caught_up = _next(there, 44), _next(late, 47)
        world.put(Thing.EVENT, event(60))
        heard += _next(there)
        caught_up += _next(late)
    assert [m.change["id"] for m in heard] == [e["id"] for e in _listed(address, "2")]
    assert [m.change["id"] for m in caught_up] == [e["id"] for e in _listed(address, "0")]


def test_silence_is_broken_and_moves_the_reader_on(
    address: str, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hub, "BEAT", 0.5)
    with listening(f"{address}?date=1999") as blocks:
        first = next(blocks)
        world.put(Thing.EVENT, event(7))
        beats = list(islice(blocks, 3))

    assert all(beat.comment and beat.data is None for beat in beats)
    assert (first.id.split(".")[1], beats[-1].id.split(".")[1]) == ("2", "3")


def test_the_ledger_is_read_once_for_all(world: World) -> None:
    """Forty readers of one filter take as many statements as one."""
    apps: list[ASGIApp] = []

    def kept(app: ASGIApp) -> ASGIApp:
        apps.append(app)
        return app

    with serving(world.url, kept) as base:
        made = {}
        for readers in (1, 40):
            with ExitStack() as stack:
                opened = listening(f"{base}{STREAM}?date=2022-01")
                all_ = [stack.enter_context(opened)]
                opening = (listening(f"{base}{STREAM}?date=2022-01") for _ in range(readers - 1))
                all_ += [stack.enter_context(one) for one in opening]
                for blocks in all_:
                    next(blocks)
                statements = _counted(apps[0])
                world.put(Thing.EVENT, event(5, status="held" if readers == 1 else "confirmed"))
                assert all(len(_next(blocks)) == 1 for blocks in all_)
                made[readers] = [s for s in statements if "documents" in s or "FROM versions" in s]
    assert len(made[1]) == len(made[40]) > 0


def _counted(app: Any) -> list[str]:
    made: list[str] = []

    def note(_c: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        made.append(statement)

    listen(app.state.service.database.reader, "before_cursor_execute", note)
    return made


def test_a_reader_that_takes_nothing_is_cut_off_and_the_others_are_not(
    address: str, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream, "PATIENCE", 1.0)
    url = urlsplit(address)
    with socket.create_connection((url.hostname, url.port or 80)) as stuck:
        stuck.sendall(f"GET {url.path}?since=0 HTTP/1.1\r\nHost: here\r\n\r\n".encode())
        with listening(address) as blocks:
            next(blocks)
            # More than all buffers on the way hold.
            note = {"field": "when", "basis": "stated", "text": {"en": "x" * 1_500}}
            for n in range(4):
                made = (event(100 * n + m, notes=[note] * 30) for m in range(10, 60))
                world.put(Thing.EVENT, *made)
            heard = _next(blocks, 200)
            time.sleep(2.5)
            taken = _all_of(stuck)
        whole = list(changes([_body(taken)]))
    assert len(heard) == 200
    assert len(whole) < 203, "the stuck reader was sent everything: it was not cut off"
    with listening(f"{address}?since=0", whole[-1].id) as blocks:
        rest = _next(blocks, 203 - len(whole))
    assert [m.change["id"] for m in whole + rest] == [e["id"] for e in _all_listed(address)]


def _all_of(taken: socket.socket) -> bytes:
    """What was sent before the other side closed; it never ends where that did not."""
    taken.settimeout(10)
    parts = []
    while part := taken.recv(65_536):
        parts.append(part)
    return b"".join(parts)


def _body(answer: bytes) -> bytes:
    """Without the head, and without the sizes of chunks."""
    rest, body = answer.partition(b"\r\n\r\n")[2], b""
    while rest:
        size, _, rest = rest.partition(b"\r\n")
        body += rest[: int(size, 16)]
        rest = rest[int(size, 16) + 2 :]
    return body


def _all_listed(address: str) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = []
    following: str | None = f"{address.removesuffix('/stream')}?since=0&limit=200"
    while following:
        page = httpx.get(following).json()
        items, following = items + page["items"], page["next"]
    return items


def test_a_new_epoch_ends_the_stream_and_a_former_id_is_gone(address: str, world: World) -> None:
    with listening(address) as blocks:
        former = next(blocks).id
        with world.database.writing() as connection:
            ledger.new_epoch(connection)
        world.put(Thing.EVENT, event(7))
        assert list(blocks) == []
    answer = httpx.get(f"{address}?date=2022", headers={"Last-Event-ID": former})

    assert (answer.status_code, answer.json()["code"]) == (410, "epoch-ended")
    assert answer.json()["errors"][0]["suggestions"][0].endswith("/stream?date=2022&since=0")


@pytest.mark.parametrize(
    ("asked", "headers", "says"),
    [
        ("upcoming=true", {}, "date=A/.."),
        ("limit=3", {}, "not a parameter"),
        ("as_of=1", {}, "not a parameter"),
        ("since=soon", {}, "a revision number"),
        ("thing=all&date=2022", {}, "without a filter"),
        ("actor=Atlantis", {}, "not known"),
        ("", {"Last-Event-ID": "yesterday"}, "Last-Event-ID"),
    ],
)
def test_what_cannot_be_streamed_is_said(
    address: str, asked: str, headers: dict[str, str], says: str
) -> None:
    answer = httpx.get(f"{address}?{asked}", headers=headers)

    assert answer.status_code == 422
    assert says in answer.json()["detail"]


def test_the_head_of_a_stream_is_all_that_head_asks_for(address: str) -> None:
    answer = httpx.head(address, timeout=5)

    assert (answer.status_code, answer.content) == (200, b"")
    assert answer.headers["content-type"] == "text/event-stream"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.headers["pourparlers-rev"] == "2"


def test_no_text_of_the_record_begins_an_event_or_ends_one(sqlite_url: str) -> None:
    world = World(sqlite_url)
    world.begin()
    texts = ["a\nid: 99\ndata: x\n\nb", "line\u2028separator\u2029\x85", "data: x\n\n", "\ufeff: x"]
    with serving(world.url) as base, listening(base + STREAM) as blocks:
        next(blocks)
        for n, text in enumerate(texts):
            made = event(
                n,
                summary={"en": text},
                notes=[{"field": "when", "basis": "stated", "text": {"en": text}}],
            )
            world.put(Thing.EVENT, made)
        found = _next(blocks, len(texts))
    world.close()
    assert [m.change["item"]["summary"] for m in found] == texts
    assert [m.id.split(".")[1] for m in found] == ["2", "3", "4", "5"]


@pytest.mark.parametrize("text", HOSTILE)
def test_whatever_json_holds_is_one_event(text: str) -> None:
    import orjson  # noqa: PLC0415

    body = sse.message("9f3c21ab.1", orjson.dumps({text: text})) + sse.heartbeat("9f3c21ab.1")
    first, second = messages([body])

    assert (first.change, second.data, second.comment) == ({text: text}, None, True)


def test_a_line_end_in_an_id_is_refused() -> None:
    """The control: what JSON and our ids never hold would end the line."""
    for bad in ("1\n", "1\r", "1\r\ndata: x"):
        for write in (lambda id_: sse.message(id_, b"{}"), sse.heartbeat):
            with pytest.raises(ValueError, match="line end"):
                write(bad)


def test_places_stand_in_the_order_in_which_they_are_told() -> None:
    first, second = Key(Thing.EVENT, "ev_1"), Key(Thing.EVENT, "ev_2")
    told = [Place(3), Place(4, first), Place(4, second), Place(4), Place(5, first)]

    assert all(order(a) < order(b) for a, b in pairwise(told))


def test_what_is_no_longer_kept_must_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hub, "KEPT", 2)
    channel = Channel("9f3c21ab", Place(1), Place(1))
    frames = [Frame(Place(rev), b"%d" % rev) for rev in (2, 3, 4)]

    async def tell() -> None:
        channel.tell(frames, Place(4))

    asyncio.run(tell())
    assert channel.after(Place(1)) is None
    assert channel.after(Place(2)) == frames[1:]
    assert channel.after(Place(4)) == []


# A server that is not told of signals: the control.
UNTOLD = """
from contextlib import nullcontext
import os, uvicorn, app.main
app.main.on_leaving = lambda _tell: nullcontext()
uvicorn.run("app.serving:app", port=int(os.environ["POURPARLERS_PORT"]))
"""


def _leaves(url: str, program: str) -> tuple[float | None, list[Message]]:
    """Seconds from SIGTERM to the end of the process, None if five pass; and what was heard."""
    with started(url, program) as (base, server), listening(f"{base}{STREAM}?since=0") as blocks:
        heard = [next(blocks), *_next(blocks, 3)]
        begun = time.monotonic()
        server.send_signal(signal.SIGTERM)
        try:
            server.wait(5)
        except subprocess.TimeoutExpired:
            server.kill()
            return None, heard
        # A body cut off in the middle would raise here.
        return time.monotonic() - begun, heard + list(blocks)


def test_a_server_that_is_asked_to_stop_ends_its_streams_and_goes(world: World) -> None:
    seconds, heard = _leaves(world.url, SERVE)

    assert seconds is not None
    assert seconds < 3
    assert len([m for m in heard if m.data]) == 3


def test_the_control_that_is_not_told_of_the_signal_waits_for_ever(sqlite_url: str) -> None:
    world = World(sqlite_url)
    world.begin()
    world.put(Thing.EVENT, event(1), event(2), event(3))
    world.close()

    assert _leaves(sqlite_url, UNTOLD)[0] is None


def test_a_browser_hears_what_is_committed_and_comes_back_where_it_was(sqlite_url: str) -> None:
    world = World(sqlite_url)
    world.begin()
    world.put(Thing.EVENT, event(1))
    with serving(sqlite_url) as base, chromium() as browser:
        page = browser.new_page()
        page.goto("about:blank")
        page.evaluate(
            """address => {
                window.heard = [];
                const source = new EventSource(address);
                source.onopen = () => window.opened = (window.opened ?? 0) + 1;
                source.onmessage = e => heard.push([e.lastEventId, JSON.parse(e.data).id]);
            }""",
            f"{base}{STREAM}?since=1",
        )
        page.wait_for_function("window.heard.length == 1")
        world.put(Thing.EVENT, event(2), event(3))
        page.wait_for_function("window.heard.length == 3")
        heard = page.evaluate("window.heard")
    world.close()
    assert [id_ for _, id_ in heard] == ["ev_00000001", "ev_00000002", "ev_00000003"]
    assert [place.split(".", 1)[1] for place, _ in heard] == ["2", "3.event.ev_00000002", "3"]
