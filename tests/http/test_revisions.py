"""Every read is at a revision: answers given stay as they were, walks see one record."""

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import event as sqlalchemy_event

from app.domain.things import Thing
from app.http import cursor as cursors
from app.main import create_app
from app.store import ledger, search
from tests.http.conftest import Client, fill
from tests.support.live import settings_for
from tests.support.world import World, actor, event, member, party

WRITER = """
import sys
from tests.support.world import World, event, party
from app.domain.things import Thing
world = World(sys.argv[1])
for number in range(500, 540):
    world.put(Thing.EVENT, event(number, "2022-01-10", participants=[party("russia")]))
    world.put(Thing.EVENT, event(number - 500, f"2021-01-{number % 28 + 1:02}"))
world.close()
"""


@pytest.fixture
def world(database_url: str) -> Iterator[World]:
    made = World(database_url)
    made.begin()
    yield made
    made.close()


@pytest.fixture
def client(world: World) -> Iterator[Client]:
    app = create_app(settings_for(world.url))
    yield Client(app)
    app.state.service.database.close()


ADDRESSES = (
    "/v1/events?actor=russia",
    "/v1/events?actor=nato&via=members&count=true",
    "/v1/events?q=russie",
    "/v1/events?limit=2",
    "/v1/events/ev_00000001",
    "/v1/actors?kind=country",
    "/v1/events?sort=-changed",
    "/v1/events/counts?by=actor,month",
    "/v1/events/slips?by=actor,month",
)


def test_an_answer_under_as_of_is_byte_for_byte_the_one_given_then(
    client: Client, world: World
) -> None:
    people = [party("russia"), party("finland")]
    world.put(Thing.EVENT, *(event(n, "2022-01", participants=people) for n in range(5)))
    given = {address: client.get(address) for address in ADDRESSES}
    rev, at = given[ADDRESSES[0]].json()["rev"], given[ADDRESSES[0]].json()["at"]
    _change_everything(world)

    for address, answer in given.items():
        for moment in (str(rev), at):
            mark = "&" if "?" in address else "?"
            again = client.get(f"{address}{mark}as_of={moment}")
            assert again.content == answer.content, address
        assert client.get(address).content != answer.content, address


def _change_everything(world: World) -> None:
    """A rename, a corrected membership, other events, the text index made anew."""
    names = {"en": "Rossiya", "fr": "Russie soviétique"}
    world.put(Thing.ACTOR, {**actor("russia", names=names)})
    world.put(Thing.ACTOR, actor("finland", relations=[member("nato", **{"from": "2021"})]))
    world.put(Thing.EVENT, event(1, "2022-02", participants=[party("russia")]))
    world.put(Thing.EVENT, event(7, "2021", participants=[party("finland"), party("russia")]))
    with world.database.writing() as connection:
        search.rebuild(connection)


def test_a_walk_sees_one_revision_while_another_process_commits(
    client: Client, world: World, database_url: str
) -> None:
    people = [party("russia")]
    days = [f"2022-01-{n % 28 + 1:02}" for n in range(60)]
    world.put(Thing.EVENT, *(event(n, days[n], participants=people) for n in range(60)))
    expected = _walk(client, "/v1/events?actor=russia&limit=60")
    writer = subprocess.Popen([sys.executable, "-c", WRITER, database_url])
    try:
        revisions, walks = set[int](), 0
        while writer.poll() is None or walks == 0:
            ids, revs = _walk(client, "/v1/events?actor=russia&limit=7")
            assert len(revs) == 1, "a walk saw more than one revision"
            assert len(ids) == len(set(ids)), "an event came twice"
            whole, _ = _walk(client, f"/v1/events?actor=russia&limit=200&as_of={min(revs)}")
            assert ids == whole, "a walk is not the list of its revision"
            revisions |= revs
            walks += 1
    finally:
        assert writer.wait(60) == 0

    pinned, _ = _walk(client, f"/v1/events?actor=russia&limit=7&as_of={min(expected[1])}")
    assert pinned == expected[0]
    assert len(revisions) > 1, "nothing was written while we walked"


def _walk(client: Client, address: str) -> tuple[list[str], set[int]]:
    ids: list[str] = []
    revisions: set[int] = set()
    following: str | None = address
    while following is not None:
        page = client.get(following).json()
        ids += [item["id"] for item in page["items"]]
        revisions.add(page["rev"])
        following = page["next"]
    return ids, revisions


