"""Actors, forums and topics at one revision: who acts for whom, who belongs to what."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, NamedTuple, Protocol

from app.domain.actor import Actor, ActorKind, MemberRole, Relation, RelationKind
from app.domain.forum import Forum, Topic
from app.domain.names import Shown, spoken_names
from app.domain.places import Cities
from app.domain.resolve import Names
from app.domain.validity import EVER, Span, Validity, validity

Analyse = Callable[[str, str | None], frozenset[str]]

ROOTS = (ActorKind.COUNTRY, ActorKind.ORGANISATION, ActorKind.GROUPING)
_LANGUAGES_KEPT = 16
FULL_MEMBERS = (MemberRole.MEMBER, MemberRole.PARTICIPATING_STATE)
UPWARD = (RelationKind.HOLDS, RelationKind.OFFICE_OF, RelationKind.BODY_OF)


class Acting(Protocol):
    """The part of a participation that says for whom somebody acts."""

    @property
    def actor(self) -> str: ...
    @property
    def office(self) -> str | None: ...
    @property
    def represented_by(self) -> Sequence[str]: ...


class ShownNames(NamedTuple):
    """The names of everything in the directory, for a reader of one language."""

    actors: Shown
    forums: Shown
    topics: Shown


class Reach(NamedTuple):
    """An actor that a participation stands for, and whether that is sure on the event's days."""

    actor: str
    sure: bool
    path: tuple[str, ...]


class Term(NamedTuple):
    """An actor that counts for the one asked for, on some days, and which way it was found."""

    actor: str
    may: Span
    sure: Span
    asked: str
    via: str


