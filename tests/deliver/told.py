"""What came of the messages of a webhook, and receivers that fail at first."""

import time

from app.domain.letters import Attempt, Letter
from app.domain.webhook import Webhook
from app.store import attempts, outbox
from app.store.pins import pin
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
