"""A webhook: where messages about a filter are sent, how far that has come, when to try again."""

from base64 import b32encode
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from typing import NamedTuple

from app.domain.feed import Place
from app.domain.whsec import Seed

# After so long without one success nothing more is sent.
GIVEN_UP_AFTER = timedelta(days=5)
# The waits before each attempt after the first, as Standard Webhooks proposes: some three days.
WAITS = (
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=14),
    timedelta(hours=20),
    timedelta(hours=24),
)
_LONGEST_WAIT = timedelta(hours=24)


class Kind(StrEnum):
    """The types of messages: what became of an event, a test, and that the record was replaced."""

    ENTERED = "event.entered"
    CHANGED = "event.changed"
    LEFT = "event.left"
    RETRACTED = "event.retracted"
    PING = "ping"
    REPLACED = "record.replaced"


class Stop(StrEnum):
    """Why nothing is sent: it was asked, 410 said so, it failed too long, it cannot be done."""

    ASKED = "asked"
    GONE = "gone"
    FAILING = "failing"
    FILTER = "filter"
    KEY = "key"


class Standing(NamedTuple):
    """How far a subscriber has been told, and in which epoch that was counted."""

    epoch: str
    place: Place


@dataclass(frozen=True, slots=True)
class Webhook:
    """What the record knows of one; every instant in UTC.

    `attempts` counts those of the message that is next, which is tried again at `due_at`.
    `failing_since` is the first failure after the last success. `version` counts what its owner
    changed. `stopped` says why nothing is sent, None where it is.
    """

    id: str
    url: str
    filter: str
    description: str | None
    author: str
    created_at: datetime
    version: int
    stopped: Stop | None
    seed: Seed
    former_seed: Seed | None
    former_until: datetime | None
    standing: Standing
    attempts: int
    due_at: datetime
    failing_since: datetime | None
    delivered_at: datetime | None

    def seeds(self, now: datetime) -> list[Seed]:
        """Those that a message is signed with at this instant: two for a while after a rotation."""
        in_grace = self.former_until is not None and now < self.former_until
        return [self.seed, *([self.former_seed] if self.former_seed and in_grace else [])]


@dataclass(frozen=True, slots=True)
class Schedule:
    """When to try again. `chance` answers between 0 and 1, so that not all try at once."""

    chance: Callable[[], float]
    waits: tuple[timedelta, ...] = WAITS
    given_up_after: timedelta = GIVEN_UP_AFTER

    def wait(self, attempts: int, asked: timedelta | None = None) -> timedelta | None:
        """How long to wait after so many attempts; None where there is none left.

        A tenth less to a tenth more than planned; no less than the receiver asks, a day at most.
        """
        if attempts > len(self.waits):
            return None
        planned = self.waits[attempts - 1] * (0.9 + 0.2 * self.chance())
        return max(planned, min(asked or timedelta(), _LONGEST_WAIT))


def message_id(webhook: str, *about: object) -> str:
    """The `webhook-id`: the same for the same webhook and matter, by whomever it is sent."""
    hashed = sha256(" ".join(map(str, (webhook, *about))).encode()).digest()
    return f"msg_{b32encode(hashed)[:26].decode().lower()}"
