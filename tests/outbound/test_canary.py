"""No address that leads inside reaches a listener there; without the guard many do."""

from collections.abc import Iterator

import anyio
import pytest

from tests.outbound import payloads
from tests.outbound.world import (
    Client,
    Found,
    Internet,
    Names,
    checked_then_fetched,
    connected,
    each,
    guarded,
    internet,
    plain,
)

ROUNDS = 50
OUTSIDE_ANSWERS = ("200", "301", "302", "303", "307", "308")


@pytest.fixture(scope="module")
def world() -> Iterator[Internet]:
    with internet() as made:
        yield made


@pytest.fixture(scope="module")
def by_the_application(world: Internet) -> dict[str, Found]:
    return anyio.run(each, world, guarded, payloads.ALL)


@pytest.fixture(scope="module")
def by_the_network(world: Internet) -> dict[str, Found]:
    return anyio.run(each, world, connected, payloads.ALL)


def reached(world: Internet, client: Client) -> set[str]:
    """The payloads that get to the canary."""
    found = anyio.run(each, world, client, payloads.ALL)
    return {payload for payload, one in found.items() if one.hits}


def test_there_are_eighty_and_none_twice() -> None:
    assert len(payloads.ALL) == len(set(payloads.ALL)) >= 80


@pytest.mark.parametrize("payload", payloads.ALL)
def test_no_payload_reaches_the_canary(by_the_application: dict[str, Found], payload: str) -> None:
    answer, hits = by_the_application[payload]

    # Only what the place outside answers is an answer, and a redirect is one too.
    outside = payload in payloads.REDIRECTS or payload in payloads.REBINDING
    assert answer in (OUTSIDE_ANSWERS if outside else ("address-refused", "unreachable"))
    assert hits == 0


@pytest.mark.parametrize("payload", payloads.ALL)
def test_no_payload_gets_a_connection(by_the_network: dict[str, Found], payload: str) -> None:
    """The network refuses by itself: no text of an address is looked at before."""
    assert by_the_network[payload].hits == 0


def test_plain_httpx_reaches_it(world: Internet) -> None:
    found = reached(world, plain)

    assert {*payloads.NUMBERS[:7], *payloads.IPV6[:7], *payloads.REDIRECTS} <= found
    assert len(found) >= 40


def test_looking_before_fetching_is_not_enough(world: Internet) -> None:
    wanted = {*payloads.REBINDING[:4], *payloads.REDIRECTS}
    assert reached(world, checked_then_fetched) >= wanted


@pytest.mark.parametrize("payload", payloads.REBINDING)
def test_a_name_that_changes_its_answer_never_gets_in(world: Internet, payload: str) -> None:
    """The same names for all requests: every answer after the first ones is inside."""
    names, before = Names(), (world.canary.hits, world.outside.hits)

    async def asked() -> list[str]:
        async with guarded(world, names) as ask:
            return [await ask(world.address(payload)) for _ in range(ROUNDS)]

    answered = anyio.run(asked)

    assert world.canary.hits == before[0]
    assert world.outside.hits - before[1] == answered.count("200") <= 2
    assert answered.count("address-refused") >= ROUNDS - 2
    assert names.asked == ROUNDS
