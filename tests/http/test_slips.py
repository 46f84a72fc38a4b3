"""How events were moved, over HTTP: what an analyst sees of three meetings, two of them moved."""

import csv
import io
from collections.abc import Iterator

import pytest

from app.domain.change import Nature
from app.domain.things import Thing
from app.http.shape_tables import EventSlips
from app.main import create_app
from tests.http.conftest import Client
from tests.support.live import settings_for
from tests.support.world import World, event, party

SLIPS = "/v1/events/slips"


@pytest.fixture
def asked(world: World) -> Iterator[Client]:
    cast = {"participants": [party("russia"), party("france")], "forum": "council"}
    world.put(Thing.EVENT, *(event(n, "2022-01-10", **cast) for n in (1, 2)), event(3, **cast))
    world.put(Thing.EVENT, event(1, "2022-01-17", **cast))
    world.put(Thing.EVENT, event(1, "2022-01-15", **cast), event(2, "2022-02-09", **cast))
    world.put(Thing.EVENT, event(3, "2023-01-10", **cast), nature=Nature.CORRECTION)
    app = create_app(settings_for(world.url))
    yield Client(app)
    app.state.service.close()


def test_a_forum_and_how_its_dates_hold(asked: Client) -> None:
    answer = asked.get(f"{SLIPS}?by=forum")

    assert answer.status_code == 200
    EventSlips.model_validate(answer.json())
    (row,) = answer.json()["items"]
    url = row.pop("url")
    assert row == {
        "key": {"forum": {"id": "council", "name": "Council"}},
        "events": 3,
        "moved": 2,
        "share": 0.6667,
        "moves": 3,
        "later": 2,
        "earlier": 1,
        "days": {
            "least": -2.0, "first_quartile": 2.5, "median": 7.0, "third_quartile": 18.5,
            "most": 30.0,
        },
    }  # fmt: skip
    assert len(asked.get(url.removeprefix("http://127.0.0.1:8000")).json()["items"]) == 3


def test_the_same_for_a_spreadsheet(asked: Client) -> None:
    text = asked.get(f"{SLIPS}.csv?by=actor&actor_kind=country&actor=russia").text
    france, russia = csv.DictReader(io.StringIO(text))

    assert (france["actor"], russia["actor_name"]) == ("france", "Russia")
    assert [russia[name] for name in ("events", "moved", "moves", "median")] == ["3", "2", "3", "7"]


def test_as_of_a_revision_later_moves_are_not_known(asked: Client) -> None:
    rev = int(asked.get("/v1/events").headers["pourparlers-rev"]) - 2
    (row,) = asked.get(f"{SLIPS}?by=forum&as_of={rev}").json()["items"]

    assert (row["moves"], row["days"]["median"]) == (1, 7)


def test_it_says_what_is_missing(asked: Client) -> None:
    answer = asked.get(SLIPS)

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["parameter"] == "by"
