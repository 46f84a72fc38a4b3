"""Changes over HTTP, oldest first: pages, tokens, what is refused, a copy that stays current."""

from collections.abc import Iterator
from typing import Any

import pytest

from app.domain.things import Thing
from app.http import shapes
from app.main import create_app
from app.store import ledger
from app.store.ledger import Retract
from app.store.pins import pin
from tests.http.conftest import Client
from tests.support.history import History
from tests.support.live import settings_for
from tests.support.selects import selects
from tests.support.world import World, actor, event, member, party, statements

CHANGES = "/v1/changes"
BASE = "http://127.0.0.1:8000"


@pytest.fixture
def world(database_url: str) -> Iterator[World]:
    """Ten events at revision 2; by revision 6 some have changed in every way."""
    made = World(database_url)
    made.begin()
    people = [party("finland"), party("russia")]
    made.put(Thing.EVENT, *(event(n, participants=people) for n in range(10)))
    made.put(Thing.EVENT, *(event(n, "2022-02", participants=people) for n in range(3)))
    made.put(Thing.EVENT, event(4, status="held", participants=people), event(20))
    made.commit(Retract(Thing.EVENT, "ev_00000005"))
    made.put(Thing.STATEMENT, *statements(["ev_00000004"]))
    yield made
    made.close()


@pytest.fixture
def client(world: World) -> Iterator[Client]:
    app = create_app(settings_for(world.url))
    yield Client(app)
    app.state.service.database.close()


def _page(client: Client, address: str) -> dict[str, Any]:
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    shapes.ChangePage.model_validate_json(answer.content)
    found: dict[str, Any] = answer.json()
    assert bool(found["next"]) == ('rel="next"' in answer.headers["link"])
    return found


def _walk(client: Client, address: str) -> list[dict[str, Any]]:
    """All entries, and the last page."""
    page = _page(client, address)
    items: list[dict[str, Any]] = page["items"]
    while page["next"] is not None:
        page = _page(client, page["next"])
        items += page["items"]
    return items


def _told(items: list[dict[str, Any]]) -> list[tuple[int, str, str]]:
    return [(item["rev"], item["id"][-2:], item["effect"]) for item in items]


JANUARY = [
    (3, "00", "left"), (3, "01", "left"), (3, "02", "left"), (4, "04", "changed"),
    (4, "20", "entered"), (5, "05", "retracted"), (6, "04", "changed"),
]  # fmt: skip


def test_each_commit_is_told_oldest_first(client: Client) -> None:
    page = _page(client, f"{CHANGES}?since=2&date=2022-01")

    assert _told(page["items"]) == JANUARY
    assert (page["rev"], page["next"]) == (6, None)
    assert page["since"].endswith(".6")
    assert page["query"]["text"] == "January 2022"
    first, last = page["items"][0], page["items"][-1]
    assert first | {"at": ""} == {
        "rev": 3, "at": "", "nature": "world", "reason": "because", "source": None,
        "thing": "event", "id": "ev_00000000", "effect": "left", "item": None,
        "changes": [{"type": "rescheduled", "field": "when", "old": "2022-01-10",
                     "new": "2022-02", "days": 22}],
    }  # fmt: skip
    assert [change["type"] for change in last["changes"]] == ["statement_added"]


def test_an_item_is_the_event_as_its_commit_left_it(client: Client, world: World) -> None:
    world.put(Thing.ACTOR, actor("russia", names={"en": "Another name"}))
    world.put(Thing.EVENT, event(4, status="held", part_of="ev_00000020"))
    items = _page(client, f"{CHANGES}?since=0&lang=fr")["items"]

    shown = [item for item in items if item["item"]]
    assert len(shown) > 12
    for change in shown:
        asked = f"/v1/events/{change['id']}?as_of={change['rev']}&lang=fr"
        assert change["item"] == client.get(asked).json(), change["rev"]


@pytest.mark.parametrize("limit", [1, 2, 3, 200])
@pytest.mark.parametrize("asked", ["", "&date=2022-01", "&actor=finland&status=announced"])
def test_pages_of_any_size_tell_the_same(client: Client, limit: int, asked: str) -> None:
    whole = _page(client, f"{CHANGES}?since=0{asked}&limit=200")

    assert whole["next"] is None
    assert _walk(client, f"{CHANGES}?since=0{asked}&limit={limit}") == whole["items"]


def test_a_copy_that_asks_again_and_again_is_the_list(database_url: str) -> None:
    """Entered and changed are put in, left and retracted taken out, while the record goes on."""
    made = World(database_url)
    made.begin()
    history = History(made, seed=3, count=20)
    app = create_app(settings_for(made.url))
    client, mine, since = Client(app), dict[str, Any](), "0"
    asked = "date=2022-01&actor=nato&via=members"
    for _ in range(12):
        history.go_on(5)
        page = _page(client, f"{CHANGES}?since={since}&{asked}&limit=200")
        for change in page["items"]:
            mine |= {change["id"]: change["item"]}
        since = page["since"]
        answer = client.get(f"/v1/events?{asked}&as_of={page['rev']}&limit=200").json()["items"]
        assert {id_ for id_, item in mine.items() if item} == {item["id"] for item in answer}
    app.state.service.database.close()
    made.close()


