"""What is said of an answer while it is made: whether it may be kept, and for how long."""

from dataclasses import dataclass
from datetime import UTC, datetime

from starlette.types import Scope

from app.store.pins import Pin

_KEY = "pourparlers.keepable"


@dataclass(slots=True)
class Keepable:
    """Nothing said is an answer that is not kept.

    `pin` is the revision that the whole answer is as of. `lasting` is said of one that names its
    revision itself, which no later commit changes. `minute` is the one that now was taken for,
    in minutes since 1970, where the answer depends on it.
    """

    pin: Pin | None = None
    lasting: bool = False
    minute: int | None = None


def listening(scope: Scope, keepable: Keepable) -> Scope:
    """The request for one who is to say it."""
    return {**scope, _KEY: keepable}


def told(scope: Scope) -> Keepable | None:
    """Where to say it; None where nobody listens."""
    found: Keepable | None = scope.get(_KEY)
    return found


def this_minute(scope: Scope) -> datetime:
    """Now, to the minute: what is shown as of now stays the same for as long."""
    now = datetime.now(UTC).replace(second=0, microsecond=0)
    if (keepable := told(scope)) is not None:
        keepable.minute = int(now.timestamp()) // 60
    return now
