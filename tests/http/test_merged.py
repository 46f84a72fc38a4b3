"""What was merged redirects to what it became: every address of it, and every form."""

from collections.abc import Iterator

import pytest

from app.domain.things import Thing
from app.main import create_app
from app.store.ledger import Merge
from tests.http.conftest import Client
from tests.support.live import settings_for
from tests.support.world import World, event

SAID = {"office": "minister", "date": "2021-12-28", "summary": {"en": "So."}, "source": "src_1"}


@pytest.fixture
def client(database_url: str) -> Iterator[Client]:
    """Two is one, and the second statement the first."""
    world = World(database_url)
    world.begin()
    world.put(Thing.EVENT, event(1), event(2, slug="two"))
    world.put(Thing.STATEMENT, {"id": "st_1", **SAID}, {"id": "st_2", **SAID})
    world.commit(
        Merge(Thing.EVENT, "ev_00000002", "ev_00000001"), Merge(Thing.STATEMENT, "st_2", "st_1")
    )
    world.close()
    app = create_app(settings_for(database_url))
    yield Client(app)
    app.state.service.close()


@pytest.mark.parametrize(
    ("asked", "leads_to"),
    [
        ("/v1/events/ev_00000002", "/v1/events/ev_00000001"),
        ("/v1/events/two", "/v1/events/ev_00000001"),
        ("/v1/events/ev_00000002?lang=fr", "/v1/events/ev_00000001?lang=fr"),
        ("/v1/events/ev_00000002.ics", "/v1/events/ev_00000001.ics"),
        ("/v1/events/two.geojson", "/v1/events/ev_00000001.geojson"),
        ("/v1/events/ev_00000002/history", "/v1/events/ev_00000001/history"),
        ("/v1/statements/st_2", "/v1/statements/st_1"),
        ("/en/events/ev_00000002", "/en/events/ev_00000001"),
        ("/fr/events/two", "/fr/events/ev_00000001"),
    ],
)
def test_it_leads_to_what_it_became(client: Client, asked: str, leads_to: str) -> None:
    answer = client.get(asked)

    assert (
        answer.status_code,
        answer.headers["location"].removeprefix("http://127.0.0.1:8000"),
    ) == (
        301,
        leads_to,
    )
    assert client.get(leads_to).status_code == 200


@pytest.mark.parametrize("asked", ["/v1/events/ev_00000002", "/v1/statements/st_2"])
def test_as_it_was_before_it_answers_itself(client: Client, asked: str) -> None:
    answer = client.get(f"{asked}?as_of=3")

    assert (answer.status_code, answer.json()["id"]) == (200, asked.rpartition("/")[2])


@pytest.mark.parametrize("query", ["id=ev_00000002", "id=two"])
def test_a_filter_finds_what_it_became(client: Client, query: str) -> None:
    listed = client.get(f"/v1/events?{query}").json()["items"]

    assert [item["id"] for item in listed] == ["ev_00000001"]
