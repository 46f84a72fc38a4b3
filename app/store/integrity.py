"""What must hold across documents: references that exist, slugs that are free."""

from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import Connection, select

from app.domain.actor import Identifier
from app.domain.directory import Directory
from app.domain.event import Event
from app.domain.references import Reference, references
from app.domain.things import Model, Thing
from app.errors import Conflict, Fault, InvalidDocument
from app.store.identify import held
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
    pointing = [(document, ref) for _, document in documents for ref in references(document)]
    given = {(thing, document.id) for thing, document in documents}
    unknown = {(ref.thing, ref.id) for _, ref in pointing} - given - _listed(directory)
    missing = unknown - (_stored(connection, unknown) - set(gone))
    return [(document, ref) for document, ref in pointing if (ref.thing, ref.id) in missing]


def refuse_taken(
    connection: Connection, documents: Iterable[Model], gone: Collection[str] = ()
) -> None:
    """Conflict where another event has the slug or identifier now; a former one is free again.

    So are those of what is `gone` with this commit.
    """
    events = [document for document in documents if isinstance(document, Event)]
    slugged = [(event.slug, event.id) for event in events if event.slug]
    _refuse_taken_slugs(connection, slugged, gone)
    _refuse_taken_identifiers(connection, events, gone)


def _refuse_taken_slugs(
    connection: Connection, given: Sequence[tuple[str, str]], gone: Collection[str]
) -> None:
    wanted: dict[str, str] = {}
    for slug, id_ in given:
        if wanted.setdefault(slug, id_) != id_:
            raise Conflict(f"The slug {slug} is given to both {wanted[slug]} and {id_}.")
    for some in chunks(sorted(wanted)):
        current = slugs.c.slug.in_(some) & slugs.c.to_rev.is_(None)
        for row in connection.execute(select(slugs.c.slug, slugs.c.entity).where(current)):
            if row.entity not in (wanted[row.slug], *gone):
                raise Conflict(f"The slug {row.slug} is that of {row.entity}; choose another.")


def _refuse_taken_identifiers(
    connection: Connection, events: Iterable[Event], gone: Collection[str]
) -> None:
    owners: dict[Identifier, str] = {}
    given = [(identifier, event.id) for event in events for identifier in event.identifiers]
    now = held(connection, [identifier for identifier, _ in given])
    kept = [(identifier, owner) for identifier, owner in now.items() if owner not in gone]
    for identifier, event in (*kept, *given):
        owner = owners.setdefault(identifier, event)
        if owner != event:
            name = f"{identifier.scheme}:{identifier.value}"
            raise Conflict(f"{name} is {owner}, and cannot be {event} as well.")


def _fault(document: Model, ref: Reference) -> Fault:
    detail = f"{document.id}{ref.pointer}: there is no {ref.thing} {ref.id}."
    return Fault(detail, pointer=ref.pointer)


def _listed(directory: Directory) -> set[tuple[Thing, str]]:
    return {
        *((Thing.ACTOR, id_) for id_ in directory.actors),
        *((Thing.FORUM, id_) for id_ in directory.forums),
        *((Thing.TOPIC, id_) for id_ in directory.topics),
    }


def _stored(connection: Connection, wanted: Iterable[tuple[Thing, str]]) -> set[tuple[Thing, str]]:
    found: set[tuple[Thing, str]] = set()
    live = versions.c.to_rev.is_(None) & (versions.c.state == "live")
    for some in chunks(sorted({id_ for _, id_ in wanted})):
        named = select(versions.c.thing, versions.c.entity).where(versions.c.entity.in_(some), live)
        found |= {(Thing(row.thing), row.entity) for row in connection.execute(named)}
    return found
