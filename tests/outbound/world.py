"""A small internet on this machine: names that answer as told, one place outside, a canary."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager
from dataclasses import dataclass
from functools import partial
from ipaddress import IPv4Address, ip_address, ip_network
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

import httpx

from app.errors import AddressRefused, Unreachable
from app.outbound.addresses import Address
from app.outbound.client import outbound
from app.outbound.exchange import Limits
from app.outbound.guard import Guard
from app.outbound.network import GuardedTransport
from app.outbound.resolving import system
from tests.outbound.payloads import NAMES
from tests.support.canary import INSIDE, OK, OUTSIDE, Listener, listening

LIMITS = Limits(deadline=5)


class Names:
    """Answers as `NAMES` has it, the next time with the next answer; numbers as the machine does.

    Every other name has no address: a test asks nobody.
    """

    def __init__(self) -> None:
        self.asked = 0
        self.begin()

    def begin(self) -> None:
        """From the first answers on."""
        self._answers = {name: list(answers) for name, answers in NAMES.items()}

    def let(self, name: str, answers: Sequence[tuple[str, ...]]) -> None:
        """What a name answers from now on."""
        self._answers[name] = list(answers)

    def __call__(self, host: str, port: int) -> Sequence[Address]:
        self.asked += 1
        answers = self._answers.get(host.lower().rstrip("."))
        if answers is None:
            return system(host, port) if _is_ours(host) else _nobody()
        answer = answers.pop(0) if len(answers) > 1 else answers[0]
        return [ip_address(text) for text in answer]


def _is_ours(host: str) -> bool:
    return not host.rstrip(".").lower().endswith((".test", ".org", ".com"))


def _nobody() -> Sequence[Address]:
    raise OSError("no such name")


class Everything(Guard):
    """The guard taken away."""

    def admit(self, addresses: Sequence[Address], port: int) -> None:  # noqa: ARG002
        """Whatever it is. What is not of this machine is not asked: a test must not."""
        if not all(a.is_loopback or a.is_unspecified or _mapped(a) for a in addresses):
            raise httpx.ConnectError("not of this machine")


def _mapped(found: Address) -> bool:
    return bool(mapped := getattr(found, "ipv4_mapped", None)) and IPv4Address(mapped).is_loopback


@dataclass(frozen=True)
class Internet:
    """The canary, the place outside, and the port of both."""

    canary: Listener
    outside: Listener
    port: int

    @property
    def guard(self) -> Guard:
        """As it is, but for the port of the canary: of ports nothing may depend here."""
        return Guard((ip_network(OUTSIDE),), frozenset({80, 443, self.port}))

    def address(self, payload: str) -> str:
        """The payload with the port."""
        return payload.replace("{p}", str(self.port))


@contextmanager
def internet() -> Iterator[Internet]:
    """It, for as long as the block lasts."""
    with (
        listening(INSIDE) as (canary, port),
        listening((OUTSIDE,), port, _outside) as (outside, _),
    ):
        yield Internet(canary, outside, port)


def _outside(request: bytes) -> bytes:
    """Redirects where the request says so: GET /302?http://…"""
    path, _, where = request.split(b" ")[1].partition(b"?") if b" " in request else (b"", b"", b"")
    if not where:
        return OK
    status = path.strip(b"/").decode()
    return f"HTTP/1.1 {status} There\r\nLocation: {where.decode()}\r\n\r\n".encode()


# What becomes of a request to an address.
Ask = Callable[[str], Awaitable[str]]
Client = Callable[[Internet, Names], AbstractAsyncContextManager[Ask]]


@asynccontextmanager
async def guarded(world: Internet, names: Names) -> AsyncIterator[Ask]:
    """The client of the application."""
    async with outbound(world.guard, names) as sender:

        async def ask(address: str) -> str:
            try:
                return str((await sender.send("GET", address, {}, limits=LIMITS)).status)
            except (AddressRefused, Unreachable) as error:
                return error.code

        yield ask


@asynccontextmanager
async def connected(world: Internet, names: Names) -> AsyncIterator[Ask]:
    """The network alone behind the guard: no address is looked at beforehand."""
    transport = GuardedTransport(world.guard, names, 10)
    async with httpx.AsyncClient(transport=transport, trust_env=False, timeout=5) as client:
        yield partial(_got, client)


@asynccontextmanager
async def plain(_world: Internet, names: Names) -> AsyncIterator[Ask]:
    """The control: httpx as most call it."""
    transport = GuardedTransport(Everything(), names, 10)
    async with httpx.AsyncClient(
        transport=transport, follow_redirects=True, trust_env=False, timeout=5
    ) as client:
        yield partial(_got, client)


@asynccontextmanager
async def checked_then_fetched(world: Internet, names: Names) -> AsyncIterator[Ask]:
    """The control that looks first: every address of the name is global, then it is fetched."""
    async with plain(world, names) as fetch:

        async def ask(address: str) -> str:
            return await fetch(address) if _looks_harmless(address, names) else "refused"

        yield ask


def _looks_harmless(address: str, names: Names) -> bool:
    try:
        parts = urlsplit(address)
        found = names(unquote(parts.hostname or ""), 80)
    except (OSError, ValueError):
        return False
    return parts.scheme in ("http", "https") and all(map(_looks_global, found))


def _looks_global(found: Address) -> bool:
    return found.is_global or str(found) == OUTSIDE


async def _got(client: httpx.AsyncClient, address: str) -> str:
    try:
        return str((await client.get(address)).status_code)
    except AddressRefused as error:
        return error.code
    except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
        return type(error).__name__


class Found(NamedTuple):
    """What was answered, and how often the canary was reached."""

    answer: str
    hits: int


async def each(world: Internet, client: Client, payloads: Iterable[str]) -> dict[str, Found]:
    """What becomes of each payload; the names begin anew for each."""
    names, found = Names(), {}
    async with client(world, names) as ask:
        for payload in payloads:
            names.begin()
            before = world.canary.hits
            answer = await ask(world.address(payload))
            found[payload] = Found(answer, world.canary.hits - before)
    return found
