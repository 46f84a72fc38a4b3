"""Deliverers for tests: quick ones in this process, or in one of their own to be killed.

`python -m tests.support.delivering URL` delivers until it is told to stop.
"""

import random
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from ipaddress import ip_network

import anyio
from anyio.from_thread import start_blocking_portal

from app.deliver.means import Means, Pace
from app.deliver.running import beside, until_told
from app.domain import whsec
from app.domain.feed import Place
from app.domain.webhook import Schedule, Standing, Stop, Webhook
from app.outbound.exchange import Limits
from app.outbound.guard import Guard
from app.store import leases, webhooks
from app.store.directory import Directories
from app.store.pins import pin
from app.store.sessions import Database
from app.store.webhooks import Wanted

BASE_URL = "http://127.0.0.1:8000"
HERE = Guard((ip_network("127.0.0.0/8"),))
LEASE = timedelta(seconds=2)
QUICK = Pace(lease=LEASE, polled=0.02, grace=1, batch=20, limits=Limits(deadline=1, most=10_000))


def waiting(*seconds: float, given_up: timedelta = timedelta(days=5)) -> Schedule:
    """A schedule with these waits, as many as are given."""
    return Schedule(random.random, tuple(timedelta(seconds=s) for s in seconds), given_up)


OFTEN = waiting(*[0.05] * 400)


def means_for(database: Database, **changed: object) -> Means:
    """Quick ones, for receivers on this machine."""
    made = Means(database, Directories(), BASE_URL, HERE, None, OFTEN, QUICK)
    return replace(made, **changed)  # type: ignore[arg-type]


@contextmanager
def delivering(url: str, **changed: object) -> Iterator[None]:
    """A deliverer in a thread of its own, for as long as the block lasts."""
    database = Database(url)
    try:
        made = means_for(database, **changed)
        with start_blocking_portal() as portal, portal.wrap_async_context_manager(beside(made)):
            yield
    finally:
        database.close()


@contextmanager
def process(url: str) -> Iterator[subprocess.Popen[str]]:
    """A deliverer in a process of its own."""
    command = [sys.executable, "-m", "tests.support.delivering", url]
    with subprocess.Popen(command, text=True) as made:
        try:
            yield made
        finally:
            made.kill()


class Hooks:
    """Webhooks of a record, as their owner has them."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def add(self, to: str, filter_: str = "", since: int | None = None) -> Webhook:
        """Tells this address from a revision on, or from now."""
        with self.database.writing() as connection:
            head = pin(connection)
            standing = Standing(head.epoch, Place(head.rev if since is None else since))
            wanted = Wanted(to, filter_, None, None)
            return webhooks.create(
                connection, wanted, whsec.new_seed(None), standing, "a test", self.now()
            )

    def get(self, hook: Webhook) -> Webhook:
        """As it stands."""
        with self.database.reading() as connection:
            return webhooks.get(connection, hook.id)

    def change(self, hook: Webhook, *, stopped: Stop | None = None, **changed: str) -> Webhook:
        """Makes it another."""
        now = self.get(hook)
        wanted = Wanted(
            changed.get("url", now.url), changed.get("filter", now.filter), None, stopped
        )
        with self.database.writing() as connection:
            return webhooks.change(connection, now, wanted, leases.now(connection))

    def now(self) -> datetime:
        """By the clock of the database."""
        with self.database.reading() as connection:
            return leases.now(connection)


def main() -> None:
    """Delivers until SIGTERM."""
    database = Database(sys.argv[1])
    anyio.run(until_told, means_for(database))
    database.close()


if __name__ == "__main__":
    main()
