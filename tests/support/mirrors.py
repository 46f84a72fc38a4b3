"""What a mirror is held to: the answers of both records, request by request, byte for byte."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from ipaddress import ip_network
from random import Random
from urllib.parse import urlencode

import anyio
import httpx

from app.main import create_app
from app.outbound.blocking import BlockingOutbound, blocking
from app.outbound.guard import Guard
from app.store.pins import pin
from app.store.sessions import Database
from tests.support.live import settings_for

LISTS = (
    "/v1/events", "/v1/events.json", "/v1/events.ndjson", "/v1/events.csv", "/v1/events.ics",
    "/v1/events.atom", "/v1/events.jsonfeed", "/v1/events.jsonld", "/v1/events.geojson",
    "/v1/events.svg",
)  # fmt: skip
FILTERS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("actor", ("russia", "russia,france", "nato", "lavrov", "-poland", "osce", "ministry")),
    ("via", ("members", "organisations", "members,predecessors")),
    ("between", ("russia,france", "osce,russia")),
    ("forum", ("council", "group", "-pair", "osce")),
    ("date", ("2022-01", "2022-01-10", "2022-01-11/..", "../2022-01-09", "2022")),
    ("match", ("possible", "certain", "within", "starts")),
    ("undated", ("include",)),
    ("kind", ("meeting", "visit,session")),
    ("status", ("held", "-cancelled")),
    ("topic", ("arms",)),
    ("place", ("france",)),
    ("q", ("talks", "genève négociations", "gas winter", "council")),
    ("part_of", ("ev_00000000",)),
    ("sort", ("date", "-date", "-changed")),
    ("lang", ("fr", "en")),
)
THINGS = ("actors", "forums", "topics", "statements", "sources")


def questions(count: int, head: int, seed: int = 23) -> Iterator[str]:
    """So many addresses made by chance, each as of a revision up to the head."""
    chance = Random(seed)
    kinds = (_list, _list, _list, _counts, _changes, _changes, _diff, _event, _history, _thing)
    for _ in range(count):
        rev = chance.choice([head, chance.randint(1, head)])
        path, asked = chance.choice(kinds)(chance, rev)
        yield f"{path}?{urlencode(asked)}" if asked else path


Asked = dict[str, str]


def _filter(chance: Random, *but: str) -> Asked:
    known = [pair for pair in FILTERS if pair[0] not in but]
    picked = chance.sample(known, chance.choice([0, 1, 1, 2, 2, 3]))
    found = {name: chance.choice(values) for name, values in picked}
    # What is said of an actor or of a date needs one.
    needed = {"via": ("actor", "nato"), "match": ("date", "2022"), "undated": ("date", "2022-01")}
    return dict(needed[name] for name in found if name in needed) | found


def _list(chance: Random, rev: int) -> tuple[str, Asked]:
    path = chance.choice(LISTS)
    limit = {"limit": "200"} if path == "/v1/events" else {}
    return path, _filter(chance) | {"as_of": str(rev)} | limit


def _counts(chance: Random, rev: int) -> tuple[str, Asked]:
    by = chance.choice(["month", "year,kind", "forum", "actor", "status", "place"])
    return "/v1/events/counts", _filter(chance, "sort") | {"by": by, "as_of": str(rev)}


def _changes(chance: Random, rev: int) -> tuple[str, Asked]:
    since = str(chance.randint(0, rev))
    if chance.random() < 0.4:
        asked = {"thing": "all"}
        return "/v1/changes", asked | {"since": since, "limit": "200", "as_of": str(rev)}
    asked = _filter(chance, "sort") | {"since": since, "limit": "200", "as_of": str(rev)}
    return "/v1/changes", asked


def _diff(chance: Random, rev: int) -> tuple[str, Asked]:
    asked = _filter(chance, "sort")
    return "/v1/events/diff", asked | {"a": str(chance.randint(1, rev)), "b": str(rev)}


def _event(chance: Random, rev: int) -> tuple[str, Asked]:
    include = {"include": "statements,sources,history"}
    return f"/v1/events/{_id(chance)}", include | {"as_of": str(rev)}


def _history(chance: Random, rev: int) -> tuple[str, Asked]:
    return f"/v1/events/{_id(chance)}/history", {"as_of": str(rev)}


def _thing(chance: Random, rev: int) -> tuple[str, Asked]:
    name = chance.choice(THINGS)
    more = {"include": "names"} if name in ("actors", "forums", "topics") else {}
    return f"/v1/{name}", more | {"as_of": str(rev), "limit": "200"}


def _id(chance: Random) -> str:
    return f"ev_{chance.randrange(24):08d}"


def differing(one: str, other: str, asked: Sequence[str], least: float = 0.75) -> list[str]:
    """Those of the addresses that the records at two databases answer otherwise.

    So many of them at least must be answered with 200, else they ask for little.
    """
    theirs, ours = answers(one, asked), answers(other, asked)
    assert sum(status == 200 for status, *_ in theirs) >= len(theirs) * least
    return [a for a, told, said in zip(asked, theirs, ours, strict=True) if told != said]


_TOLD = ("etag", "pourparlers-rev", "content-type", "memento-datetime", "link")
Answer = tuple[int, object, object]


def answers(url: str, asked: Iterable[str]) -> list[Answer]:
    """What the record at a database answers: status, headers that tell of it, bytes."""
    app = create_app(settings_for(url))

    async def ask() -> list[Answer]:
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
            return [_answer(await client.get(address)) for address in asked]

    found = anyio.run(ask)
    app.state.service.close()
    return found


def _answer(answer: httpx.Response) -> Answer:
    told = {name: answer.headers.get(name) for name in _TOLD}
    if answer.status_code >= 400:
        # A problem has an id of its own.
        return answer.status_code, told["content-type"], answer.json() | {"request_id": None}
    return answer.status_code, told, answer.content


def head(database: Database) -> int:
    """The newest revision."""
    with database.reading() as connection:
        return pin(connection).rev


@contextmanager
def sending() -> Iterator[BlockingOutbound]:
    """A client that may reach this machine."""
    with blocking(Guard(allowed=(ip_network("127.0.0.0/8"),))) as made:
        yield made
