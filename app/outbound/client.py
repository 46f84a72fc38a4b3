"""The one client of the application: no redirect, no proxy, no cookie, and an end to everything."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from http.cookiejar import CookieJar, DefaultCookiePolicy

import anyio
import httpx

from app.errors import Unreachable
from app.outbound import decoding, target
from app.outbound.exchange import LIMITS, Answer, Limits
from app.outbound.guard import Guard
from app.outbound.network import GuardedTransport
from app.outbound.resolving import Resolver, system

# Seconds for one address to answer a connection; all of it has the deadline.
_CONNECT = 5.0


class Outbound:
    """Sends requests through the guard. Make it with `outbound`, in the loop that it is used in."""

    def __init__(self, client: httpx.AsyncClient, guard: Guard) -> None:
        self._client = client
        self._guard = guard

    async def send(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str],
        body: bytes = b"",
        limits: Limits = LIMITS,
    ) -> Answer:
        """The answer, whatever its status; a redirect is an answer too.

        AddressRefused where the guard says no, Unreachable where nothing whole came in time.
        """
        checked = target.checked(url, self._guard)
        sent = {**headers, "accept-encoding": decoding.ACCEPTED}
        try:
            with anyio.fail_after(limits.deadline):
                return await self._answer(method, checked, sent, body, limits)
        except TimeoutError as error:
            raise Unreachable(f"There was no answer within {limits.deadline:g} s.") from error
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise Unreachable(_SENTENCES.get(type(error), "The connection broke.")) from error

    async def _answer(
        self, method: str, url: str, headers: Mapping[str, str], body: bytes, limits: Limits
    ) -> Answer:
        asked = self._client.stream(method, url, headers=headers, content=body)
        async with asked as response:
            encoding = response.headers.get("content-encoding", "").strip().lower()
            # As it came: httpx would unpack a whole piece before anybody could count it.
            found = await decoding.bounded(response.aiter_raw(), encoding, limits.most)
            return Answer(response.status_code, dict(response.headers), found)


_SENTENCES: Mapping[type[Exception], str] = {
    httpx.ConnectTimeout: "The connection was not made in time.",
    httpx.ConnectError: "No connection could be made.",
    httpx.RemoteProtocolError: "The answer is not HTTP.",
}


@asynccontextmanager
async def outbound(
    guard: Guard, resolver: Resolver = system, at_once: int = 100
) -> AsyncIterator[Outbound]:
    """A client for as long as the block lasts, with so many connections at once."""
    client = httpx.AsyncClient(
        transport=GuardedTransport(guard, resolver, at_once),
        # The deadline of a request ends everything else.
        timeout=httpx.Timeout(None, connect=_CONNECT),
        trust_env=False,
        follow_redirects=False,
        cookies=CookieJar(DefaultCookiePolicy(allowed_domains=())),
        headers={"user-agent": "pourparlers"},
    )
    async with client:
        yield Outbound(client, guard)
