"""Persons of a file: found by what the file calls them, or by name, or made."""

from collections.abc import Mapping
from itertools import chain, count
from typing import Any

from app.domain.actor import Actor, ActorKind, RelationKind
from app.domain.directory import Directory
from app.domain.resolve import UnknownToken
from app.domain.spans import covering
from app.domain.validity import EVER
from app.intake.slugs import slug

Json = dict[str, Any]


class People:
    """The persons of one file; two of them never get one id."""

    def __init__(self, lang: str) -> None:
        self.lang = lang
        self._made: dict[tuple[str, str], str] = {}

    def id_of(
        self, directory: Directory, scheme: str, value: str, name: str, office: str | None
    ) -> str:
        """The id of the person, or the one it shall get."""
        known = _called(directory, f"{scheme}:{value}")
        named = None if known else self._namesake(directory, name, office)
        made = self._made.get((scheme, value))
        return known or named or made or self._make(directory, scheme, value, name)

    def document(
        self,
        directory: Directory,
        id_: str,
        name: str,
        identifier: Mapping[str, str],
        held: Json | None,
    ) -> Json | None:
        """The person as the record should have it; None where it need not change."""
        known = directory.actors.get(id_)
        if known is None:
            base: Json = {"id": id_, "kind": ActorKind.PERSON, "names": {self.lang: name}}
            return {**base, "identifiers": [dict(identifier)], "relations": [held] if held else []}
        widened = _widened(known, held) if held else None
        if widened is None:
            return None
        document = known.model_dump(mode="json", by_alias=True)
        others = [r for r in document["relations"] if not _same(r, widened)]
        return {**document, "relations": [*others, widened]}

    def _namesake(self, directory: Directory, name: str, office: str | None) -> str | None:
        """A person of that very name who acts for the same side; others are somebody else."""
        try:
            found = directory.actor_names.resolve(name, ("name",)).id
        except UnknownToken:
            return None
        actor = directory.actors[found]
        if actor.kind is not ActorKind.PERSON or office is None:
            return None
        sides = directory.roots(found, None, EVER) & directory.roots(office, None, EVER)
        return found if sides else None

    def _make(self, directory: Directory, scheme: str, value: str, name: str) -> str:
        base = slug(name, "person")
        taken = {*directory.actors, *self._made.values()}
        names = chain([base], (f"{base}-{n}" for n in count(2)))
        made = next(id_ for id_ in names if id_ not in taken)
        self._made[scheme, value] = made
        return made


def _called(directory: Directory, token: str) -> str | None:
    try:
        return directory.actor_names.resolve(token, ("identifier",)).id
    except UnknownToken:
        return None


def holds(office: str, attested: str | None, source: str) -> Json:
    """That somebody held an office while the file says so."""
    return {
        "relation": RelationKind.HOLDS,
        "object": office,
        "attested": attested,
        "source": source,
    }


def _widened(known: Actor, held: Json) -> Json | None:
    """The relation grown to the days already attested; a better dated one stays as it is."""
    document = known.model_dump(mode="json", by_alias=True)
    there = next((r for r in document["relations"] if _same(r, held)), None)
    if there is None:
        return held
    if there["from"] or there["to"] or there["source"] != held["source"]:
        return None
    wider = covering(text for text in (there["attested"], held["attested"]) if text)
    return None if wider == there["attested"] else {**there, "attested": wider}


def _same(relation: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    return (relation["relation"], relation["object"]) == (other["relation"], other["object"])