@dataclass(frozen=True)
class Directory:
    """The small part of the record that puts names to ids and expands one actor into others."""

    actors: Mapping[str, Actor]
    forums: Mapping[str, Forum]
    topics: Mapping[str, Topic]
    analyse: Analyse = field(repr=False)

    @cached_property
    def actor_names(self) -> Names:
        """What an actor may be called."""
        return Names(self.actors)

    @cached_property
    def forum_names(self) -> Names:
        """What a forum may be called."""
        return Names(self.forums)

    @cached_property
    def topic_names(self) -> Names:
        """What a topic may be called."""
        return Names(self.topics)

    def shown(self, lang: str) -> ShownNames:
        """The names for readers of a language, kept for the few that are asked for."""
        found = self._shown.get(lang)
        if found is None:
            if len(self._shown) >= _LANGUAGES_KEPT:
                self._shown.clear()
            kinds = (self.actors, self.forums, self.topics)
            found = self._shown[lang] = ShownNames(*(Shown(things, lang) for things in kinds))
        return found

    @cached_property
    def cities(self) -> Cities:
        """The cities that it knows."""
        return Cities(self.actors.values())

    @cached_property
    def codes(self) -> Mapping[str, str | None]:
        """The country code of each actor."""
        return {id_: actor.code for id_, actor in self.actors.items()}

    @cached_property
    def _shown(self) -> dict[str, ShownNames]:
        return {}

    def reached(self, participation: Acting, days: Span) -> Iterator[Reach]:
        """The actor named, those who represent it, and all they act through on those days.

        A named office decides for its holder: the person's other offices do not count then.
        """
        office = participation.office
        for named in (participation.actor, *participation.represented_by):
            yield Reach(named, True, (named,))
            if office is None or not self._is(named, ActorKind.PERSON):
                yield from self._upward(named, days, True, (named,))
        if office is not None:
            path = (participation.actor, office)
            yield Reach(office, True, path)
            yield from self._upward(office, days, True, path)

    def roots(self, actor: str, office: str | None, days: Span) -> frozenset[str]:
        """The countries, organisations or groupings an actor stands for, or else itself."""
        if self._is(actor, *ROOTS):
            return frozenset({actor})
        begin = office if office and self._is(actor, ActorKind.PERSON) else actor
        found = {r.actor for r in self._upward(begin, days, True, ()) if self._is(r.actor, *ROOTS)}
        return frozenset(found or {actor})

    def terms(self, asked: str, via: Iterable[str]) -> tuple[Term, ...]:
        """The actor asked for, and those that count for it by the ways of `via`."""
        expand = {
            "members": self._members,
            "organisations": self._organisations,
            "predecessors": self._predecessors,
        }
        found = [Term(asked, EVER, EVER, asked, "named")]
        for way in via:
            found += (Term(a, v.may, v.sure, asked, way) for a, v in expand[way](asked))
        return tuple(found)

    def forum_family(self, asked: str) -> frozenset[str]:
        """A forum with those below it; of an organisation, its organs and those below them."""
        family = {asked} if asked in self.forums else set()
        waiting = [asked]
        while waiting:
            below: set[str] = self._forums_below.get(waiting.pop(), set()) - family
            family |= below
            waiting += below
        return frozenset(family)

    def below(self, actor: str) -> frozenset[str]:
        """Every actor that acts for this one by any relation at any time, itself included."""
        family, waiting = {actor}, [actor]
        while waiting:
            found: set[str] = self._acting_for.get(waiting.pop(), set()) - family
            family |= found
            waiting += found
        return frozenset(family)

    def named_by(self, words: frozenset[str]) -> frozenset[str]:
        """Ids of the actors one of whose names or aliases has one of these analysed words."""
        return frozenset().union(*(self._name_words.get(word, frozenset()) for word in words))

    def _is(self, actor: str, *kinds: ActorKind) -> bool:
        found = self.actors.get(actor)
        return found is not None and found.kind in kinds

    def _upward(self, actor: str, days: Span, sure: bool, path: tuple[str, ...]) -> Iterator[Reach]:
        for relation in self._relations(actor):
            # A country has many relations, few of them upward: their days are not even asked for.
            if relation.relation not in UPWARD or relation.object in path:
                continue
            held = validity(relation)
            if days.meets(held.may):
                reach = Reach(
                    relation.object, sure and days.within(held.sure), (*path, relation.object)
                )
                yield reach
                yield from self._upward(*reach[:1], days, reach.sure, reach.path)

    def _relations(self, actor: str) -> tuple[Relation, ...]:
        found = self.actors.get(actor)
        return found.relations if found else ()

    def _organisations(self, country: str) -> Iterator[tuple[str, Validity]]:
        for relation in self._relations(country):
            if relation.relation is RelationKind.MEMBER_OF and relation.role in FULL_MEMBERS:
                yield relation.object, validity(relation)

    def _members(self, organisation: str) -> Iterable[tuple[str, Validity]]:
        return self._members_of.get(organisation, ())

    def _predecessors(self, actor: str) -> Iterator[tuple[str, Validity]]:
        waiting, seen = [actor], {actor}
        while waiting:
            for relation in self._relations(waiting.pop()):
                if relation.relation is RelationKind.SUCCESSOR_OF and relation.object not in seen:
                    yield relation.object, Validity(EVER, EVER)
                    seen.add(relation.object)
                    waiting.append(relation.object)

    @cached_property
    def _members_of(self) -> Mapping[str, list[tuple[str, Validity]]]:
        members: defaultdict[str, list[tuple[str, Validity]]] = defaultdict(list)
        for actor in self.actors:
            for organisation, held in self._organisations(actor):
                members[organisation].append((actor, held))
        return members

    @cached_property
    def _acting_for(self) -> Mapping[str, set[str]]:
        acting: defaultdict[str, set[str]] = defaultdict(set)
        for actor in self.actors.values():
            for relation in actor.relations:
                if relation.relation in UPWARD:
                    acting[relation.object].add(actor.id)
        return acting

    @cached_property
    def _forums_below(self) -> Mapping[str, set[str]]:
        below: defaultdict[str, set[str]] = defaultdict(set)
        for forum in self.forums.values():
            for above in (forum.parent, forum.organ_of):
                if above is not None:
                    below[above].add(forum.id)
        return below

    @cached_property
    def _name_words(self) -> Mapping[str, set[str]]:
        words: defaultdict[str, set[str]] = defaultdict(set)
        for actor in self.actors.values():
            for text, lang in spoken_names(actor):
                for word in self.analyse(text, lang):
                    words[word].add(actor.id)
        return words


def overlaid(directory: Directory, things: Iterable[Any]) -> Directory:
    """The directory with actors, forums and topics that it lacks; its own come first."""
    listed = list(things)
    if not listed:
        return directory
    return replace(
        directory,
        actors={**{d.id: d for d in listed if isinstance(d, Actor)}, **directory.actors},
        forums={**{d.id: d for d in listed if isinstance(d, Forum)}, **directory.forums},
        topics={**{d.id: d for d in listed if isinstance(d, Topic)}, **directory.topics},
    )
