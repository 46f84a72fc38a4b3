"""What a worker keeps of events changes no answer, whatever is written meanwhile."""

from collections.abc import Iterator
from random import Random
from typing import Any

import pytest

from app.domain.listing import Kept
from app.domain.things import Thing
from app.domain.validity import Span
from app.http.keeping import Alike, Keeper
from app.main import create_app
from app.settings import Settings
from app.store.steps import Step
from tests.http.conftest import Client
from tests.support.history import History
from tests.support.selects import selects
from tests.support.world import World, actor

QUESTIONS = (
    "",
    "?lang=fr",
    "?lang=pt-BR",
    "?actor=russia",
    "?actor=russia&actor=france,poland&via=members",
    "?actor=lavrov,russia&date=2022/..&sort=-date&limit=7",
    "?include=statements,history",
    "?tz=Asia/Tokyo",
)
NOTHING_KEPT = 0


@pytest.fixture
def lived(world: World) -> History:
    """The small world after a dozen commits of every sort."""
    history = History(world, seed=4, count=30)
    history.go_on(12)
    return history


@pytest.fixture
def two(lived: History) -> Iterator[tuple[Client, Client]]:
    """The same record behind a worker that keeps what it writes, and one that keeps nothing."""
    url = lived.world.database.url.render_as_string(hide_password=False)
    apps = [
        create_app(Settings(database_url=url, kept_mib=mib, base_url="http://here"))
        for mib in (64, NOTHING_KEPT)
    ]
    yield Client(apps[0]), Client(apps[1])
    for app in apps:
        app.state.service.close()


def differing(two: tuple[Client, Client], revs: range) -> list[str]:
    """The addresses that the two answer otherwise; asked twice, so that some is kept."""
    pinned = [f"{q}{'&' if q else '?'}as_of={rev}" for q in QUESTIONS[1:4] for rev in revs]
    addresses = [f"/v1/events{more}" for more in (*QUESTIONS, *pinned)]
    found = []
    for address in addresses * 2:
        keeping, plain = (client.get(address) for client in two)
        assert plain.status_code == 200, plain.text
        if keeping.content != plain.content:
            found.append(address)
    return found


def retell(history: History, chance: Random) -> None:
    """Changes what the items of events show of something else."""
    world = history.world
    number = chance.randrange(1_000)
    chance.choice(
        (
            lambda: world.put(Thing.ACTOR, actor("russia", names={"en": f"Russia {number}"})),
            lambda: world.put(Thing.SOURCE, source(f"Title {number}")),
            lambda: retitle(history, number),
            lambda: history.go_on(2),
        )
    )()


def retitle(history: History, number: int) -> None:
    """Of the one that others are part of."""
    parent = history.events["ev_00000000"]
    history.world.put(Thing.EVENT, {**parent, "title": {"en": f"Process {number}"}})


def source(title: str) -> dict[str, Any]:
    return {"id": "src_1", "publisher": "A paper", "title": title, "lang": "en"}


def test_two_workers_answer_alike_while_things_are_renamed(
    lived: History, two: tuple[Client, Client]
) -> None:
    chance = Random(5)
    for _ in range(8):
        assert differing(two, range(2, 6)) == []
        retell(lived, chance)
    assert differing(two, range(2, 12)) == []


def test_the_control_that_does_not_note_what_was_retold_answers_otherwise(
    lived: History, two: tuple[Client, Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Step, "retold", False)
    assert differing(two, range(2, 3)) == []
    lived.world.put(Thing.ACTOR, actor("russia", names={"en": "Another name"}))

    assert differing(two, range(2, 3)) != []


def test_what_is_asked_again_is_not_written_again(two: tuple[Client, Client]) -> None:
    """Two statements are left: for the head of the ledger, and for the page."""
    for client in two:
        client.get("/v1/forums")  # The directory is read by whoever comes first.
    keeping, plain = (
        [selects(client, "/v1/events?actor=russia") for _ in range(2)] for client in two
    )

    # Not kept, there are three more: for the versions, their sources, and what they are part of.
    # And where a glance comes first, it finds that out with two.
    glanced = 2 if two[0].app.state.service.database.is_sqlite else 0
    assert plain[0] == plain[1] == keeping[0] == 5 + glanced
    assert keeping[1] == 2


def test_what_was_asked_for_last_is_kept_and_no_more_than_fits() -> None:
    alike = Alike("json", "en", "e", 1)
    kept = {
        number: Kept(str(number), frozenset(), Span(1, 2), [b"x" * 200], b"") for number in range(4)
    }
    room = Keeper(3 * kept[0].size)
    made: list[int] = []

    def get(*numbers: int) -> list[Kept]:
        def make(missing: list[int]) -> dict[int, Kept]:
            made.extend(missing)
            return {number: kept[number] for number in missing}

        return room.get(alike, numbers, make)

    assert [found.id for found in get(0, 1, 2)] == ["0", "1", "2"]
    get(0)
    get(3)
    made.clear()
    get(0, 2, 3)
    assert made == []
    get(1)
    assert made == [1]
