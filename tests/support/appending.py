"""Clients that append to one list of one event at once, each reading what it then writes."""

import random
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple

from app.domain.things import Thing
from app.main import create_app
from tests.http.conftest import Client
from tests.support.editing import Editor
from tests.support.live import settings_for
from tests.support.world import World, event

CLIENTS = 16


class Appended(NamedTuple):
    """How many appends were acknowledged, how many are there, and how often one was told 412."""

    acknowledged: int
    found: int
    retried: int

    @property
    def lost(self) -> int:
        """Acknowledged, and not there."""
        return self.acknowledged - self.found


def appended(url: str, each: int, *, guarded: bool, workers: int = 2) -> Appended:
    """So many appends of each of 16 clients, spread over workers, to an event of its own.

    Unguarded, they write whatever the version: `If-Match: *`.
    """
    world = World(url)
    world.put(Thing.EVENT, event(1))
    apps = [create_app(settings_for(url)) for _ in range(workers)]
    editors = [
        Editor(random.choice(apps), url, name=f"client {number}") for number in range(CLIENTS)
    ]
    for app in apps:
        # A first request makes FastAPI's routes, which is not safe between threads.
        Client(app).get("/nothing")
    with ThreadPoolExecutor(CLIENTS) as threads:
        counts = list(
            threads.map(lambda i: _append(editors[i], i, each, guarded=guarded), range(CLIENTS))
        )
    found = editors[0].get(_ADDRESS).json()["identifiers"]
    for app in apps:
        app.state.service.close()
    world.close()
    told: Counter[str] = sum(counts, Counter())
    return Appended(told["appended"], len(found), told["retried"])


_ADDRESS = "/v1/events/ev_00000001"


def _append(editor: Editor, client: int, each: int, *, guarded: bool) -> Counter[str]:
    told: Counter[str] = Counter()
    for number in range(each):
        while True:
            answer = _once(editor, f"{client}-{number}", guarded=guarded)
            if answer == 200:
                told["appended"] += 1
                break
            assert answer == 412, answer
            told["retried"] += 1
    return told


def _once(editor: Editor, value: str, *, guarded: bool) -> int:
    read = editor.get(_ADDRESS)
    known: list[Any] = read.json()["identifiers"]
    body = {"identifiers": [*known, {"scheme": "client", "value": value}]}
    tag = read.headers["etag"] if guarded else "*"
    return editor.ask("PATCH", _ADDRESS, body, if_match=tag).status_code
