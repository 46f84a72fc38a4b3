"""Clients that write without pause to servers that are killed, and what is there afterwards."""

import os
import random
import signal
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import NamedTuple

import httpx
import orjson
from sqlalchemy import exists, select

from app.domain.scope import Scope
from app.domain.things import Thing
from app.store.check import check
from app.store.tables import changes, commits, versions
from tests.support.keys import bearing, new_key
from tests.support.mortal import Mortals, mortals
from tests.support.world import World, event

CLIENTS = 4
# Each batch changes so many events at once, and says so in all of them.
TOGETHER = 3


class Killed(NamedTuple):
    """What is in the record after so many kills, beside what was acknowledged."""

    kills: int
    acknowledged: int
    lost: list[str]
    torn: list[str]
    faults: list[str]


@dataclass
class _Told:
    """What clients were told: the marker of each commit that was acknowledged, and its revision."""

    revisions: dict[str, int] = field(default_factory=dict)


def killed(url: str, kills: int, how: str = "safe", seed: int = 1) -> Killed:
    """So many servers, each killed with SIGKILL while clients write to it."""
    world, token, chance = World(url), new_key(url, Scope.PUBLISH), random.Random(seed)
    world.begin()
    world.put(Thing.EVENT, *(event(n) for n in range(CLIENTS * TOGETHER)))
    told = _Told()
    with mortals(url, how) as begun:
        for number in range(kills):
            _killed_once(begun, token, told, number, chance.uniform(0.05, 0.4))
    found = _found(world)
    lost = [marker for marker, rev in told.revisions.items() if _missing(found, marker, rev)]
    torn = [marker for marker, seen in found.items() if len(seen) != TOGETHER or _apart(seen)]
    torn += _untold(world)
    faults = check(world.database, world.directories)
    world.close()
    return Killed(kills, len(told.revisions), lost, torn, faults)


def _killed_once(begun: Mortals, token: str, told: _Told, number: int, after: float) -> None:
    address, process = begun.begin()
    clients = [
        threading.Thread(target=_write, args=(address, token, told, number, client))
        for client in range(CLIENTS)
    ]
    acknowledged = len(told.revisions)
    for client in clients:
        client.start()
    # The server has begun once it acknowledged something; then its end comes at any moment.
    while len(told.revisions) == acknowledged:
        time.sleep(0.005)
    time.sleep(after)
    os.kill(process, signal.SIGKILL)
    for client in clients:
        client.join()


def _write(address: str, token: str, told: _Told, number: int, client: int) -> None:
    """Batches on events of its own, until the server does not answer any more."""
    ids = [f"ev_{client * TOGETHER + i:08d}" for i in range(TOGETHER)]
    with suppress(httpx.TransportError), httpx.Client(base_url=address, timeout=30) as http:
        http.headers.update(bearing(token))
        for step in range(10_000):
            marker = f"{number}-{client}-{step}"
            rev = _batch(http, ids, marker)
            if rev is not None:
                told.revisions[marker] = rev


def _batch(http: httpx.Client, ids: list[str], marker: str) -> int | None:
    """The revision that is acknowledged; None where the record says otherwise by now."""
    read = [http.get(f"/v1/events/{id_}").json()["version"] for id_ in ids]
    operations = [
        {"change": id_, "version": version, "with": {"summary": marker}}
        for id_, version in zip(ids, read, strict=True)
    ]
    body = {"operations": operations, "commit": {"reason": marker}}
    answer = http.post("/v1/events/batch", json=body)
    if answer.status_code == 412:
        return None
    assert answer.status_code == 200, answer.text
    rev: int = answer.json()["rev"]
    return rev


Found = Mapping[str, set[tuple[str, int, str]]]


def _found(world: World) -> Found:
    """By marker, the events that say it, at which revision, and what that says of itself."""
    found: dict[str, set[tuple[str, int, str]]] = {}
    joined = versions.join(commits, commits.c.rev == versions.c.from_rev)
    rows = select(versions.c.entity, versions.c.document, commits.c.rev, commits.c.reason)
    wanted = rows.select_from(joined).where(versions.c.thing == Thing.EVENT)
    with world.database.reading() as connection:
        for row in connection.execute(wanted):
            for marker in _markers(row.document):
                found.setdefault(marker, set()).add((row.entity, row.rev, row.reason or ""))
    return found


def _untold(world: World) -> list[str]:
    """Versions of which no typed change tells, though one commit writes both."""
    told = (changes.c.rev == versions.c.from_rev) & (changes.c.entity == versions.c.entity)
    untold = select(versions.c.entity, versions.c.from_rev).where(~exists().where(told))
    with world.database.reading() as connection:
        return [f"{row.entity} at {row.from_rev}" for row in connection.execute(untold)]


def _markers(document: str) -> Iterator[str]:
    summary = orjson.loads(document)["summary"]
    if summary:
        yield summary["en"]


def _missing(found: Found, marker: str, rev: int) -> bool:
    return rev not in {at for _, at, _ in found.get(marker, ())}


def _apart(seen: set[tuple[str, int, str]]) -> bool:
    """Whether one commit is in several revisions, or under another's reason."""
    return len({(rev, reason) for _, rev, reason in seen}) != 1
