"""A history made by chance: commits of every sort, so that answers differ in every way."""

from collections.abc import Callable
from random import Random
from typing import Any

from app.domain.things import Thing
from app.store.ledger import Retract
from tests.support.world import (
    CASTS,
    DATES,
    FORUMS,
    World,
    actor,
    event,
    events,
    member,
    relation,
    statements,
)

Document = dict[str, Any]


class History:
    """Commits to a world one change after another, the same at every run.

    Nothing is renamed in it: names of others are no part of what an event is.
    """

    def __init__(self, world: World, seed: int, count: int) -> None:
        self.world = world
        self.chance = Random(seed)
        self.events = {document["id"]: document for document in events(count)}
        self.said = {document["id"]: document for document in statements([*self.events])}
        world.put(Thing.EVENT, *self.events.values())
        world.put(Thing.STATEMENT, *self.said.values())
        self.number = count

    def go_on(self, commits: int) -> None:
        """So many commits more, each of one kind of change."""
        for _ in range(commits):
            self.chance.choice(KINDS)(self)

    def _some(self, most: int = 4) -> list[str]:
        known = sorted(self.events.keys() - {"ev_00000000"})
        return self.chance.sample(known, self.chance.randint(1, most))

    def _put(self, *documents: Document) -> None:
        self.events |= {document["id"]: document for document in documents}
        self.world.put(Thing.EVENT, *documents)

    def change(self) -> None:
        pick = self.chance.choice
        changed: dict[str, Callable[[], Any]] = {
            "when": lambda: pick(DATES),
            "status": lambda: pick(["announced", "confirmed", "held", "cancelled"]),
            "participants": lambda: pick(CASTS),
            "forum": lambda: pick([None, "council", "group", "pair"]),
            "place": lambda: pick([None, {"country": "france"}]),
            "topics": lambda: pick([[], ["arms"], ["trade"]]),
        }
        name = pick([*changed])
        self._put(*({**self.events[id_], name: changed[name]()} for id_ in self._some()))

    def add(self) -> None:
        self.number += 1
        cast, date = self.chance.choice(CASTS), self.chance.choice(DATES)
        self._put(event(self.number, date, participants=cast))

    def retract(self) -> None:
        (id_,) = self._some(1)
        del self.events[id_]
        self.world.commit(Retract(Thing.EVENT, id_))

    def say(self) -> None:
        """A new statement, or one that is now about other events and in other words."""
        self.number += 1
        id_ = self.chance.choice([f"st_new_{self.number}", *sorted(self.said)])
        told = self.chance.choice(["Annonce des négociations d’hiver", "Les traités de Genève"])
        about = [{"event": event_, "relation": "announces"} for event_ in self._some(2)]
        first = next(iter(statements(["ev_00000000"])))
        self.said[id_] = {**first, "id": id_, "summary": {"fr": told}, "about": about}
        self.world.put(Thing.STATEMENT, self.said[id_])

    def unsay(self) -> None:
        if self.said:
            id_ = self.chance.choice(sorted(self.said))
            del self.said[id_]
            self.world.commit(Retract(Thing.STATEMENT, id_))

    def relate(self) -> None:
        """A correction of who acts for whom, or who belongs to what."""
        start = self.chance.choice(["2021-01-01", "2022-01-08", "2023-04-04"])
        id_, kind, relations = self.chance.choice(
            [
                ("finland", "country", [member("nato", **{"from": start})]),
                ("poland", "country", [member("nato", **{"from": start})]),
                ("poland", "country", []),
                ("lavrov", "person", [relation("holds", "minister")]),
                ("lavrov", "person", [relation("holds", "minister", attested=start)]),
                ("lavrov", "person", []),
                ("ministry", "body", [relation("body_of", "russia")]),
                ("ministry", "body", [relation("body_of", "poland")]),
            ]
        )
        self.world.put(Thing.ACTOR, actor(id_, kind, relations=relations))

    def nest(self) -> None:
        """A forum gets another parent."""
        group = {**FORUMS[1], "parent": self.chance.choice([None, "council", "pair"])}
        self.world.put(Thing.FORUM, group)

    def call(self) -> None:
        """An actor gets or loses an alias, which text finds and no item shows."""
        aliases = self.chance.choice([[], [{"text": "Gas winter", "lang": "en"}]])
        self.world.put(Thing.ACTOR, actor("france", aliases=aliases))


KINDS: tuple[Callable[[History], None], ...] = (
    History.change, History.change, History.change, History.add, History.retract, History.say,
    History.say, History.unsay, History.relate, History.relate, History.nest, History.call,
)  # fmt: skip
