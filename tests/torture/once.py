"""One effect a key: threads that send the same request at once, and servers that are killed."""

import random
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager

import httpx
from fastapi import FastAPI

from app.domain.scope import Scope
from app.store import migrate
from tests.http.conftest import Client
from tests.support.dying import MOMENTS, doomed
from tests.support.effects import adding, effects
from tests.support.keys import bearing, guarded_app, new_key
from tests.support.postgres import running

THREADS, WORKERS, ROUNDS, KILLS = 32, 4, 160, 50


def main() -> None:
    """Prints for each database how many effects there were, and how many there should be."""
    for kind in ("sqlite", "postgresql"):
        with database(kind) as url:
            begun = time.perf_counter()
            together(url, keyed=True)
            report(kind, f"{ROUNDS} keys, {THREADS} requests each", effects(url), ROUNDS, begun)
        with database(kind) as url:
            begun = time.perf_counter()
            together(url, keyed=False)
            report(kind, "control, no key", effects(url), ROUNDS, begun)
        with database(kind) as url:
            begun = time.perf_counter()
            killed(url, keyed=True)
            report(kind, f"{KILLS} killed and asked again", effects(url), KILLS, begun)
        with database(kind) as url:
            begun = time.perf_counter()
            killed(url, keyed=False)
            report(kind, "control, no key", effects(url), KILLS, begun)


def report(kind: str, what: str, found: int, wanted: int, begun: float) -> None:
    took = time.perf_counter() - begun
    print(f"{kind}: {what}: {found} effects for {wanted}, {took:.0f} s", flush=True)


@contextmanager
def database(kind: str) -> Iterator[str]:
    """A fresh one, migrated."""
    with ExitStack() as stack:
        if kind == "sqlite":
            url = f"sqlite:///{stack.enter_context(tempfile.TemporaryDirectory())}/record.db"
        else:
            url = stack.enter_context(running())
        migrate.upgrade(url)
        yield url


def together(url: str, *, keyed: bool) -> None:
    """So many rounds: each a key, and so many threads that send it to any of the workers."""
    token = new_key(url, Scope.WRITE)
    with ExitStack() as stack, ThreadPoolExecutor(THREADS) as threads:
        apps = [stack.enter_context(guarded_app(url, adding, Scope.WRITE)) for _ in range(WORKERS)]
        for number in range(ROUNDS):
            headers = headers_for(token, number, keyed=keyed)
            asked = [threads.submit(post, random.choice(apps), headers) for _ in range(THREADS)]
            answers = [one.result() for one in asked]
            bodies = {answer.content for answer in answers if answer.status_code == 201}
            assert {answer.status_code for answer in answers} <= {201, 409}
            assert len(bodies) == 1 or not keyed


def killed(url: str, *, keyed: bool) -> None:
    """So many servers killed at either moment, the request sent again until it is answered."""
    token = new_key(url, Scope.WRITE)
    for number in range(KILLS):
        headers = headers_for(token, number, keyed=keyed)
        with doomed(url, MOMENTS[number % 2]) as (address, _):
            try:
                httpx.post(f"{address}/guarded", headers=headers, timeout=20)
            except httpx.TransportError:
                pass
            else:
                raise AssertionError("the server answered")
        with guarded_app(url, adding, Scope.WRITE) as app:
            assert post(app, headers).status_code == 201


def headers_for(token: str, number: int, *, keyed: bool) -> dict[str, str]:
    return bearing(token) | ({"Idempotency-Key": f"key-{number}"} if keyed else {})


def post(app: FastAPI, headers: dict[str, str]) -> httpx.Response:
    return Client(app).request("POST", "/guarded", headers=headers)
