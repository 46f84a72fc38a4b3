"""One attempt: a message is signed, sent, and what came of it said in a sentence."""

import re
import time
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import TYPE_CHECKING, NamedTuple

from app.deliver.means import Means
from app.domain.webhook import Webhook
from app.domain.whsec import signed
from app.errors import AddressRefused, Unreachable
from app.outbound.exchange import Answer

if TYPE_CHECKING:
    from app.outbound.client import Outbound

_SECONDS = re.compile(r"[0-9]{1,9}")
_HEADERS = {"content-type": "application/json", "user-agent": "pourparlers (webhooks)"}


class Sent(NamedTuple):
    """What came of it: `status` is None where there was no answer; `detail` where it failed."""

    at: datetime
    took_ms: int
    status: int | None
    detail: str | None
    after: timedelta | None = None

    @property
    def taken(self) -> bool:
        """Whether the receiver has it: 2xx, and nothing else."""
        return self.detail is None


async def send(sender: "Outbound", means: Means, webhook: Webhook, id_: str, body: bytes) -> Sent:
    """Sends it once. Nothing of the answer is kept but its status."""
    at, begun = datetime.now(UTC), time.perf_counter()
    found = [seed.secret(means.key) for seed in webhook.seeds(at)]
    headers = {**_HEADERS, **signed(id_, at, body, [one for one in found if one is not None])}
    try:
        answer = await sender.send("POST", webhook.url, headers, body, means.pace.limits)
    except (AddressRefused, Unreachable) as error:
        return Sent(at, _since(begun), None, error.detail)
    return Sent(at, _since(begun), answer.status, _failure(answer.status), _asked(answer, at))


def _since(begun: float) -> int:
    return round((time.perf_counter() - begun) * 1000)


def _failure(status: int) -> str | None:
    if 200 <= status < 300:
        return None
    if 300 <= status < 400:
        return "It answered with a redirect, which is not followed: give the address itself."
    if status == HTTPStatus.GONE:
        return "It answered 410: nothing more is sent."
    return f"It answered {status}."


def _asked(answer: Answer, now: datetime) -> timedelta | None:
    """Retry-After (RFC 9110, section 10.2.3): seconds or a date; what is neither is no wish."""
    text = answer.headers.get("retry-after", "").strip()
    if _SECONDS.fullmatch(text):
        return timedelta(seconds=int(text))
    try:
        return parsedate_to_datetime(text) - now
    except (ValueError, TypeError, OverflowError):
        return None
