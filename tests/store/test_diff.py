"""A difference applied to one list gives the other, over histories and filters made by chance."""

from collections import Counter
from collections.abc import Iterator
from random import Random
from typing import Any

import orjson
import pytest

from app.domain.change import ChangeType
from app.domain.difference import Difference, Effect
from app.domain.listing import View
from app.domain.query import EventQuery, Via
from app.domain.things import Thing
from app.domain.window import parse_window
from app.render.diff import Side, entry
from app.render.event_item import event_item
from app.render.form import ITEM
from app.store import diff, moved
from app.store import events as reads
from app.store.diff import Moment
from app.store.ledger import Retract
from app.store.pins import pin
from tests.support.chance import queries
from tests.support.history import History
from tests.support.world import World, actor, event, member, party, relation

EVERY, FILTERS = 10_000, 300
Items = dict[str, Any]


@pytest.fixture
def history(world: World) -> History:
    """Sixty events, then fifty commits."""
    made = History(world, seed=5, count=60)
    made.go_on(50)
    return made


class Record:
    """Lists and differences of one world, rendered as the interface does."""

    def __init__(self, world: World, connection: Any) -> None:
        self.world, self.connection = world, connection

    def moment(self, rev: int) -> Moment:
        pinned = pin(self.connection, rev)
        return Moment(pinned, self.world.directories.at(self.connection, pinned))

    def listed(self, query: EventQuery, moment: Moment) -> Items:
        items, _ = reads.page(self.connection, query, moment.directory, moment.pin, EVERY)
        side = self._side(query, moment, items)
        return {item.id: event_item(item, side.related, side.view) for item in items}

    def entries(self, query: EventQuery, a: Moment, b: Moment, limit: int) -> Iterator[Items]:
        """Page by page, as it is asked for."""
        key: str | None = None
        while True:
            found, key = diff.page(self.connection, query, a, b, limit, key)
            yield from self._rendered(query, a, b, found)
            if key is None:
                return

    def _rendered(
        self, query: EventQuery, a: Moment, b: Moment, found: list[Difference]
    ) -> Iterator[Items]:
        before = self._side(query, a, [d.before.event for d in found if d.before])
        after = self._side(query, b, [d.after.event for d in found if d.after])
        return (entry(difference, before, after) for difference in found)

    def _side(self, query: EventQuery, moment: Moment, items: list[Any]) -> Side:
        view = View("en", "http://here", moment.directory, query.tz, frozenset(), query)
        related = reads.related(self.connection, moment.pin, items, ITEM)
        return Side(moment.pin.rev, moment.pin.at, view, related)


def _applied(items: Items, entries: list[Items], gone: str, come: str) -> Items:
    """The list with what the difference says; what it says nothing of stays as it was."""
    taken = {e["id"] for e in entries if e[gone] is not None}
    kept = {id_: item for id_, item in items.items() if id_ not in taken}
    return kept | {e["id"]: e[come] for e in entries if e[come] is not None}


def _comparable(items: Items, query: EventQuery) -> dict[str, bytes]:
    """Byte for byte; but a membership changes how `via` finds an event that stays as it is."""
    dropped = {"matched_by"} if query.via else set()
    return {
        id_: orjson.dumps({k: v for k, v in item.items() if k not in dropped})
        for id_, item in items.items()
    }


def disagreements(world: World) -> Iterator[tuple[EventQuery, int, int]]:
    """Pairs of revisions and filters for which a difference does not lead from list to list."""
    chance = Random(9)
    with world.database.reading() as connection:
        record, head = Record(world, connection), pin(connection).rev
        for query in queries(FILTERS, seed=21):
            a, b = map(record.moment, sorted(chance.randint(3, head) for _ in range(2)))
            then, now = record.listed(query, a), record.listed(query, b)
            entries = [*record.entries(query, a, b, chance.choice([1, 7, 200]))]
            forth = _comparable(_applied(then, entries, "before", "item"), query)
            back = _comparable(_applied(now, entries, "item", "before"), query)
            right = forth == _comparable(now, query) and back == _comparable(then, query)
            counted = Counter(e["effect"] for e in entries)
            ordered = [e["id"] for e in entries] == sorted({e["id"] for e in entries})
            if not (right and ordered and counted == diff.count(connection, query, a, b)):
                yield query, a.pin.rev, b.pin.rev