def test_where_to_go_on_may_be_said_in_each_way(client: Client) -> None:
    at = client.get("/v1/events?as_of=4").json()["at"]
    token = _page(client, f"{CHANGES}?since=4")["since"].replace(".6", ".4")
    expected = _told(_page(client, f"{CHANGES}?since=4")["items"])

    assert [rev for rev, _, _ in expected] == [5, 6]
    for since in (at, token, "4"):
        assert _told(_page(client, f"{CHANGES}?since={since}")["items"]) == expected
    assert _page(client, f"{CHANGES}?since=2000-01-01T00:00Z")["items"][0]["rev"] == 2
    assert _page(client, f"{CHANGES}?since=6")["items"] == []


def test_as_of_ends_it_for_good(client: Client, world: World) -> None:
    first = client.get(f"{CHANGES}?since=0&as_of=4&limit=200")
    world.put(Thing.EVENT, event(30))

    assert [item["rev"] for item in first.json()["items"]][-1] == first.json()["rev"] == 4
    assert client.get(f"{CHANGES}?since=0&as_of=4&limit=200").content == first.content
    assert first.headers["cache-control"].startswith("public, max-age=86400")
    assert client.get(f"{CHANGES}?since=5&as_of=4").status_code == 422


def test_everything_is_told_with_its_documents(client: Client) -> None:
    items = _walk(client, f"{CHANGES}?since=0&thing=all&limit=7")
    kept = {(item["thing"], item["id"]): item["item"] for item in items}

    assert items[0]["rev"] == 1
    assert {item["thing"] for item in items} == {str(thing) for thing in Thing}
    assert kept["event", "ev_00000005"] is None
    assert kept["actor", "france"]["relations"][0]["object"] == "nato"
    assert kept["event", "ev_00000004"]["title"] == {"en": "Meeting 4"}
    assert _page(client, f"{CHANGES}?since=5&thing=all")["query"] is None


def test_a_corrected_membership_is_told_of_events_that_stay_as_they_are(
    client: Client, world: World
) -> None:
    world.put(Thing.ACTOR, actor("finland", relations=[member("nato", **{"from": "2021"})]))
    asked = "since=6&actor=nato&via=members&id=ev_00000003"
    (entered,) = _page(client, f"{CHANGES}?{asked}")["items"]

    assert (entered["effect"], entered["changes"]) == ("entered", [])
    assert entered["item"]["matched_by"][0]["through"]["id"] == "finland"
    (left,) = _page(client, f"{CHANGES}?since=6&actor=-nato&via=members&id=ev_00000003")["items"]
    assert (left["effect"], left["item"]) == ("left", None)


ENDED = ("00000000.2", "{epoch}.99", "99", "00000000.2.event.ev_00000001")


@pytest.mark.parametrize("since", ENDED)
def test_a_token_of_another_record_is_gone_with_an_address_to_restart(
    client: Client, world: World, since: str
) -> None:
    with world.database.reading() as connection:
        since = since.format(epoch=pin(connection).epoch)
    answer = client.get(f"{CHANGES}?since={since}&date=2022-01")

    restart = f"{BASE}{CHANGES}?date=2022-01&since=0"
    assert (answer.status_code, answer.json()["code"]) == (410, "epoch-ended")
    assert answer.json()["errors"][0]["suggestions"] == [restart]
    assert answer.headers["link"] == f'<{restart}>; rel="start"'
    assert _told(_page(client, restart)["items"])[-7:] == JANUARY


def test_a_restored_copy_ends_the_walks_of_the_former_one(client: Client, world: World) -> None:
    page = _page(client, f"{CHANGES}?since=0&limit=2")
    with world.database.writing() as connection:
        ledger.new_epoch(connection)

    assert client.get(page["next"]).status_code == 410
    assert client.get(f"{CHANGES}?since={page['since']}").status_code == 410


REFUSED: tuple[tuple[str, str], ...] = (
    ("", "say from which"),
    ("since=yesterday", "since: a revision number, or an instant"),
    ("since=-1", "since"),
    ("since=007", "since: the `since` of the page before"),
    ("since=2.event.ev_1", "since"),
    ("since=0&upcoming=true", "date=A/.."),
    ("since=0&sort=-date", "not a parameter"),
    ("since=0&cursor=x", "not a parameter"),
    ("since=0&include=history", "not a parameter"),
    ("since=0&limit=201", "1 to 200"),
    ("since=0&thing=actor", "one of event, all"),
    ("since=0&thing=all&date=2022", "without a filter"),
    ("since=0&actor=Atlantis", "not known"),
)


@pytest.mark.parametrize(("query", "says"), REFUSED)
def test_what_cannot_be_told_is_said(client: Client, query: str, says: str) -> None:
    answer = client.get(f"{CHANGES}?{query}")

    assert answer.status_code == 422
    assert says in answer.json()["detail"]


def test_changes_are_answers_like_others(client: Client) -> None:
    asked = f"{CHANGES}?limit=1&since=2"
    first = client.get(asked)
    again = client.get(asked, headers={"If-None-Match": first.headers["etag"]})
    head = client.request("HEAD", asked)

    assert (again.status_code, head.status_code, head.content) == (304, 200, b"")
    assert first.headers["pourparlers-rev"] == "6"
    assert first.headers["cache-control"] == "public, no-cache"
    assert f'<{BASE}{asked}&as_of=6>; rel="memento"' in first.headers["link"]
    assert f'<{first.json()["next"]}>; rel="next"' in first.headers["link"]


def test_twelve_changes_take_as_many_statements_as_three(client: Client) -> None:
    client.get(f"{CHANGES}?since=0")
    made = {limit: selects(client, f"{CHANGES}?since=0&limit={limit}") for limit in (3, 12)}

    assert made[3] == made[12]
    assert made[3] <= 20
