"""Differences over HTTP: pages, what binds them, what is refused, the lists they lead between."""

from collections.abc import Iterator
from typing import Any

import pytest

from app.domain.things import Thing
from app.http import shapes
from app.main import create_app
from app.store import ledger
from app.store.ledger import Retract
from tests.http.conftest import Client
from tests.support.live import settings_for
from tests.support.selects import selects
from tests.support.world import World, actor, event, member, party

DIFF = "/v1/events/diff"
EFFECTS = ("entered", "changed", "left", "retracted")


@pytest.fixture
def world(database_url: str) -> Iterator[World]:
    """Ten events at revision 2; by revision 5 some have changed in every way."""
    made = World(database_url)
    made.begin()
    people = [party("finland"), party("russia")]
    made.put(Thing.EVENT, *(event(n, participants=people) for n in range(10)))
    made.put(Thing.EVENT, *(event(n, "2022-02", participants=people) for n in range(3)))
    made.put(Thing.EVENT, event(4, status="held", participants=people), event(20))
    made.commit(Retract(Thing.EVENT, "ev_00000005"))
    yield made
    made.close()


@pytest.fixture
def client(world: World) -> Iterator[Client]:
    app = create_app(settings_for(world.url))
    yield Client(app)
    app.state.service.database.close()


def _walk(client: Client, address: str) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = []
    following: str | None = address
    while following is not None:
        answer = client.get(following)
        assert answer.status_code == 200, answer.text
        shapes.EventDiff.model_validate_json(answer.content)
        items += answer.json()["items"]
        following = answer.json()["next"]
    return items


def _list(client: Client, query: str) -> dict[str, Any]:
    return {item["id"]: item for item in client.get(f"/v1/events?{query}").json()["items"]}


def test_a_difference_says_what_became_of_each_event(client: Client) -> None:
    answer = client.get(f"{DIFF}?a=2&date=2022-01&count=true").json()

    assert [(item["id"][-2:], item["effect"]) for item in answer["items"]] == [
        ("00", "left"), ("01", "left"), ("02", "left"), ("04", "changed"), ("05", "retracted"),
        ("20", "entered"),
    ]  # fmt: skip
    assert answer["count"] == {"entered": 1, "changed": 1, "left": 3, "retracted": 1}
    assert (answer["a"]["rev"], answer["b"]["rev"]) == (2, 5)
    assert answer["query"]["text"] == "January 2022"


def test_what_left_still_exists_and_what_was_retracted_does_not(client: Client) -> None:
    found = {
        item["effect"]: item for item in client.get(f"{DIFF}?a=2&date=2022-01").json()["items"]
    }

    assert [found[effect]["versions"] for effect in EFFECTS] == [
        {"a": None, "b": 1}, {"a": 1, "b": 2}, {"a": 1, "b": 2}, {"a": 1, "b": None},
    ]  # fmt: skip
    assert [found[e]["item"] is None for e in EFFECTS] == [False, False, True, True]
    assert [found[e]["before"] is None for e in EFFECTS] == [True, False, False, False]
    assert found["left"]["changes"][0] == {
        "type": "rescheduled", "field": "when", "old": "2022-01-10", "new": "2022-02", "days": 22,
    }  # fmt: skip


@pytest.mark.parametrize("asked", ["", "&date=2022-01", "&actor=finland&status=announced"])
@pytest.mark.parametrize("limit", [1, 2, 200])
def test_pages_lead_from_the_one_list_to_the_other_and_back(
    client: Client, asked: str, limit: int
) -> None:
    then, now = _list(client, f"as_of=2{asked}"), _list(client, f"as_of=4{asked}")
    entries = _walk(client, f"{DIFF}?a=2&b=4{asked}&limit={limit}")

    forth = {**then, **{e["id"]: e["item"] for e in entries}}
    back = {**now, **{e["id"]: e["before"] for e in entries}}
    assert {k: v for k, v in forth.items() if v} == now
    assert {k: v for k, v in back.items() if v} == then


def test_the_moments_may_be_instants(client: Client) -> None:
    at = {rev: client.get(f"/v1/events?as_of={rev}").json()["at"] for rev in (2, 4)}

    assert (
        client.get(f"{DIFF}?a={at[2]}&b={at[4]}").content == client.get(f"{DIFF}?a=2&b=4").content
    )