# Candidates named one by one, and none named: both answers merged whole.
@pytest.mark.parametrize("most", [moved.MOST, 0])
def test_a_difference_applied_to_one_list_gives_the_other_both_ways(
    history: History, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr(moved, "MOST", most)

    assert list(disagreements(history.world)) == []


NOTHING: frozenset[str] = frozenset()
OVERLOOKED: dict[str, object] = {
    "_begun": {thing: [] for thing in Thing},
    "_told": NOTHING,
    "_reread_actors": NOTHING,
    "_reread_forums": NOTHING,
    "touched": NOTHING,
}


@pytest.mark.parametrize("part", OVERLOOKED)
def test_a_sort_of_change_that_is_overlooked_is_noticed(
    history: History, monkeypatch: pytest.MonkeyPatch, part: str
) -> None:
    """The controls: each reason for which an event may differ is needed."""
    monkeypatch.setattr(moved, part, lambda *_: OVERLOOKED[part])

    assert next(disagreements(history.world), None) is not None


def _told(world: World, query: EventQuery, a: int, b: int) -> list[Difference]:
    with world.database.reading() as connection:
        record = Record(world, connection)
        return diff.page(connection, query, record.moment(a), record.moment(b), 200)[0]


def _said(found: list[Difference]) -> list[tuple[str, Effect, list[ChangeType]]]:
    return [(d.id[-1], d.effect, [change.type for change in d.changes]) for d in found]


def test_what_became_of_each_event_is_said_with_what_changed(world: World) -> None:
    january = EventQuery(window=parse_window("2022-01"))
    world.put(Thing.EVENT, *(event(n) for n in range(5)))
    world.put(Thing.EVENT, event(0, "2022-02-01"), event(1, status="confirmed"), event(6))
    world.put(Thing.EVENT, event(7, "2022-03-01"))
    world.put(Thing.EVENT, event(7, "2022-01-12"))
    world.commit(Retract(Thing.EVENT, "ev_00000002"))

    assert _said(_told(world, january, 2, 6)) == [
        ("0", Effect.LEFT, [ChangeType.RESCHEDULED]),
        ("1", Effect.CHANGED, [ChangeType.STATUS_CHANGED]),
        ("2", Effect.RETRACTED, [ChangeType.RETRACTED]),
        ("6", Effect.ENTERED, [ChangeType.CREATED]),
        ("7", Effect.ENTERED, [ChangeType.CREATED]),
    ]
    assert _said(_told(world, january, 4, 5)) == [
        ("7", Effect.ENTERED, [ChangeType.RESCHEDULED]),
    ]
    assert _told(world, january, 6, 6) == []


def test_an_event_enters_by_a_corrected_membership_without_changing_itself(world: World) -> None:
    query = EventQuery(actors=(("nato",),), via=(Via.MEMBERS,))
    world.put(Thing.EVENT, event(1, participants=[party("finland"), party("russia")]))
    world.put(Thing.ACTOR, actor("finland", relations=[member("nato", **{"from": "2021"})]))

    (entered,) = _told(world, query, 2, 3)
    (left,) = _told(world, EventQuery(not_actors=("nato",), via=query.via), 2, 3)
    assert (entered.effect, entered.changes) == (Effect.ENTERED, [])
    assert entered.before
    assert entered.after
    assert entered.before.event.version == entered.after.event.version == 1
    assert (left.effect, left.changes) == (Effect.LEFT, [])


def test_an_event_changes_when_its_participants_act_for_another(world: World) -> None:
    world.put(Thing.EVENT, event(1, participants=[party("lavrov"), party("france")]))
    holds = relation("holds", "pl-minister")
    world.put(Thing.ACTOR, actor("lavrov", "person", relations=[holds]))

    ((_, effect, (type_,)),) = _said(_told(world, EventQuery(), 2, 3))
    (change,) = _told(world, EventQuery(), 2, 3)[0].changes
    assert (effect, type_) == (Effect.CHANGED, ChangeType.AFFILIATION_CHANGED)
    assert {row["actor"] for row in change.old} == {"minister", "ministry", "russia"}
    assert {row["actor"] for row in change.new} == {"pl-minister", "poland"}
    assert _said(_told(world, EventQuery(actors=(("poland",),)), 2, 3))[0][1] is Effect.ENTERED
    assert _said(_told(world, EventQuery(actors=(("russia",),)), 2, 3))[0][1] is Effect.LEFT


def test_what_is_said_of_an_event_is_a_change_of_it_and_a_rename_of_others_is_not(
    world: World,
) -> None:
    said = {
        "id": "st_1", "office": "minister", "date": "2021-12-28", "summary": {"fr": "Annonce"},
        "about": [{"event": "ev_00000001", "relation": "announces"}], "source": "src_1",
    }  # fmt: skip
    world.put(Thing.EVENT, event(1, participants=[party("france")]), event(2))
    world.put(Thing.STATEMENT, said)
    world.commit(Retract(Thing.STATEMENT, "st_1"))
    world.put(Thing.ACTOR, actor("france", names={"en": "The French Republic"}))

    assert _said(_told(world, EventQuery(), 2, 3)) == [
        ("1", Effect.CHANGED, [ChangeType.STATEMENT_ADDED])
    ]
    assert _said(_told(world, EventQuery(), 3, 4)) == [
        ("1", Effect.CHANGED, [ChangeType.CORRECTED])
    ]
    assert _told(world, EventQuery(), 2, 4) == []
    assert _told(world, EventQuery(), 4, 5) == []