def test_a_cursor_belongs_to_its_filter_its_revision_and_its_epoch(
    client: Client, world: World
) -> None:
    world.put(Thing.EVENT, *(event(n) for n in range(4)))
    following = client.get("/v1/events?limit=2").json()["next"]
    cursor = following.partition("cursor=")[2]

    assert client.get(f"/v1/events?limit=2&kind=visit&cursor={cursor}").status_code == 422
    assert client.get(f"/v1/events?cursor={cursor}&as_of=1").status_code == 422
    assert client.get(f"/v1/actors?cursor={cursor}").status_code == 422
    assert client.get(f"/v1/events?cursor={cursor[:-2]}").status_code == 422
    assert client.get(following).status_code == 200
    with world.database.writing() as connection:
        ledger.new_epoch(connection)
    answer = client.get(following)
    assert (answer.status_code, answer.json()["code"]) == (410, "epoch-ended")


@pytest.mark.parametrize("address", ["events", "actors", "events/diff?a=1"])
@pytest.mark.parametrize(
    "key",
    [(1,), (2**61,), (1, 2, "x"), (1, 2, 3, 4), ("x",), ("\0",), (9, 2, 3, "x"), (0, 0, 0, "\0")],
)
def test_a_cursor_with_a_forged_key_is_refused_or_answered(
    client: Client, world: World, address: str, key: tuple[int | str, ...]
) -> None:
    world.put(Thing.ACTOR, actor("france"))
    world.put(Thing.EVENT, event(1), event(2))
    limited = f"/v1/{address}{'&' if '?' in address else '?'}limit=1"
    following = client.get(limited).json()["next"]
    ours = cursors.decode(following.partition("cursor=")[2])
    forged = cursors.encode(replace(ours, key=key))

    answer = client.get(following.replace(cursors.encode(ours), forged))
    assert answer.status_code == (200 if key == ("x",) and address != "events" else 422)


def test_a_page_of_twenty_makes_as_many_statements_as_a_page_of_one(
    client: Client, world: World
) -> None:
    parents = [event(90, "2022", kind="process"), event(91, "2022", kind="process")]
    world.put(Thing.EVENT, *parents)
    people = [party("russia"), party("lavrov")]
    world.put(
        Thing.EVENT,
        *(event(n, participants=people, part_of=f"ev_{90 + n % 2:08d}") for n in range(25)),
    )
    client.get("/v1/events?actor=russia")

    counts = {limit: _statements(client, limit) for limit in (1, 3, 20)}

    assert len(set(counts.values())) == 1, counts
    assert counts[1] <= 6


def _statements(client: Client, limit: int) -> int:
    made: list[str] = []

    def note(_c: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        made.append(statement)

    reader = client.app.state.service.database.reader
    sqlalchemy_event.listen(reader, "before_cursor_execute", note)
    try:
        assert len(client.get(f"/v1/events?actor=russia&limit={limit}").json()["items"]) == limit
    finally:
        sqlalchemy_event.remove(reader, "before_cursor_execute", note)
    return len([s for s in made if s.lstrip().upper().startswith("SELECT")])


def test_a_second_load_changes_nothing(database_url: str) -> None:
    fill(database_url)
    app = create_app(settings_for(database_url))
    first = Client(app).get("/v1/events").content
    fill(database_url)

    assert Client(app).get("/v1/events").content == first
    app.state.service.database.close()


def test_the_naive_walk_repeats_what_the_cursor_does_not(client: Client, world: World) -> None:
    """The control: pages by position, over the head, with a commit between them."""
    world.put(Thing.EVENT, *(event(n, f"2022-01-{n + 1:02}") for n in range(10)))
    first = client.get("/v1/events?limit=5").json()
    world.put(Thing.EVENT, event(50, "2021-12-31"))

    shown = [item["id"] for item in first["items"]]
    by_position = [item["id"] for item in client.get("/v1/events").json()["items"]][5:10]
    by_cursor = [item["id"] for item in client.get(first["next"]).json()["items"]]

    assert len({*shown, *by_position}) == 9
    assert len({*shown, *by_cursor}) == 10
