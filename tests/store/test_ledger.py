"""The ledger: revisions, versions, beliefs that change, what stays of them."""

from typing import Any

import pytest

from app.domain.change import Nature
from app.domain.listing import Recorded
from app.domain.query import EventQuery, Via
from app.domain.resolve import UnknownToken
from app.domain.things import Thing
from app.errors import Conflict, Gone, InvalidDocument, NotFound, PreconditionFailed
from app.store import documents, identify
from app.store import events as reads
from app.store.check import check
from app.store.ledger import Put, Retract
from app.store.pins import pin
from tests.support.world import World, actor, event, member, model, party, relation


def asked(world: World, query: EventQuery, as_of: int | None = None) -> list[str]:
    """The last digit of the ids of the events of a query."""
    with world.database.reading() as connection:
        pinned = pin(connection, as_of)
        directory = world.directories.at(connection, pinned)
        items, _ = reads.page(connection, query, directory, pinned, 100)
    return [item.id[-1] for item in items]


def get(world: World, number: int, as_of: int | None = None) -> Recorded:
    with world.database.reading() as connection:
        id_ = f"ev_{number:08d}"
        return documents.get(connection, Thing.EVENT, id_, pin(connection, as_of))


def history(world: World, number: int) -> list[dict[str, Any]]:
    with world.database.reading() as connection:
        return reads.history(connection, f"ev_{number:08d}", pin(connection))


def test_a_commit_of_what_is_already_so_makes_no_revision(world: World) -> None:
    first = world.put(Thing.EVENT, event(1))

    assert world.put(Thing.EVENT, event(1)) is None
    with world.database.reading() as connection:
        assert pin(connection).rev == (first.rev if first else None)


def test_instants_increase_strictly(world: World) -> None:
    pins = [world.put(Thing.EVENT, event(n)) for n in range(20)]
    instants = [p.at for p in pins if p]

    assert sorted(set(instants)) == instants
    assert len(instants) == 20


def test_each_revision_keeps_its_version(world: World) -> None:
    first = world.put(Thing.EVENT, event(1, "2022-01-10"))
    world.put(Thing.EVENT, event(1, "2022-01-20"))

    assert first
    assert get(world, 1).document["when"]["edtf"] == "2022-01-20"
    assert get(world, 1, first.rev).document["when"]["edtf"] == "2022-01-10"
    assert [entry["version"] for entry in history(world, 1)] == [1, 2]


def test_a_moved_date_is_a_typed_change_and_stays_in_previous(world: World) -> None:
    world.put(Thing.EVENT, event(1, "2022-01-10"))
    moved = world.put(Thing.EVENT, event(1, "2022-01-20"))

    (change,) = history(world, 1)[-1]["changes"]
    (previous,) = get(world, 1).document["previous"]
    assert (change["type"], change["old"], change["days"]) == ("rescheduled", "2022-01-10", 10)
    assert moved
    assert (previous["when"]["edtf"], previous["rev"]) == ("2022-01-10", moved.rev)


def test_a_corrected_date_never_was(world: World) -> None:
    world.put(Thing.EVENT, event(1, "2022-01-10"))
    world.put(Thing.EVENT, event(1, "2022-01-20"), nature=Nature.CORRECTION)

    assert get(world, 1).document["previous"] == []


def test_previous_is_not_taken_from_the_writer(world: World) -> None:
    world.put(Thing.EVENT, event(1, previous=[{"when": "1999", "rev": 1}]))

    assert get(world, 1).document["previous"] == []


def test_an_event_counts_for_a_country_while_the_office_is_held(world: World) -> None:
    world.put(
        Thing.EVENT,
        event(1, "2004-03-08", participants=[party("lavrov")]),
        event(2, "2004-03-09", participants=[party("lavrov")]),
        event(3, "2022-02-15", participants=[party("lavrov")]),
        event(4, "2022-02-16", participants=[party("lavrov")]),
        event(5, "2022-02", participants=[party("lavrov")]),
    )

    assert asked(world, EventQuery(actors=(("russia",),))) == ["2", "5", "3"]
    assert len(asked(world, EventQuery(actors=(("lavrov",),)))) == 5


def test_members_are_those_of_the_events_date(world: World) -> None:
    world.put(
        Thing.EVENT,
        event(1, "2023-04-03", participants=[party("finland")]),
        event(2, "2023-04-04", participants=[party("finland")]),
    )

    assert asked(world, EventQuery(actors=(("nato",),), via=(Via.MEMBERS,))) == ["2"]
    assert asked(world, EventQuery(actors=(("nato",),))) == []


def test_a_corrected_relation_moves_events_from_its_revision_on(world: World) -> None:
    world.put(Thing.EVENT, event(1, "2003-01-01", participants=[party("lavrov")]))
    query = EventQuery(actors=(("russia",),))
    before = asked(world, query)
    held = relation("holds", "minister", **{"from": "2002-01-01"})
    corrected = world.put(Thing.ACTOR, actor("lavrov", "person", relations=[held]))

    assert corrected
    assert before == []
    assert asked(world, query) == ["1"]
    assert asked(world, query, corrected.rev - 1) == []
    assert get(world, 1).version == 1


