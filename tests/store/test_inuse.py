"""What is in use stays: an actor, a forum, a topic, a source; and the refusal says by what."""

from typing import Any

import pytest

from app.domain.change import Nature
from app.domain.things import Thing
from app.errors import Conflict, InvalidDocument
from app.store.check import check
from app.store.ledger import Entry, Put, Retract, commit
from tests.support.world import World, actor, event, model, party, relation

EVENT = "event ev_00000001"
SAID = {"date": "2021-12-28", "summary": {"en": "So."}, "source": "src_1"}
SPEAKS = {"id": "st_1", "speaker": "spare", **SAID}
NEW = (
    (Thing.ACTOR, actor("spare")),
    (Thing.FORUM, {"id": "spare", "kind": "format", "names": {"en": "Spare"}}),
    (Thing.TOPIC, {"id": "spare", "names": {"en": "Spare"}}),
    (Thing.SOURCE, {"id": "spare", "publisher": "A", "title": "B"}),
)
USES: tuple[tuple[Thing, Thing, dict[str, Any], str, str], ...] = (
    (Thing.ACTOR, Thing.EVENT, event(1, participants=[party("spare")]), EVENT,
     "/participants/0/actor"),
    (Thing.ACTOR, Thing.EVENT, event(1, participants=[party("rau", office="spare")]), EVENT,
     "/participants/0/office"),
    (Thing.ACTOR, Thing.EVENT, event(1, participants=[party("rau", represented_by=["spare"])]),
     EVENT, "/participants/0/represented_by/0"),
    (Thing.ACTOR, Thing.EVENT, event(1, place={"country": "spare"}), EVENT, "/place/country"),
    (Thing.ACTOR, Thing.EVENT,
     event(1, positions=[{"actor": "russia", "position": "denied", "by": "spare"}]), EVENT,
     "/positions/0/by"),
    (Thing.ACTOR, Thing.STATEMENT, SPEAKS, "statement st_1", "/speaker"),
    (Thing.ACTOR, Thing.ACTOR, actor("x", relations=[relation("body_of", "spare")]), "actor x",
     "/relations/0/object"),
    (Thing.ACTOR, Thing.FORUM,
     {"id": "x", "kind": "organ", "names": {"en": "X"}, "organ_of": "spare"}, "forum x",
     "/organ_of"),
    (Thing.FORUM, Thing.EVENT, event(1, forum="spare"), EVENT, "/forum"),
    (Thing.FORUM, Thing.FORUM,
     {"id": "x", "kind": "organ", "names": {"en": "X"}, "parent": "spare"}, "forum x", "/parent"),
    (Thing.TOPIC, Thing.EVENT, event(1, topics=["arms", "spare"]), EVENT, "/topics/1"),
    (Thing.SOURCE, Thing.EVENT, event(1, sources=["src_1", "spare"]), EVENT, "/sources/1"),
    (Thing.SOURCE, Thing.STATEMENT, {"id": "st_1", "office": "minister", **SAID, "source": "spare"},
     "statement st_1", "/source"),
)  # fmt: skip


@pytest.fixture
def spare(world: World) -> World:
    """With a thing of each sort that nothing uses."""
    world.commit(*(Put(thing, model(thing, document)) for thing, document in NEW))
    return world


@pytest.mark.parametrize(("thing", "by", "document", "named", "pointer"), USES)
def test_what_is_in_use_is_not_retracted(
    spare: World, thing: Thing, by: Thing, document: dict[str, Any], named: str, pointer: str
) -> None:
    spare.put(by, document)
    with pytest.raises(Conflict) as refused:
        spare.commit(Retract(thing, "spare"))

    assert refused.value.detail == f"{thing} spare is in use by {named}: change that first."
    assert [fault.detail for fault in refused.value.faults] == [f"{named}{pointer} points at it."]


@pytest.mark.parametrize(("thing", "by", "document"), [use[:3] for use in USES])
def test_the_commit_that_ends_the_last_use_may_end_it_too(
    spare: World, thing: Thing, by: Thing, document: dict[str, Any]
) -> None:
    spare.put(by, document)
    spare.commit(Retract(by, document["id"]), Retract(thing, "spare"))

    assert check(spare.database, spare.directories) == []


@pytest.mark.parametrize("thing", [thing for thing, _ in NEW])
def test_what_nothing_uses_is_retracted(spare: World, thing: Thing) -> None:
    """An id that begins as another's, or stands in a text, is no use of it."""
    quoted = event(1, title={"en": 'The "spare" one'}, summary={"en": "spare"})
    spare.put(Thing.EVENT, quoted)
    spare.put(Thing.ACTOR, actor("spare-part"))

    assert spare.commit(Retract(thing, "spare"))


def test_what_a_revision_cites_is_in_use(spare: World) -> None:
    entry = Entry("a test", Nature.WORLD, source="spare")
    put = Put(Thing.EVENT, model(Thing.EVENT, event(1)))
    with spare.database.writing() as connection:
        commit(connection, spare.directories, [put], entry)
    with pytest.raises(Conflict, match="in use by revision 3"):
        spare.commit(Retract(Thing.SOURCE, "spare"))


def test_what_ends_in_a_commit_is_not_pointed_at_by_it(spare: World) -> None:
    said = model(Thing.STATEMENT, {**SPEAKS, "speaker": "rau", "source": "spare"})
    with pytest.raises(InvalidDocument):
        spare.commit(Put(Thing.STATEMENT, said), Retract(Thing.SOURCE, "spare"))


def test_of_many_uses_some_are_named(spare: World) -> None:
    spare.put(Thing.EVENT, *(event(n, topics=["spare"]) for n in range(30)))
    with pytest.raises(Conflict, match="and by others"):
        spare.commit(Retract(Thing.TOPIC, "spare"))
