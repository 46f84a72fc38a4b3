"""Which other things a document points at, and where in it."""

from collections.abc import Iterator
from functools import singledispatch
from typing import NamedTuple

from app.domain.actor import Actor
from app.domain.event import Event
from app.domain.forum import Forum, Topic
from app.domain.participation import Participation
from app.domain.source import Source, Statement
from app.domain.things import Model, Thing


class Reference(NamedTuple):
    """A reference to a thing, and the JSON pointer (RFC 6901) of where it stands."""

    thing: Thing
    id: str
    pointer: str


def references(document: Model) -> Iterator[Reference]:
    """Everything the document points at, once for each place."""
    for thing, id_, pointer in _found(document):
        if id_ is not None:
            yield Reference(thing, id_, pointer)


Found = Iterator[tuple[Thing, str | None, str]]


@singledispatch
def _found(document: Model) -> Found:
    raise TypeError(type(document))


@_found.register(Topic)
@_found.register(Source)
def _nothing(_document: Topic | Source) -> Found:
    return iter(())


@_found.register
def _actor(document: Actor) -> Found:
    for i, relation in enumerate(document.relations):
        yield Thing.ACTOR, relation.object, f"/relations/{i}/object"
        yield Thing.SOURCE, relation.source, f"/relations/{i}/source"
    for i, seat in enumerate(document.seats):
        yield Thing.ACTOR, seat.country, f"/seats/{i}/country"


@_found.register
def _forum(document: Forum) -> Found:
    yield Thing.FORUM, document.parent, "/parent"
    yield Thing.ACTOR, document.organ_of, "/organ_of"
    yield Thing.ACTOR, document.members.of if document.members else None, "/members/of"
    for i, party in enumerate(document.parties):
        yield Thing.ACTOR, party, f"/parties/{i}"


@_found.register
def _statement(document: Statement) -> Found:
    for member in ("speaker", "office", "on_behalf_of"):
        yield Thing.ACTOR, getattr(document, member), f"/{member}"
    yield Thing.SOURCE, document.source, "/source"
    for i, about in enumerate(document.about):
        yield Thing.EVENT, about.event, f"/about/{i}/event"


@_found.register
def _event(document: Event) -> Found:
    yield Thing.FORUM, document.forum, "/forum"
    yield Thing.EVENT, document.part_of, "/part_of"
    yield Thing.ACTOR, document.place.country if document.place else None, "/place/country"
    for i, participation in enumerate(document.participants):
        yield from _participation(participation, f"/participants/{i}")
    for i, position in enumerate(document.positions):
        yield Thing.ACTOR, position.actor, f"/positions/{i}/actor"
        yield Thing.ACTOR, position.by, f"/positions/{i}/by"
        yield Thing.SOURCE, position.source, f"/positions/{i}/source"
    for thing, member in ((Thing.TOPIC, "topics"), (Thing.SOURCE, "sources")):
        for i, id_ in enumerate(getattr(document, member)):
            yield thing, id_, f"/{member}/{i}"


def _participation(participation: Participation, at: str) -> Found:
    yield Thing.ACTOR, participation.actor, f"{at}/actor"
    yield Thing.ACTOR, participation.office, f"{at}/office"
    collective = participation.collective
    yield Thing.ACTOR, collective.of if collective else None, f"{at}/collective/of"
    for i, person in enumerate(participation.represented_by):
        yield Thing.ACTOR, person, f"{at}/represented_by/{i}"
