"""What came of the messages of a webhook, and receivers that fail at first."""

import socket
import time

from sqlalchemy import select

from app.domain.letters import Attempt, Letter
from app.domain.webhook import Webhook
from app.store import attempts, outbox
from app.store.pins import pin
from app.store.sessions import Database
from app.store.webhook_tables import webhooks
from tests.support.delivering import Hooks
from tests.support.receiver import Received
from tests.support.world import World


def log(hooks: Hooks, hook: Webhook) -> list[Attempt]:
    """What was tried, the oldest first."""
    with hooks.database.reading() as connection:
        return attempts.listed(connection, hook.id, 1_000)[::-1]


def dead(hooks: Hooks, hook: Webhook) -> list[Letter]:
    with hooks.database.reading() as connection:
        return outbox.dead(connection, hook.id, 100)


def head(world: World) -> int:
    with world.database.reading() as connection:
        return pin(connection).rev


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as made:
        port: int = made.getsockname()[1]
        return port


def held(database: Database) -> list[str]:
    """The webhooks for which somebody holds a lease."""
    with database.reading() as connection:
        wanted_ = select(webhooks.c.id).where(webhooks.c.lease.is_not(None))
        return list(connection.scalars(wanted_))


def late() -> int:
    """Later than the deadline."""
    time.sleep(1.5)
    return 204


def failing(*statuses: int) -> "Failing":
    return Failing(list(statuses))


class Failing:
    """Answers with these, one after the other, and then takes everything."""

    def __init__(self, statuses: list[int]) -> None:
        self.statuses = statuses

    def __call__(self, _received: Received) -> int:
        return self.statuses.pop(0) if self.statuses else 204
