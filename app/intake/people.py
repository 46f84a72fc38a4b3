"""Persons of a file: found by what the file calls them, or by name, or made."""

from collections.abc import Callable
from itertools import chain, count
from typing import Any

from app.domain.actor import Actor, ActorKind, RelationKind
from app.domain.directory import Directory
from app.domain.resolve import UnknownToken
from app.domain.validity import EVER
from app.intake.cells import Token
from app.intake.extent import Extents, Person
from app.intake.slugs import slug

Json = dict[str, Any]
FindOffice = Callable[[Token], str | None]


class People:
    """The persons of one file in one directory: whose id each has, and what the file says of it.

    `documents` are of those that the record has from this file, or not yet; a person whom it knows
    from elsewhere stays as it is there.
    """

    def __init__(
        self,
        extents: Extents,
        directory: Directory,
        office: FindOffice,
        lang: str,
        source: str | None,
    ) -> None:
        self.ids: dict[tuple[str, str], str] = {}
        self.documents: dict[str, Json] = {}
        taken = set(directory.actors)
        for key, person in extents.people.items():
            offices = [(office(held.office), held.attested) for held in person.offices]
            held = [_holds(id_, attested, source) for id_, attested in offices if id_]
            own = _called(directory, ":".join(key))
            other = None if own else _namesake(directory, person, held)
            id_ = own or other or _free(person.name, taken)
            taken.add(id_)
            self.ids[key] = id_
            if other is None:
                self.documents[id_] = _document(id_, person, key, lang, held)

    @property
    def actors(self) -> list[Actor]:
        """Those that the file tells of, for reading its texts."""
        return [Actor.model_validate(document) for document in self.documents.values()]


def _document(id_: str, person: Person, key: tuple[str, str], lang: str, held: list[Json]) -> Json:
    return {
        "id": id_,
        "kind": ActorKind.PERSON,
        "names": {lang: person.name},
        "identifiers": [{"scheme": key[0], "value": key[1]}],
        "relations": held,
    }


def _holds(office: str, attested: str | None, source: str | None) -> Json:
    """That somebody held an office while the file says so."""
    relation = {"relation": RelationKind.HOLDS, "object": office, "attested": attested}
    return {**relation, "source": source}


def _called(directory: Directory, token: str) -> str | None:
    try:
        return directory.actor_names.resolve(token, ("identifier",)).id
    except UnknownToken:
        return None


def _namesake(directory: Directory, person: Person, held: list[Json]) -> str | None:
    """A person of that very name who acts for the same side; others are somebody else."""
    try:
        found = directory.actor_names.resolve(person.name, ("name",)).id
    except UnknownToken:
        return None
    if directory.actors[found].kind is not ActorKind.PERSON:
        return None
    sides = directory.roots(found, None, EVER)
    ours = (directory.roots(relation["object"], None, EVER) for relation in held)
    return found if any(sides & side for side in ours) else None


def _free(name: str, taken: set[str]) -> str:
    base = slug(name, "person")
    return next(id_ for id_ in chain([base], (f"{base}-{n}" for n in count(2))) if id_ not in taken)
