"""What was withdrawn leaves a tombstone in the feed where its entry was (RFC 6721)."""

from collections.abc import Iterator

import feedparser
import pytest

from app.domain.things import Thing
from app.main import create_app
from app.store.ledger import Retract
from tests.http.conftest import Client
from tests.support.atom import TOMBSTONE, elements, links, texts
from tests.support.live import settings_for
from tests.support.world import World, event

TAG = "tag:pourparlers.example,2026:event/"
GONE = f"{TAG}ev_00000002"


@pytest.fixture
def client(database_url: str) -> Iterator[Client]:
    """Four events made one after another, of which the second was then withdrawn, and a fifth."""
    world = World(database_url)
    world.begin()
    for number in (1, 2, 3, 4):
        world.put(Thing.EVENT, event(number, status="confirmed" if number % 2 else "announced"))
    world.commit(Retract(Thing.EVENT, "ev_00000002"))
    world.put(Thing.EVENT, event(5))
    world.close()
    app = create_app(settings_for(database_url))
    yield Client(app)
    app.state.service.database.close()


def tombstones(document: bytes) -> list[tuple[str, str]]:
    found = elements(document).findall(TOMBSTONE)
    return [(stone.attrib["ref"], stone.attrib["when"]) for stone in found]


def test_it_is_gone_from_the_list_and_named_with_the_instant(client: Client) -> None:
    answer = client.get("/v1/events.atom")
    (gone,) = client.get("/v1/changes.atom").content.split(GONE.encode())[1:]

    assert GONE not in texts(elements(answer.content), "id")
    ((ref, when),) = tombstones(answer.content)
    assert ref == GONE
    assert when.encode() in gone.partition(b"/>")[0]
    assert feedparser.parse(answer.content).bozo == 0


@pytest.mark.parametrize("limit", [1, 2, 3, 4])
def test_it_stands_once_on_the_page_of_its_revision(client: Client, limit: int) -> None:
    address, told = f"/v1/events.atom?limit={limit}", list[list[str]]()
    while address:
        page = client.get(address).content
        told.append([ref for ref, _ in tombstones(page)])
        address = links(elements(page)).get("next", "")

    # The fifth event came after, the fourth before.
    place = 1 if limit == 1 else 0
    assert told == [[GONE] if number == place else [] for number in range(len(told))]


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("status=announced", True),
        ("status=confirmed", False),
        ("id=ev_00000001", False),
        ("as_of=4", False),
        ("sort=date", False),
    ],
)
def test_it_is_told_to_those_whose_filter_it_met(client: Client, query: str, told: bool) -> None:
    assert bool(tombstones(client.get(f"/v1/events.atom?{query}").content)) is told


def test_a_feed_whose_newest_entry_was_withdrawn_is_newer_for_it(client: Client) -> None:
    feed = elements(client.get("/v1/events.atom?status=announced&id=-ev_00000005").content)
    ((_, when),) = tombstones(client.get("/v1/events.atom").content)
    assert feed.findtext("{http://www.w3.org/2005/Atom}updated") == when
