"""Who is in an event, named or acted through, as the rows by which it is found say."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Select, select

from app.domain.facts import Standing
from app.domain.listing import unsaid
from app.domain.query import EventQuery
from app.store.bits import roles
from app.store.lists import numbered, padded, parameters
from app.store.pins import Pin, kept_at, pinned
from app.store.prepared import ask
from app.store.tables import event_actors


def standings(
    connection: Connection, pin: Pin, ids: Iterable[str], actors: Iterable[str] = ()
) -> Mapping[str, frozenset[Standing]]:
    """By event, as actors' relations were at that revision; none for one that is not there.

    Those of these actors, where some are given.
    """
    found: defaultdict[str, set[Standing]] = defaultdict(set)
    events, some = padded(ids), padded(actors)
    if events:
        statement = _standings(len(events), len(some), at_head=pin.is_head)
        values = numbered("id", events) | numbered("actor", some) | pinned(pin)
        for entity, actor, mask, named, sure in ask(connection, statement, values):
            found[entity].add(_standing(actor, mask, named, sure))
    return defaultdict(frozenset, {id_: frozenset(stood) for id_, stood in found.items()})


# How an actor is in an event, as it is stored: roles, named, sure.
Stood = tuple[int, int, int]


def stood(
    connection: Connection,
    pin: Pin,
    named: Mapping[str, frozenset[str]],
    query: EventQuery,
    known: Mapping[str, Stood] | None = None,
) -> Mapping[str, frozenset[Standing]]:
    """The standings that say how events with these participants are an answer to a query.

    `known` are those of the one actor asked for, where they have been read.
    """
    ids = [id_ for id_, actors in named.items() if unsaid(actors, query)]
    if known is not None:
        ((actor,),) = query.actors
        return {id_: _alone(actor, *known[id_]) for id_ in ids}
    # By `via` others count for an actor: all of an event are read then.
    actors = () if query.via else {actor for group in query.actors for actor in group}
    return standings(connection, pin, ids, sorted(actors))


def _standing(actor: str, mask: int, named: int, sure: int) -> Standing:
    return Standing(actor, roles(mask), bool(named), bool(sure))


@lru_cache(1_024)
def _alone(actor: str, mask: int, named: int, sure: int) -> frozenset[Standing]:
    return frozenset({_standing(actor, mask, named, sure)})


@lru_cache
def _standings(events: int, actors: int, *, at_head: bool) -> Select[Any]:
    stood = event_actors.c
    wanted = [stood.entity.in_(parameters("id", events)), kept_at(event_actors, at_head=at_head)]
    if actors:
        wanted.append(stood.actor.in_(parameters("actor", actors)))
    columns = (stood.entity, stood.actor, stood.roles, stood.named, stood.sure)
    return select(*columns).where(*wanted)
