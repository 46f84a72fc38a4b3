"""Loading again: a later release changes what it says otherwise, never what others changed."""

from collections.abc import Iterable, Iterator
from typing import Any

import orjson
import pytest
from sqlalchemy import select

from app import load as loading
from app.domain.change import Nature
from app.domain.things import Thing
from app.errors import PreconditionFailed
from app.gazetteer import Entry, first_record, gazetteer
from app.store.publishing import changes
from app.store.steps import Retract
from app.store.tables import commits, versions
from tests.support.world import World, actor, model, puts

Document = dict[str, Any]


@pytest.fixture
def world(database_url: str) -> Iterator[World]:
    made = World(database_url)
    yield made
    made.close()


@pytest.fixture
def release(monkeypatch: pytest.MonkeyPatch) -> "Release":
    return Release(monkeypatch)


class Release:
    """What the release to be loaded says."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.monkeypatch = monkeypatch

    def says(self, *documents: Document) -> None:
        self.lists([("actor", document) for document in documents])

    def lists(self, entries: list[Entry]) -> None:
        self.monkeypatch.setattr(loading, "gazetteer", lambda: iter(entries))


def load(world: World, *, events: bool = False) -> list[str]:
    return loading.load(world.database, world.directories, events=events, tell=lambda _: None)


def made(world: World) -> list[tuple[int, str]]:
    """The revision and thing of every version."""
    columns = select(versions.c.from_rev, versions.c.entity).order_by(versions.c.id)
    with world.database.reading() as connection:
        return [(rev, entity) for rev, entity in connection.execute(columns)]


def current(world: World, id_: str) -> Document:
    found = select(versions.c.document).where(versions.c.entity == id_, versions.c.to_rev.is_(None))
    with world.database.reading() as connection:
        return dict(orjson.loads(connection.scalars(found).one()))


def heads(world: World) -> list[int]:
    with world.database.reading() as connection:
        return list(connection.scalars(select(commits.c.rev).order_by(commits.c.rev)))


def before_the_g8(entries: Iterable[Entry]) -> Iterator[Entry]:
    """An older release: without the G8 and its members, and with another name for one actor."""
    for thing, document in entries:
        if document["id"] == "arctic-council":
            yield thing, document | {"names": {"en": "Otherwise"}}
        elif document["id"] not in {"g8", "g8-summit"}:
            relations = [r for r in document.get("relations", ()) if r["object"] != "g8"]
            yield thing, document | ({"relations": relations} if thing == "actor" else {})


def test_a_later_release_is_one_commit_of_what_differs(world: World, release: Release) -> None:
    release.lists([*before_the_g8(gazetteer()), ("actor", actor("no-longer-listed"))])
    load(world, events=True)
    release.lists(list(gazetteer()))
    load(world, events=True)
    load(world, events=True)

    assert heads(world) == [1, 2, 3]
    assert [entity for rev, entity in made(world) if rev == 3] == [
        "canada", "france", "germany", "italy", "japan", "russia", "united-kingdom",
        "united-states", "eu", "arctic-council", "g8", "arctic-council", "g8-summit",
    ]  # fmt: skip
    assert current(world, "no-longer-listed")["names"] == {"en": "No-Longer-Listed"}


def test_a_correction_outlives_every_later_release(world: World, release: Release) -> None:
    release.says(actor("peru", names={"en": "Peru"}))
    load(world)
    world.put(Thing.ACTOR, actor("peru", names={"en": "Perú"}), nature=Nature.CORRECTION)

    assert load(world) == []
    assert heads(world) == [1, 2]
    for code in ("PE", "PER"):
        release.says(
            actor("peru", names={"en": "Peru"}, identifiers=[{"scheme": "iso", "value": code}])
        )
        assert load(world) == []
        assert load(world) == []
    now = current(world, "peru")
    assert (now["names"], now["identifiers"][0]["value"]) == ({"en": "Perú"}, "PER")
    assert heads(world) == [1, 2, 3, 4]


def test_what_both_changed_stays_and_is_told(world: World, release: Release) -> None:
    release.says(actor("peru", names={"en": "Peru"}))
    load(world)
    world.put(Thing.ACTOR, actor("peru", names={"en": "Perú"}))
    release.says(actor("peru", names={"en": "PERU"}), actor("chile"))

    told = ["actor peru was changed here and in this release; names stay as here."]
    assert load(world) == told
    assert load(world) == told
    assert current(world, "peru")["names"] == {"en": "Perú"}
    assert made(world)[-1] == (3, "chile")


def test_what_was_withdrawn_stays_so(world: World, release: Release) -> None:
    release.says(actor("peru"), actor("chile"))
    load(world)
    world.commit(Retract(Thing.ACTOR, "peru"))
    assert load(world) == []
    release.says(actor("peru", names={"en": "Perú"}), actor("chile", names={"en": "Chili"}))

    assert load(world) == ["actor peru was withdrawn here, and stays so."]
    assert made(world)[-1] == (3, "chile")


def test_what_was_here_before_the_release_knew_it_stays(world: World, release: Release) -> None:
    world.commit(*puts(Thing.ACTOR, [actor("peru", names={"en": "Perú"})]))
    release.says(actor("peru", names={"en": "Peru"}))

    assert load(world) == ["actor peru was changed here and in this release; names stay as here."]
    assert heads(world) == [1]


def test_an_event_of_the_first_record_is_an_editors_to_move(world: World) -> None:
    load(world, events=True)
    [talks] = [d for _, d in first_record() if d.get("slug") == "nato-russia-talks-2022-01"]
    world.put(Thing.EVENT, talks | {"when": "2022-01-13", "status": "postponed"})

    assert load(world, events=True) == []
    now = current(world, talks["id"])
    assert (now["when"]["edtf"], now["status"]) == ("2022-01-13", "postponed")
    assert [former["when"]["edtf"] for former in now["previous"]] == ["2022-01-12"]
    assert heads(world) == [1, 2, 3]


def test_what_changes_while_it_loads_is_not_overwritten(world: World) -> None:
    world.commit(*puts(Thing.ACTOR, [actor("peru")]))
    with world.database.reading() as connection:
        found, _ = changes(
            connection, "a test", [(Thing.ACTOR, model(Thing.ACTOR, actor("peru", "body")))]
        )
    world.put(Thing.ACTOR, actor("peru", names={"en": "Perú"}))

    with pytest.raises(PreconditionFailed, match="peru is at version 2, not 1"):
        world.commit(*found)