def test_a_walk_stays_at_its_revisions_while_the_record_goes_on(
    client: Client, world: World
) -> None:
    whole = client.get(f"{DIFF}?a=2").json()["items"]
    first = client.get(f"{DIFF}?a=2&limit=2").json()
    world.put(Thing.EVENT, event(3, "2023"), event(40))

    assert first["items"] + _walk(client, first["next"]) == whole
    assert len(_walk(client, f"{DIFF}?a=2")) == len(whole) + 2


def test_a_cursor_belongs_to_its_filter_its_moments_and_its_epoch(
    client: Client, world: World
) -> None:
    following = client.get(f"{DIFF}?a=2&limit=2").json()["next"]
    cursor = following.partition("cursor=")[2]
    world.put(Thing.EVENT, event(40))

    for refused in (f"a=3&cursor={cursor}", f"a=2&b=6&cursor={cursor}", f"a=2&q=x&cursor={cursor}"):
        assert client.get(f"{DIFF}?{refused}").status_code == 422
    assert client.get(f"/v1/events?cursor={cursor}").status_code == 422
    assert client.get(following).status_code == 200
    with world.database.writing() as connection:
        ledger.new_epoch(connection)
    assert client.get(following).status_code == 410


REFUSED: tuple[tuple[str, str], ...] = (
    ("", "say from which"),
    ("a=4&b=2", "swap a and b"),
    ("a=99", "a: the record reaches"),
    ("a=2&b=99", "b: the record reaches"),
    ("a=yesterday", "a: a revision number, or an instant"),
    ("a=2&b=2022-01-10T09:00", "b: a revision number, or an instant"),
    ("a=2&upcoming=true", "date=A/.."),
    ("a=2&as_of=3", "Did you mean b?"),
    ("a=2&sort=-date", "not a parameter"),
    ("a=2&include=history", "not a parameter"),
    ("a=2&limit=201", "1 to 200"),
    ("a=2&count=maybe", "true or false"),
    ("a=2&actor=Atlantis", "not known"),
)


@pytest.mark.parametrize(("query", "says"), REFUSED)
def test_what_cannot_be_compared_is_said(client: Client, query: str, says: str) -> None:
    answer = client.get(f"{DIFF}?{query}")

    assert answer.status_code == 422
    assert says in answer.json()["detail"]


def test_nothing_differs_from_itself(client: Client) -> None:
    answer = client.get(f"{DIFF}?a=5&count=true").json()

    assert (answer["items"], answer["next"]) == ([], None)
    assert set(answer["count"].values()) == {0}


def test_a_corrected_membership_lets_an_event_enter_as_it_is(client: Client, world: World) -> None:
    world.put(Thing.ACTOR, actor("finland", relations=[member("nato", **{"from": "2021"})]))
    found = client.get(f"{DIFF}?a=5&actor=nato&via=members&id=ev_00000003").json()["items"]

    assert [(e["effect"], e["versions"], e["changes"]) for e in found] == [
        ("entered", {"a": 1, "b": 1}, [])
    ]
    assert found[0]["item"]["matched_by"][0]["through"]["id"] == "finland"


def test_differences_are_answers_like_others(client: Client) -> None:
    first = client.get(f"{DIFF}?a=2&limit=1")
    again = client.get(f"{DIFF}?a=2&limit=1", headers={"If-None-Match": first.headers["etag"]})
    head = client.request("HEAD", f"{DIFF}?a=2&limit=1")
    pinned = client.get(f"{DIFF}?a=2&b=5&limit=1")

    assert (again.status_code, head.status_code, head.content) == (304, 200, b"")
    assert first.headers["pourparlers-rev"] == "5"
    assert f'<http://127.0.0.1:8000{DIFF}?a=2&limit=1&b=5>; rel="memento"' in first.headers["link"]
    assert 'rel="next"' in first.headers["link"]
    assert pinned.headers["memento-datetime"].endswith("GMT")
    assert pinned.headers["cache-control"].startswith("public, max-age=86400")
    assert pinned.content == first.content


def test_three_differences_take_as_many_statements_as_one(client: Client) -> None:
    client.get("/v1/events?as_of=2")
    made = {limit: selects(client, f"{DIFF}?a=2&limit={limit}") for limit in (1, 3)}

    assert made[1] == made[3]
    assert made[1] <= 22
