"""A kept answer is the one that would be made now, and costs the framework nothing."""

import asyncio
import gzip
import time
from collections.abc import Iterator
from random import Random
from typing import Any

import brotli
import httpx
import pytest
import time_machine
from fastapi import FastAPI
from starlette.types import Receive, Scope, Send

from app.domain.change import Nature
from app.domain.things import Thing
from app.http.cached import Entry
from app.http.heads import Heads
from app.main import create_app
from app.render.forms import FORMS
from app.store import ledger
from app.store.heads import HeadReader, Seen
from app.store.redact import redact
from tests.http.conftest import Client
from tests.support.history import History
from tests.support.live import settings_for
from tests.support.selects import counted
from tests.support.world import World, event

# Whole answers of every sort: each form, tables, feeds, pages, other lists, at other moments.
ADDRESSES = (
    *(f"/v1/events.{suffix}?actor=russia" for suffix in FORMS if suffix not in ("png", "parquet")),
    "/v1/events",
    "/v1/events?limit=3&sort=-changed&lang=fr",
    "/v1/events?upcoming=true",
    "/v1/events?as_of=2",
    "/v1/events?count=true&forum=council",
    "/v1/events?actor=france&via=members&include=statements,history",
    "/v1/events/ev_00000000",
    "/v1/events/ev_00000001.ics",
    "/v1/events/ev_00000000/history",
    "/v1/events/counts?by=year,kind",
    "/v1/events/counts",
    "/v1/events/slips?by=forum",
    "/v1/events/diff?a=2",
    "/v1/changes?since=0",
    "/v1/changes?since=3&actor=russia",
    "/v1/changes.atom",
    "/v1/ledger?since=1",
    "/v1/statements",
    "/v1/actors?q=rus",
    "/v1/actors/russia",
    "/v1/nothing",
    "/en/",
    "/fr/?actor=russia",
    "/en/events/ev_00000000",
    "/fr/actors/russia",
    "/embed?actor=russia",
    "/oembed?url=http://127.0.0.1:8000/en/events/ev_00000000",
)
READERS: tuple[dict[str, str], ...] = (
    {},
    {"Accept-Language": "fr-CA, en;q=0.5"},
    {"Accept": "text/csv", "Accept-Language": "pt-BR"},
    {"Accept": "text/html,*/*;q=0.8", "Accept-Encoding": "gzip"},
    {"Accept": "image/webp"},
)


@pytest.fixture
def lived(world: World) -> History:
    history = History(world, seed=7, count=20)
    history.go_on(6)
    return history


@pytest.fixture
def workers(lived: History) -> Iterator[list[Client]]:
    """Two that keep answers, and one that keeps none, over one record."""
    url = lived.world.database.url.render_as_string(hide_password=False)
    apps = [create_app(settings_for(url, cache_mib=mib)) for mib in (64, 64, 0)]
    yield [Client(app) for app in apps]
    for app in apps:
        app.state.service.close()


def told(answer: httpx.Response) -> tuple[Any, ...]:
    headers = sorted(answer.headers.multi_items())
    if answer.content and answer.headers.get("content-type") == "application/problem+json":
        return answer.status_code, {**answer.json(), "request_id": None}
    return answer.status_code, headers, answer.content


def differing(workers: list[Client], chance: Random, count: int) -> list[str]:
    """Which of so many requests, drawn by chance, the workers answer otherwise than the last."""
    found = []
    for _ in range(count):
        address, headers = chance.choice(ADDRESSES), chance.choice(READERS)
        answers = [told(client.get(address, headers=headers)) for client in workers]
        found += [address for answer in answers if answer != answers[-1]]
    return found


@time_machine.travel("2026-11-20T10:00:30Z", tick=False)
def test_two_workers_answer_as_one_that_keeps_nothing_whatever_is_written(
    lived: History, workers: list[Client]
) -> None:
    chance = Random(3)
    for _ in range(12):
        assert differing(workers, chance, 30) == []
        chance.choice((lambda: lived.go_on(1), lambda: None))()
    kept = workers[0].app.state.cache.entries
    assert kept.size > 0


