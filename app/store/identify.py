"""Finding events by what they are called: an id, a slug, or what others call them."""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, Connection, and_, select

from app.domain.actor import Identifier
from app.domain.resolve import UnknownToken
from app.domain.things import Thing
from app.store.merging import survivor
from app.store.pins import Pin, at
from app.store.rows import chunks
from app.store.tables import event_identifiers, event_index, slugs, versions


def find(connection: Connection, token: str, pin: Pin) -> str | None:
    """The id of the event with this id, slug or `scheme:value`; None where there is none.

    A slug that it had counts too, and what was merged into it. UnknownToken where only the case of
    letters tells several apart.
    """
    found = _named_so(connection, token, pin)
    return found and survivor(connection, Thing.EVENT, found, pin)


def _named_so(connection: Connection, token: str, pin: Pin) -> str | None:
    if token.startswith("ev_"):
        return _by_id(connection, token, pin)
    scheme, colon, value = token.partition(":")
    if colon:
        return _by_identifier(connection, scheme.strip().lower(), value.strip(), pin)
    return _by_slug(connection, token, pin)


def held(connection: Connection, identifiers: Iterable[Identifier]) -> dict[Identifier, str]:
    """The ids of the events that have these identifiers now."""
    return _named(connection, identifiers, event_identifiers.c.to_rev.is_(None))


def known(connection: Connection, identifiers: Iterable[Identifier]) -> dict[Identifier, str]:
    """The ids of the events that have these identifiers now, or had them last and still live.

    A publisher goes on calling an event so, although an editor took that name from it.
    """
    wanted = list(identifiers)
    now = held(connection, wanted)
    live = event_identifiers.c.entity.in_(
        select(event_index.c.entity).where(event_index.c.to_rev.is_(None))
    )
    missing = [identifier for identifier in wanted if identifier not in now]
    return {**_named(connection, missing, live), **now}


def _named(
    connection: Connection, identifiers: Iterable[Identifier], held: ColumnElement[bool]
) -> dict[Identifier, str]:
    return {
        Identifier(scheme=scheme, value=row.value): row.entity
        for scheme, values in _values(identifiers).items()
        for some in chunks(values)
        for row in connection.execute(_NAMED.where(_of(scheme, some), held))
    }


def retracted(connection: Connection, identifiers: Iterable[Identifier]) -> set[Identifier]:
    """Those that were an event's which has been retracted, and are nobody's now."""
    former = event_identifiers.join(
        versions,
        and_(
            versions.c.thing == Thing.EVENT,
            versions.c.entity == event_identifiers.c.entity,
            versions.c.to_rev.is_(None),
            versions.c.state == "retracted",
        ),
    )
    rows = select(event_identifiers.c.scheme, event_identifiers.c.value).select_from(former)
    by_scheme = _values(identifiers)
    return {
        Identifier(scheme=row.scheme, value=row.value)
        for scheme, values in by_scheme.items()
        for some in chunks(values)
        for row in connection.execute(rows.where(_of(scheme, some)))
    }


def _values(identifiers: Iterable[Identifier]) -> dict[str, list[str]]:
    """Their values by scheme, each once."""
    found: dict[str, set[str]] = {}
    for identifier in identifiers:
        found.setdefault(identifier.scheme, set()).add(identifier.value)
    return {scheme: sorted(values) for scheme, values in found.items()}


def _by_id(connection: Connection, id_: str, pin: Pin) -> str | None:
    begun = and_(versions.c.entity == id_, versions.c.from_rev <= pin.rev)
    return connection.scalar(
        select(versions.c.entity).where(versions.c.thing == Thing.EVENT, begun).limit(1)
    )


def _by_slug(connection: Connection, slug: str, pin: Pin) -> str | None:
    begun = and_(slugs.c.slug == slug, slugs.c.from_rev <= pin.rev)
    newest = select(slugs.c.entity).where(begun).order_by(slugs.c.from_rev.desc()).limit(1)
    return connection.scalar(newest)


def _by_identifier(connection: Connection, scheme: str, value: str, pin: Pin) -> str | None:
    rows = event_identifiers
    same = and_(rows.c.scheme == scheme, rows.c.folded == value.casefold(), at(rows, pin))
    found: dict[str, str] = {
        row.value: row.entity for row in connection.execute(select(rows).where(same))
    }
    if value in found or not found:
        return found.get(value)
    if len(set(found.values())) > 1:
        raise UnknownToken(f"{scheme}:{value}", found.values())
    return next(iter(found.values()))


def _of(scheme: str, values: Iterable[str]) -> ColumnElement[bool]:
    rows = event_identifiers
    return and_(rows.c.scheme == scheme, rows.c.value.in_(values))


_NAMED = select(event_identifiers.c.value, event_identifiers.c.entity).order_by(
    event_identifiers.c.from_rev
)