def test_a_relation_in_the_middle_of_the_chain_reaches_the_events(world: World) -> None:
    world.put(Thing.EVENT, event(1, "2020", participants=[party("lavrov")]))
    world.put(Thing.ACTOR, actor("minister", "office", relations=[relation("office_of", "poland")]))

    assert asked(world, EventQuery(actors=(("poland",),))) == ["1"]
    assert asked(world, EventQuery(actors=(("russia",),))) == []


def test_a_corrected_membership_keeps_the_former_belief(world: World) -> None:
    first = world.put(Thing.EVENT, event(1, "2022", participants=[party("finland")]))
    world.put(Thing.ACTOR, actor("finland", relations=[member("nato", **{"from": "2021"})]))
    query = EventQuery(actors=(("nato",),), via=(Via.MEMBERS,))

    assert first
    assert asked(world, query) == ["1"]
    assert asked(world, query, first.rev) == []


def test_a_write_that_saw_another_version_is_refused(world: World) -> None:
    world.put(Thing.EVENT, event(1))
    world.put(Thing.EVENT, event(1, "2023"))
    stale = Put(Thing.EVENT, model(Thing.EVENT, event(1, "2024")), expected=1)

    with pytest.raises(PreconditionFailed, match="version 2, not 1"):
        world.commit(stale)
    assert get(world, 1).document["when"]["edtf"] == "2023"


def test_a_retracted_event_is_gone_and_its_past_is_not(world: World) -> None:
    first = world.put(Thing.EVENT, event(1))
    world.commit(Retract(Thing.EVENT, "ev_00000001"))

    assert first
    assert asked(world, EventQuery()) == []
    assert asked(world, EventQuery(), first.rev) == ["1"]
    with pytest.raises(Gone):
        get(world, 1)
    with pytest.raises(NotFound):
        world.commit(Retract(Thing.EVENT, "ev_00000002"))
    with pytest.raises(Conflict):
        world.put(Thing.EVENT, event(1))


def test_what_points_at_nothing_is_refused_with_its_place(world: World) -> None:
    with pytest.raises(InvalidDocument) as refused:
        world.put(Thing.EVENT, event(1, participants=[party("atlantis")], forum="agora"))

    assert {fault.pointer for fault in refused.value.faults} == {"/participants/0/actor", "/forum"}
    assert asked(world, EventQuery()) == []


def test_two_events_cannot_have_one_slug(world: World) -> None:
    world.put(Thing.EVENT, event(1, slug="talks"))
    with pytest.raises(Conflict, match="talks"):
        world.put(Thing.EVENT, event(2, slug="talks"))


def test_a_former_slug_still_finds_its_event(world: World) -> None:
    world.put(Thing.EVENT, event(1, slug="talks"))
    world.put(Thing.EVENT, event(1, slug="geneva-talks"))
    with world.database.reading() as connection:
        pinned = pin(connection)
        found = {identify.find(connection, slug, pinned) for slug in ("talks", "geneva-talks")}

    assert found == {"ev_00000001"}


def test_the_check_finds_a_row_that_is_not_as_its_document_says(world: World) -> None:
    world.put(Thing.EVENT, event(1, participants=[party("russia")]))
    assert check(world.database, world.directories) == []

    with world.database.writing() as connection:
        connection.exec_driver_sql(
            "UPDATE event_actors SET actor = 'france' WHERE actor = 'russia'"
        )

    assert check(world.database, world.directories) == [
        "event ev_00000001, version 1: rows of event_actors are not what the document says."
    ]


def called(scheme: str, value: str) -> dict[str, str]:
    return {"scheme": scheme, "value": value}


def test_an_event_is_found_by_what_others_call_it(world: World) -> None:
    world.put(Thing.EVENT, event(1, identifiers=[called("feed", "Ab")]))
    world.put(Thing.EVENT, event(2, identifiers=[called("feed", "aB"), called("wd", "Q1")]))
    world.put(Thing.EVENT, event(1))

    def found(token: str, as_of: int | None = None) -> str | None:
        with world.database.reading() as connection:
            return identify.find(connection, token, pin(connection, as_of))

    assert [found("feed:aB"), found("wd:q1"), found("WD:Q1")] == ["ev_00000002"] * 3
    assert found("feed:AB") == "ev_00000002"
    assert found("feed:Ab", as_of=3) == "ev_00000001"
    assert found("feed:nothing") is None
    with pytest.raises(UnknownToken) as unsure:
        found("feed:AB", as_of=3)
    assert unsure.value.candidates == ("ev_00000001", "ev_00000002")


def test_two_events_cannot_have_one_identifier(world: World) -> None:
    world.put(Thing.EVENT, event(1, identifiers=[called("feed", "1")]))

    with pytest.raises(Conflict, match="feed:1 is ev_00000001"):
        world.put(Thing.EVENT, event(2, identifiers=[called("feed", "1")]))
    same = [called("feed", "2")]
    with pytest.raises(Conflict):
        world.put(Thing.EVENT, event(3, identifiers=same), event(4, identifiers=same))


def test_an_identifier_put_to_the_wrong_event_can_be_moved(world: World) -> None:
    name = [called("feed", "1")]
    world.put(Thing.EVENT, event(1, identifiers=name), event(2))
    world.put(Thing.EVENT, event(1))
    world.put(Thing.EVENT, event(2, identifiers=name))

    with world.database.reading() as connection:
        assert identify.find(connection, "feed:1", pin(connection)) == "ev_00000002"