@time_machine.travel("2026-11-20T10:00:30Z", tick=False)
def test_the_control_that_never_looks_at_the_revision_does_not(
    lived: History, workers: list[Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Entry, "holds", lambda *_: True)
    chance = Random(3)
    assert differing(workers, chance, 30) == []
    lived.go_on(4)

    assert differing(workers, chance, 30) != []


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_address_is_answered_alike_the_second_time(client: Client, address: str) -> None:
    plain = Client(create_app(settings_for(_url(client.app), cache_mib=0)))
    for headers in READERS:
        for method in ("GET", "HEAD", "GET", "HEAD"):
            answers = [told(c.request(method, address, headers=headers)) for c in (client, plain)]
            assert answers[0] == answers[1], (method, headers)
    plain.app.state.service.close()


def _url(app: FastAPI) -> str:
    url: str = app.state.service.database.url.render_as_string(hide_password=False)
    return url


class Woken:
    """Stands where the framework does, and counts what reaches it."""

    def __init__(self, app: FastAPI) -> None:
        self.count = 0
        self._app, app.state.cache.app = app.state.cache.app, self

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.count += 1
        await self._app(scope, receive, send)


@pytest.fixture
def woken(client: Client) -> Iterator[Woken]:
    made = Woken(client.app)
    yield made
    client.app.state.cache.app = made._app


SAME = "/v1/events?actor=RU&date=2022-01&lang=fr"


@pytest.mark.parametrize(
    ("address", "headers"),
    [
        (SAME, {}),
        (SAME, {"Accept": "application/json"}),
        (SAME, {"Accept-Language": "de"}),
        (SAME, {"Accept-Encoding": "br, gzip"}),
        (SAME, {"If-None-Match": "*"}),
        ("/v1/events?lang=fr&date=2022-01&actor=RU", {}),
        ("/v1/events?lang=fr&date=%32022-01&actor=RU", {}),
    ],
)
def test_what_comes_to_the_same_does_not_wake_the_framework(
    client: Client, woken: Woken, address: str, headers: dict[str, str]
) -> None:
    first = client.get(SAME)
    with counted(client.app) as statements:  # It forgets: the second is made, the third is not.
        client.get(SAME)
        before, made = woken.count, len(statements)
        again = client.get(address, headers=headers)

    assert (woken.count, len(statements)) == (before, made)
    assert again.status_code == (304 if "If-None-Match" in headers else 200)
    assert again.content in (first.content, b"")


@pytest.mark.parametrize(
    ("address", "headers"),
    [
        ("/v1/events?actor=RU&date=2022-01&lang=en", {}),
        (SAME, {"Accept": "text/csv"}),
        (SAME, {"Authorization": "Bearer pp_none_none"}),
        (SAME, {"Accept-Datetime": "Thu, 01 Jan 2026 00:00:00 GMT"}),
        (SAME + "&limit=1", {}),
    ],
)
def test_what_does_not_comes_to_it(
    client: Client, woken: Woken, address: str, headers: dict[str, str]
) -> None:
    client.get(SAME)
    before = woken.count
    client.get(address, headers=headers)

    assert woken.count == before + 1


def test_what_is_asked_with_a_key_is_neither_kept_nor_answered_from_what_is(
    client: Client,
) -> None:
    kept = client.app.state.cache.entries
    private = client.get(SAME, headers={"Authorization": "Bearer pp_none_none"})
    assert kept.size == 0
    client.get(SAME)
    again = client.get(SAME, headers={"Authorization": "Bearer pp_none_none"})

    assert kept.size > 0
    assert private.headers["cache-control"] == again.headers["cache-control"] == "private, no-store"


@pytest.mark.parametrize("coding", ["gzip", "br"])
def test_the_coded_bytes_are_the_plain_ones_under_a_tag_of_their_own(
    client: Client, coding: str
) -> None:
    plain = client.get(SAME, headers={"Accept-Encoding": "identity"})
    raw = asyncio.run(_raw(client.app, SAME, coding))
    unpacked = {"gzip": gzip.decompress, "br": brotli.decompress}[coding](raw.body)

    assert unpacked == plain.content
    assert len(raw.body) < len(plain.content) / 2
    assert raw.headers[b"content-length"] == str(len(raw.body)).encode()
    assert raw.headers[b"etag"] == plain.headers["etag"].encode()[:-1] + f'-{coding}"'.encode()
    again = client.get(
        SAME, headers={"Accept-Encoding": coding, "If-None-Match": raw.headers[b"etag"].decode()}
    )
    other = client.get(
        SAME, headers={"Accept-Encoding": coding, "If-None-Match": plain.headers["etag"]}
    )
    assert (again.status_code, other.status_code) == (304, 200)
    assert "content-encoding" not in again.headers


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip", "gzip"),
        ("br;q=0.5, gzip", "gzip"),
        ("br;q=0, gzip;q=0", None),
        ("deflate", None),
        ("*", None),
        ("", None),
    ],
)
def test_the_coding_is_one_that_the_reader_takes(
    client: Client, accepted: str, coding: str | None
) -> None:
    answer = client.get(SAME, headers={"Accept-Encoding": accepted})

    assert answer.headers.get("content-encoding") == coding
    assert "Accept-Encoding" in answer.headers["vary"]


def test_pictures_and_what_is_short_are_sent_as_they_are(client: Client) -> None:
    for address in ("/v1/events.png?date=2022-01", "/v1/events?actor=RU&date=1901"):
        answer = client.get(address, headers={"Accept-Encoding": "br"})
        assert answer.status_code == 200
        assert ("content-encoding" in answer.headers) == (len(answer.content) >= 1_000
            and "png" not in address)  # fmt: skip


class _Raw:
    headers: dict[bytes, bytes]
    body = b""


