"""What delivering works with, handed down to all of it."""

import random
from dataclasses import dataclass, field
from datetime import timedelta

from app.domain.webhook import Schedule
from app.outbound.addresses import networks
from app.outbound.exchange import Limits
from app.outbound.guard import Guard
from app.settings import Settings
from app.store.directory import Directories
from app.store.sessions import Database

# Of an answer only its status matters; what else it says is read, and not much of it.
_LIMITS = Limits(deadline=15.0, most=64 * 1024)


@dataclass(frozen=True, slots=True)
class Pace:
    """How long things last, and how many are done at once.

    A lease lasts longer than a request may: who is alive never loses one in between. `grace` is
    what requests on their way are given at the end. `polled` is how often the ledger is asked.
    """

    lease: timedelta = timedelta(seconds=60)
    polled: float = 1.0
    grace: float = 5.0
    at_once: int = 100
    batch: int = 50
    limits: Limits = _LIMITS


_PACE = Pace()
_PUBLIC = Guard()
_SCHEDULE = Schedule(random.random)


@dataclass(frozen=True, slots=True)
class Means:
    """The record, what guards requests, and the key under which secrets are made."""

    database: Database
    directories: Directories
    base_url: str
    guard: Guard = _PUBLIC
    key: str | None = field(default=None, repr=False)
    schedule: Schedule = _SCHEDULE
    pace: Pace = _PACE


def means(settings: Settings, database: Database, directories: Directories) -> Means:
    """As the settings have it."""
    return Means(
        database,
        directories,
        settings.base_url,
        Guard(networks(settings.outbound_networks)),
        settings.signing_key,
    )
