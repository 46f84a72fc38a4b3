"""What must hold across documents: references that exist, slugs that are free."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, select

from app.domain.actor import Actor, Identifier
from app.domain.directory import Directory
from app.domain.event import Event
from app.domain.references import Reference, references
from app.domain.resolve import CODES
from app.domain.things import Model, Thing
from app.errors import Conflict, Fault, InvalidDocument
from app.store.identify import held
from app.store.lists import numbered, padded, parameters
from app.store.prepared import ask
from app.store.rows import chunks
from app.store.tables import slugs, versions

Key = tuple[Thing, str]


def refuse_dangling(
    connection: Connection,
    directory: Directory,
    documents: Sequence[tuple[Thing, Model]],
    gone: Collection[Key] = (),
) -> None:
    """InvalidDocument, with the pointer of each, where a document points at what is not there.

    `gone` is what still is, and ends in this commit.
    """
    missing = dangling(connection, directory, documents, gone)
    faults = [_fault(document, ref) for document, ref in missing]
    if faults:
        raise InvalidDocument(" ".join(fault.detail for fault in faults[:10]), faults)


def dangling(
    connection: Connection,
    directory: Directory,
    documents: Sequence[tuple[Thing, Model]],
    gone: Collection[Key] = (),
) -> list[tuple[Model, Reference]]:
    """Each reference to what is neither in the record nor among these documents."""
    listed = {thing: _listed(directory, thing) for thing in Thing}
    pointing = [
        (document, ref)
        for _, document in documents
        for ref in references(document)
        if ref.id not in listed[ref.thing]
    ]
    given = {(thing, document.id) for thing, document in documents}
    unknown = {(ref.thing, ref.id) for _, ref in pointing} - given
    missing = unknown - (_stored(connection, unknown) - set(gone))
    return [(document, ref) for document, ref in pointing if (ref.thing, ref.id) in missing]


class Called(NamedTuple):
    """What the events of a commit were called: nobody else was, as each is one event's alone."""

    slugs: Collection[str]
    identifiers: Collection[Identifier]


_NOTHING = Called((), ())


def called(documents: Iterable[Mapping[str, Any]]) -> Called:
    """What these stored events are called."""
    listed = list(documents)
    told = (row for document in listed for row in document.get("identifiers", ()))
    return Called(
        {document["slug"] for document in listed if document.get("slug")},
        {Identifier(scheme=row["scheme"], value=row["value"]) for row in told},
    )


def refuse_taken(
    connection: Connection,
    documents: Iterable[Model],
    gone: Collection[str] = (),
    known: Called = _NOTHING,
) -> None:
    """Conflict where another event has the slug or identifier now; a former one is free again.

    So are those of what is `gone` with this commit. `known` is how the events of the commit were
    called before it: whose that is need not be asked.
    """
    events = [document for document in documents if isinstance(document, Event)]
    slugged = [(event.slug, event.id) for event in events if event.slug]
    # What an event of this commit had is free too: what it has from now on is given.
    free = {*gone, *(event.id for event in events)}
    _refuse_taken_slugs(connection, slugged, free, known.slugs)
    _refuse_taken_identifiers(connection, events, free, known.identifiers)


def refuse_shared(before: Directory, after: Directory, documents: Iterable[Model]) -> None:
    """Conflict where an actor is newly called what, by the directory after it, another is called.

    Names may be those of several: a filter then asks which. A code or an identifier is one's own.
    """
    fresh = {
        token: document.id
        for document in documents
        if isinstance(document, Actor)
        for token in _own(document) - _own(before.actors.get(document.id))
    }
    for actor in after.actors.values() if fresh else ():
        for token in sorted(_own(actor) & fresh.keys()):
            if fresh[token] != actor.id:
                name = ":".join(filter(None, token))
                raise Conflict(f"{name} is {actor.id}, and cannot be {fresh[token]} as well.")


def _own(actor: Actor | None) -> set[tuple[str, str]]:
    """Its identifiers, and what stands for it without a scheme: its id and its codes."""
    if actor is None:
        return set()
    named = {(i.scheme, i.value.casefold()) for i in actor.identifiers}
    return named | {("", value) for scheme, value in named if scheme in CODES} | {("", actor.id)}


def _refuse_taken_slugs(
    connection: Connection,
    given: Sequence[tuple[str, str]],
    gone: Collection[str],
    known: Collection[str],
) -> None:
    wanted: dict[str, str] = {}
    for slug, id_ in given:
        if wanted.setdefault(slug, id_) != id_:
            raise Conflict(f"The slug {slug} is given to both {wanted[slug]} and {id_}.")
    for some in chunks(sorted(wanted.keys() - known)):
        current = slugs.c.slug.in_(some) & slugs.c.to_rev.is_(None)
        for row in connection.execute(select(slugs.c.slug, slugs.c.entity).where(current)):
            if row.entity not in gone:
                raise Conflict(f"The slug {row.slug} is that of {row.entity}; choose another.")


def _refuse_taken_identifiers(
    connection: Connection,
    events: Iterable[Event],
    gone: Collection[str],
    known: Collection[Identifier],
) -> None:
    owners: dict[Identifier, str] = {}
    given = [(identifier, event.id) for event in events for identifier in event.identifiers]
    asked = [identifier for identifier, _ in given if identifier not in known]
    now = held(connection, asked) if asked else {}
    kept = [(identifier, owner) for identifier, owner in now.items() if owner not in gone]
    for identifier, event in (*kept, *given):
        owner = owners.setdefault(identifier, event)
        if owner != event:
            name = f"{identifier.scheme}:{identifier.value}"
            raise Conflict(f"{name} is {owner}, and cannot be {event} as well.")


def _fault(document: Model, ref: Reference) -> Fault:
    detail = f"{document.id}{ref.pointer}: there is no {ref.thing} {ref.id}."
    return Fault(detail, pointer=ref.pointer)


def _listed(directory: Directory, thing: Thing) -> Collection[str]:
    """The ids of a kind of thing that the directory has; none of what is not kept in it."""
    if thing is Thing.ACTOR:
        return directory.actors
    if thing is Thing.FORUM:
        return directory.forums
    return directory.topics if thing is Thing.TOPIC else ()


def _stored(connection: Connection, wanted: Iterable[Key]) -> set[Key]:
    found: set[Key] = set()
    for some in chunks(sorted({id_ for _, id_ in wanted})):
        ids = padded(some)
        rows = ask(connection, _live(len(ids)), numbered("id", ids))
        found |= {(Thing(thing), id_) for thing, id_ in rows}
    return found


@lru_cache
def _live(size: int) -> Select[str, str]:
    live = versions.c.to_rev.is_(None) & (versions.c.state == "live")
    named = versions.c.entity.in_(parameters("id", size))
    return select(versions.c.thing, versions.c.entity).where(named, live)