async def _raw(app: FastAPI, address: str, coding: str) -> _Raw:
    """An answer as it is sent: clients unpack."""
    found, (path, _, query) = _Raw(), address.partition("?")
    scope = {
        "type": "http", "method": "GET", "path": path, "query_string": query.encode(),
        "root_path": "", "scheme": "http", "server": ("test", 80),
        "headers": [(b"host", b"test"), (b"accept-encoding", coding.encode())],
    }  # fmt: skip

    async def send(message: Any) -> None:
        if message["type"] == "http.response.start":
            found.headers = dict(message["headers"])
        else:
            found.body += message.get("body", b"")

    async def receive() -> Any:
        return {"type": "http.request", "body": b"", "more_body": False}

    await app(scope, receive, send)
    return found


def test_what_is_upcoming_holds_for_a_minute(client: Client, woken: Woken) -> None:
    address, counts = "/v1/events?upcoming=true", []
    with time_machine.travel("2022-01-01T10:00:01Z", tick=False) as clock:
        for shift in (0, 58, 1, 0):
            clock.shift(shift)
            client.get(address)
            counts.append(woken.count)
    assert counts == [1, 1, 2, 2]


def test_an_answer_as_of_a_revision_holds_through_commits(
    lived: History, workers: list[Client]
) -> None:
    client, woken = workers[0], Woken(workers[0].app)
    client.get("/v1/events?as_of=2")
    lived.go_on(1)
    client.get("/v1/events?as_of=2")

    assert woken.count == 1


def test_what_was_redacted_is_kept_nowhere(world: World, workers: list[Client]) -> None:
    client = workers[0]
    world.put(Thing.EVENT, event(900, "2022-01-05", title={"en": "A secret name"}))
    assert b"A secret name" in client.get("/v1/events/ev_00000900").content
    with world.database.writing() as connection:
        what = (Thing.EVENT, "ev_00000900")
        entry = ledger.Entry("a test", Nature.CORRECTION, "A court")
        redact(connection, world.directories, what, ["title"], entry)
    assert b"A secret name" in bodies(client)
    client.get("/v1/events?limit=1")

    assert b"A secret name" not in bodies(client)


def bodies(client: Client) -> bytes:
    """All that is kept."""
    entries = client.app.state.cache.entries._entries.values()
    return b"".join(coded.body["body"] for e in entries for coded in e.codings.values())


def together(client: Client, address: str, count: int) -> list[httpx.Response]:
    async def ask() -> list[httpx.Response]:
        transport = httpx.ASGITransport(client.app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as one:
            return await asyncio.gather(*(one.get(address) for _ in range(count)))

    return asyncio.run(ask())


def test_many_who_ask_at_once_share_one_answer(client: Client, woken: Woken) -> None:
    answers = together(client, "/v1/events/counts?by=year,kind", 20)

    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.content for answer in answers}) == 1
    assert woken.count == 1


def test_what_is_not_kept_keeps_nobody_waiting(client: Client, woken: Woken) -> None:
    """An export, and an error: each is answered for itself."""
    for address, status in (("/v1/events.ndjson", 200), ("/v1/events?actor=nobody", 422)):
        before = woken.count
        answers = together(client, address, 5)
        assert {answer.status_code for answer in answers} == {status}
        assert woken.count == before + 5


def test_no_more_is_kept_than_there_is_room_for(url: str) -> None:
    app = create_app(settings_for(url))
    client, kept = Client(app), app.state.cache.entries
    kept.most = 200_000
    for number in range(60):
        client.get(f"/v1/events?limit=4&q=talks&date={1990 + number}/..")
        client.get("/v1/events?limit=4")  # What is asked for again and again stays.
        assert kept.size <= kept.most
    woken = Woken(app)
    client.get("/v1/events?limit=4")
    client.get("/v1/events?limit=4&q=talks&date=1990/..")
    app.state.service.close()

    assert woken.count == 1


def test_where_the_head_cannot_be_read_nothing_kept_is_sent(
    client: Client, woken: Woken, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.get(SAME)
    monkeypatch.setattr(HeadReader, "read", lambda _: None)
    client.get(SAME)

    assert woken.count == 2


class Ledger:
    """A ledger in which something is committed all the time: it says when it is read."""

    is_sqlite = False

    def __init__(self) -> None:
        self.read_at: list[float] = []

    def read(self) -> Seen:
        self.read_at.append(time.monotonic())
        return Seen("e", len(self.read_at))


def test_a_reading_from_a_server_is_shared_and_never_older_than_the_request() -> None:
    ledger = Ledger()
    heads = Heads(ledger)  # type: ignore[arg-type]

    async def ask(after: float) -> tuple[float, int]:
        await asyncio.sleep(after)
        asked = time.monotonic()
        seen = await heads.read()
        assert seen is not None
        return asked, seen.rev

    async def ask_all() -> list[tuple[float, int]]:
        return await asyncio.gather(*(ask(number / 10_000) for number in range(500)))

    for asked, rev in asyncio.run(ask_all()):
        assert ledger.read_at[rev - 1] >= asked
    assert len(ledger.read_at) <= 25
